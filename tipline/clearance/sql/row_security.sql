-- What somebody said to clear a report: all who have it read it, and its platform. An
-- agency says so of the reports that it has, and decides nothing.
ALTER TABLE clearance_clearance ENABLE ROW LEVEL SECURITY;
ALTER TABLE clearance_clearance FORCE ROW LEVEL SECURITY;
CREATE POLICY clearinghouse ON clearance_clearance
    USING (tipline_is_clearinghouse()) WITH CHECK (tipline_is_clearinghouse());
CREATE POLICY platform ON clearance_clearance FOR SELECT
    USING (tipline_kind() = 'platform' AND platform_id = tipline_organization());
CREATE POLICY agency_select ON clearance_clearance FOR SELECT
    USING (tipline_kind() = 'agency' AND referral_reaches(report_id));
CREATE POLICY agency_insert ON clearance_clearance FOR INSERT
    WITH CHECK (tipline_kind() = 'agency' AND organization_id = tipline_organization()
                AND referral_reaches(report_id) AND state = 'said');
-- What was said stays, and is decided once. It gives its words away when its report is
-- purged, and not before.
CREATE TRIGGER clearance_clearance_keep_word
    BEFORE UPDATE OF report_id, platform_id, organization_id, verdict, ground, reason,
                     said_by, said_at ON clearance_clearance
    FOR EACH ROW WHEN (NOT retention_is_purging(OLD.report_id))
    EXECUTE FUNCTION tipline_refuse_change();
CREATE TRIGGER clearance_clearance_decided_once BEFORE UPDATE ON clearance_clearance
    FOR EACH ROW WHEN (OLD.state <> 'said' AND NOT retention_is_purging(OLD.report_id))
    EXECUTE FUNCTION tipline_refuse_change();
CREATE TRIGGER clearance_clearance_refuse_delete BEFORE DELETE ON clearance_clearance
    FOR EACH ROW EXECUTE FUNCTION tipline_refuse_change();
ALTER TABLE clearance_clearance ADD CONSTRAINT clearance_clearance_report_of_platform
    FOREIGN KEY (platform_id, report_id) REFERENCES intake_report (platform_id, id);

ALTER TABLE clearance_clearedfile ENABLE ROW LEVEL SECURITY;
ALTER TABLE clearance_clearedfile FORCE ROW LEVEL SECURITY;
CREATE POLICY clearinghouse ON clearance_clearedfile
    USING (tipline_is_clearinghouse()) WITH CHECK (tipline_is_clearinghouse());
CREATE POLICY reader ON clearance_clearedfile FOR SELECT
    USING (tipline_kind() IN ('platform', 'agency')
           AND EXISTS (SELECT FROM clearance_clearance c WHERE c.id = clearance_id));
CREATE POLICY agency_insert ON clearance_clearedfile FOR INSERT
    WITH CHECK (tipline_kind() = 'agency'
                AND EXISTS (SELECT FROM clearance_clearance c WHERE c.id = clearance_id
                            AND c.organization_id = tipline_organization())
                AND EXISTS (SELECT FROM files_reportedfile f WHERE f.id = clearance_clearedfile.file_id));
CREATE TRIGGER clearance_clearedfile_refuse_change BEFORE UPDATE OR DELETE ON clearance_clearedfile
    FOR EACH ROW EXECUTE FUNCTION tipline_refuse_change();

ALTER TABLE clearance_clearancenotice ENABLE ROW LEVEL SECURITY;
ALTER TABLE clearance_clearancenotice FORCE ROW LEVEL SECURITY;
CREATE POLICY clearinghouse ON clearance_clearancenotice
    USING (tipline_is_clearinghouse()) WITH CHECK (tipline_is_clearinghouse());
CREATE POLICY platform ON clearance_clearancenotice FOR SELECT
    USING (tipline_kind() = 'platform' AND platform_id = tipline_organization());
CREATE POLICY agency_select ON clearance_clearancenotice FOR SELECT
    USING (tipline_kind() = 'agency'
           AND EXISTS (SELECT FROM clearance_clearance c WHERE c.id = clearance_id));
CREATE POLICY agency_insert ON clearance_clearancenotice FOR INSERT
    WITH CHECK (tipline_kind() = 'agency' AND state = 'said'
                AND EXISTS (SELECT FROM clearance_clearance c WHERE c.id = clearance_id
                            AND c.organization_id = tipline_organization()
                            AND c.platform_id = clearance_clearancenotice.platform_id));
CREATE TRIGGER clearance_clearancenotice_refuse_change
    BEFORE UPDATE OR DELETE ON clearance_clearancenotice
    FOR EACH ROW EXECUTE FUNCTION tipline_refuse_change();
