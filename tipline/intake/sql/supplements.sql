-- What came to a finished report afterwards: a platform sees what its own programs sent,
-- and never what analysts added. Agencies' sight is added by referral.
ALTER TABLE intake_supplement ENABLE ROW LEVEL SECURITY;
ALTER TABLE intake_supplement FORCE ROW LEVEL SECURITY;
CREATE POLICY clearinghouse ON intake_supplement
    USING (tipline_is_clearinghouse()) WITH CHECK (tipline_is_clearinghouse());
CREATE POLICY platform_select ON intake_supplement FOR SELECT
    USING (tipline_kind() = 'platform' AND platform_id = tipline_organization()
           AND source = 'platform');
CREATE POLICY platform_insert ON intake_supplement FOR INSERT
    WITH CHECK (tipline_kind() = 'platform' AND platform_id = tipline_organization()
                AND source = 'platform');
-- The platform that a row names is its report's: nobody adds to another's report.
ALTER TABLE intake_supplement ADD CONSTRAINT intake_supplement_report_of_platform
    FOREIGN KEY (platform_id, report_id) REFERENCES intake_report (platform_id, id);
