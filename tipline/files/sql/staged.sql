-- Files that wait for the supplement which brings them: their platform's alone.
ALTER TABLE files_stagedfile ENABLE ROW LEVEL SECURITY;
ALTER TABLE files_stagedfile FORCE ROW LEVEL SECURITY;
CREATE POLICY clearinghouse ON files_stagedfile
    USING (tipline_is_clearinghouse()) WITH CHECK (tipline_is_clearinghouse());
CREATE POLICY platform ON files_stagedfile
    USING (tipline_kind() = 'platform' AND platform_id = tipline_organization())
    WITH CHECK (tipline_kind() = 'platform' AND platform_id = tipline_organization());
ALTER TABLE files_stagedfile ADD CONSTRAINT files_stagedfile_report_of_platform
    FOREIGN KEY (platform_id, report_id) REFERENCES intake_report (platform_id, id);
-- A file came with one supplement, or with the report itself, and stays there.
CREATE TRIGGER files_reportedfile_stays_its_supplements
    BEFORE UPDATE OF supplement_id ON files_reportedfile
    FOR EACH ROW WHEN (OLD.supplement_id IS DISTINCT FROM NEW.supplement_id)
    EXECUTE FUNCTION tipline_refuse_change();
