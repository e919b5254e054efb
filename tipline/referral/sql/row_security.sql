-- An agency sees the reports that were made available to it, and what hangs on them.
ALTER TABLE referral_referral ENABLE ROW LEVEL SECURITY;
ALTER TABLE referral_referral FORCE ROW LEVEL SECURITY;
CREATE POLICY clearinghouse ON referral_referral
    USING (tipline_is_clearinghouse()) WITH CHECK (tipline_is_clearinghouse());

-- Everything that an agency sees of a report hangs on its referral. Access ends with
-- it: what hangs on it asks this table, through these policies.
CREATE POLICY agency_select ON referral_referral FOR SELECT
    USING (tipline_kind() = 'agency' AND agency_id = tipline_organization()
           AND NOT is_excluded AND ended_at IS NULL);
CREATE POLICY agency_update ON referral_referral FOR UPDATE
    USING (tipline_kind() = 'agency' AND agency_id = tipline_organization()
           AND NOT is_excluded AND ended_at IS NULL)
    WITH CHECK (tipline_kind() = 'agency' AND agency_id = tipline_organization()
                AND NOT is_excluded AND ended_at IS NULL);

-- What a referral reaches decides what its agency sees: it is never pointed elsewhere.
CREATE TRIGGER referral_referral_stays BEFORE UPDATE OF report_id ON referral_referral
    FOR EACH ROW EXECUTE FUNCTION tipline_refuse_change();

-- Whether an agency has a report.
-- In a language whose plans a connection keeps: hashlist's who_reads.sql says why.
CREATE FUNCTION referral_reaches(given_report bigint) RETURNS boolean
    LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
BEGIN
    RETURN EXISTS (SELECT 1 FROM referral_referral r
                   WHERE r.report_id = given_report AND r.agency_id = tipline_organization()
                     AND NOT r.is_excluded AND r.ended_at IS NULL);
END
$$;

ALTER TABLE referral_locationevidence ENABLE ROW LEVEL SECURITY;
ALTER TABLE referral_locationevidence FORCE ROW LEVEL SECURITY;
CREATE POLICY clearinghouse ON referral_locationevidence
    USING (tipline_is_clearinghouse()) WITH CHECK (tipline_is_clearinghouse());
ALTER TABLE referral_jurisdiction ENABLE ROW LEVEL SECURITY;
ALTER TABLE referral_jurisdiction FORCE ROW LEVEL SECURITY;
CREATE POLICY clearinghouse ON referral_jurisdiction
    USING (tipline_is_clearinghouse()) WITH CHECK (tipline_is_clearinghouse());
ALTER TABLE referral_packetreceipt ENABLE ROW LEVEL SECURITY;
ALTER TABLE referral_packetreceipt FORCE ROW LEVEL SECURITY;
CREATE POLICY clearinghouse ON referral_packetreceipt
    USING (tipline_is_clearinghouse()) WITH CHECK (tipline_is_clearinghouse());
ALTER TABLE referral_agency ENABLE ROW LEVEL SECURITY;
ALTER TABLE referral_agency FORCE ROW LEVEL SECURITY;
CREATE POLICY clearinghouse ON referral_agency
    USING (tipline_is_clearinghouse()) WITH CHECK (tipline_is_clearinghouse());
CREATE POLICY known_to_agencies ON referral_agency FOR SELECT USING (tipline_kind() = 'agency');
CREATE POLICY agency_select ON referral_packetreceipt FOR SELECT
    USING (tipline_kind() = 'agency' AND EXISTS (SELECT 1 FROM referral_referral r WHERE r.id = referral_id));
CREATE POLICY agency_insert ON referral_packetreceipt FOR INSERT
    WITH CHECK (tipline_kind() = 'agency' AND EXISTS (SELECT 1 FROM referral_referral r WHERE r.id = referral_id));
CREATE TRIGGER referral_packetreceipt_refuse_change BEFORE UPDATE OR DELETE ON referral_packetreceipt
    FOR EACH ROW EXECUTE FUNCTION tipline_refuse_change();

CREATE POLICY agency ON intake_report FOR SELECT
    USING (tipline_kind() = 'agency' AND referral_reaches(id));

CREATE POLICY agency ON intake_submission FOR SELECT
    USING (tipline_kind() = 'agency' AND referral_reaches(report_id));

-- Who has a report sees what came to it since it was finished.
CREATE POLICY agency ON intake_supplement FOR SELECT
    USING (tipline_kind() = 'agency' AND referral_reaches(report_id));

CREATE POLICY agency ON files_reportedfile FOR SELECT
    USING (tipline_kind() = 'agency' AND referral_reaches(report_id));

CREATE POLICY agency ON matching_match FOR SELECT
    USING (tipline_kind() = 'agency' AND referral_reaches(report_id));

-- That a file's video is in another, or the reverse: of what an agency was given.
CREATE POLICY agency ON matching_videomatch FOR SELECT
    USING (tipline_kind() = 'agency' AND referral_reaches(report_id));

-- That a picture may be a frame of a listed video, or the reverse: of what an agency
-- was given. It sees the listed item and its source then, as it does behind a hit.
CREATE POLICY agency ON matching_framematch FOR SELECT
    USING (tipline_kind() = 'agency' AND referral_reaches(report_id));

CREATE POLICY agency ON triage_assessment FOR SELECT
    USING (tipline_kind() = 'agency' AND referral_reaches(report_id));

CREATE POLICY agency ON triage_standing FOR SELECT
    USING (tipline_kind() = 'agency' AND referral_reaches(report_id));

CREATE POLICY agency ON linking_identifieruse FOR SELECT
    USING (tipline_kind() = 'agency' AND referral_reaches(report_id));

CREATE POLICY agency ON referral_locationevidence FOR SELECT
    USING (tipline_kind() = 'agency' AND referral_reaches(report_id));

CREATE POLICY agency ON referral_jurisdiction FOR SELECT
    USING (tipline_kind() = 'agency' AND referral_reaches(report_id));

CREATE POLICY agency ON files_content FOR SELECT
    USING (tipline_kind() = 'agency' AND EXISTS (
        SELECT 1 FROM files_reportedfile f WHERE f.content_id = files_content.id));
CREATE POLICY agency ON hashlist_hashentry FOR SELECT
    USING (tipline_kind() = 'agency' AND (
        EXISTS (SELECT 1 FROM matching_match m WHERE m.entry_id = hashlist_hashentry.id)
        OR EXISTS (SELECT 1 FROM matching_framematch f WHERE f.entry_id = hashlist_hashentry.id)));
CREATE POLICY agency ON linking_identifier FOR SELECT
    USING (tipline_kind() = 'agency' AND EXISTS (
        SELECT 1 FROM linking_identifieruse u WHERE u.identifier_id = linking_identifier.id));
