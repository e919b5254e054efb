-- An agency's own tokens: made, seen, revoked and their use noted by it; never deleted.
ALTER TABLE accounts_agencytoken ENABLE ROW LEVEL SECURITY;
ALTER TABLE accounts_agencytoken FORCE ROW LEVEL SECURITY;
CREATE POLICY clearinghouse ON accounts_agencytoken
    USING (tipline_is_clearinghouse()) WITH CHECK (tipline_is_clearinghouse());
CREATE POLICY own_select ON accounts_agencytoken FOR SELECT
    USING (tipline_kind() = 'agency' AND organization_id = tipline_organization());
CREATE POLICY own_insert ON accounts_agencytoken FOR INSERT
    WITH CHECK (tipline_kind() = 'agency' AND organization_id = tipline_organization());
CREATE POLICY own_update ON accounts_agencytoken FOR UPDATE
    USING (tipline_kind() = 'agency' AND organization_id = tipline_organization())
    WITH CHECK (tipline_kind() = 'agency' AND organization_id = tipline_organization());
CREATE POLICY gate ON accounts_agencytoken FOR SELECT USING (tipline_kind() = 'gate');
