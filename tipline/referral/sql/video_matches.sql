-- That a file's video is in another, or the reverse: of what an agency was given.
CREATE POLICY agency ON matching_videomatch FOR SELECT
    USING (tipline_kind() = 'agency' AND referral_reaches(report_id));
