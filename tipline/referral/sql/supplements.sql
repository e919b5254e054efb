-- Who has a report sees what came to it since it was finished.
CREATE POLICY agency ON intake_supplement FOR SELECT
    USING (tipline_kind() = 'agency' AND referral_reaches(report_id));
