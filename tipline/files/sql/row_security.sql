-- Files of a platform's own reports; contents are the clearinghouse's alone, so that no
-- platform can learn whether somebody else has reported the same file.
ALTER TABLE files_reportedfile ENABLE ROW LEVEL SECURITY;
ALTER TABLE files_reportedfile FORCE ROW LEVEL SECURITY;
CREATE POLICY clearinghouse ON files_reportedfile
    USING (tipline_is_clearinghouse()) WITH CHECK (tipline_is_clearinghouse());
CREATE POLICY platform_select ON files_reportedfile FOR SELECT
    USING (tipline_kind() = 'platform' AND platform_id = tipline_organization());
CREATE POLICY platform_insert ON files_reportedfile FOR INSERT
    WITH CHECK (tipline_kind() = 'platform' AND platform_id = tipline_organization());
CREATE POLICY platform_update ON files_reportedfile FOR UPDATE
    USING (tipline_kind() = 'platform' AND platform_id = tipline_organization())
    WITH CHECK (tipline_kind() = 'platform' AND platform_id = tipline_organization());
-- The platform that a row names is its report's: nobody adds to another's report.
ALTER TABLE files_reportedfile ADD CONSTRAINT files_reportedfile_report_of_platform
    FOREIGN KEY (platform_id, report_id) REFERENCES intake_report (platform_id, id);
CREATE TRIGGER files_reportedfile_stays_its_reports
    BEFORE UPDATE OF report_id, file_id ON files_reportedfile
    FOR EACH ROW EXECUTE FUNCTION tipline_refuse_change();

ALTER TABLE files_content ENABLE ROW LEVEL SECURITY;
ALTER TABLE files_content FORCE ROW LEVEL SECURITY;
CREATE POLICY clearinghouse ON files_content
    USING (tipline_is_clearinghouse()) WITH CHECK (tipline_is_clearinghouse());
