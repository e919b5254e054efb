-- Accounts belong to organizations: each sees its own, the clearinghouse sees all.
-- 'gate' is the moment of signing in, before anybody is known.
ALTER TABLE accounts_organization ENABLE ROW LEVEL SECURITY;
ALTER TABLE accounts_organization FORCE ROW LEVEL SECURITY;
CREATE POLICY clearinghouse ON accounts_organization
    USING (tipline_is_clearinghouse()) WITH CHECK (tipline_is_clearinghouse());
CREATE POLICY own ON accounts_organization FOR SELECT
    USING (tipline_kind() = 'gate' OR (tipline_kind() IN ('platform', 'agency')
                                       AND id = tipline_organization()));
-- An officer sees who reported, and which other agencies received a report.
CREATE POLICY named_to_agencies ON accounts_organization FOR SELECT
    USING (tipline_kind() = 'agency' AND kind IN ('platform', 'agency'));

ALTER TABLE accounts_person ENABLE ROW LEVEL SECURITY;
ALTER TABLE accounts_person FORCE ROW LEVEL SECURITY;
CREATE POLICY clearinghouse ON accounts_person
    USING (tipline_is_clearinghouse()) WITH CHECK (tipline_is_clearinghouse());
CREATE POLICY own ON accounts_person FOR SELECT
    USING (tipline_kind() IN ('platform', 'agency')
           AND organization_id = tipline_organization());
CREATE POLICY gate ON accounts_person
    USING (tipline_kind() = 'gate') WITH CHECK (tipline_kind() = 'gate');

ALTER TABLE accounts_passkey ENABLE ROW LEVEL SECURITY;
ALTER TABLE accounts_passkey FORCE ROW LEVEL SECURITY;
CREATE POLICY clearinghouse ON accounts_passkey
    USING (tipline_is_clearinghouse()) WITH CHECK (tipline_is_clearinghouse());
CREATE POLICY own ON accounts_passkey FOR SELECT
    USING (tipline_kind() = 'agency' AND EXISTS (SELECT 1 FROM accounts_person p WHERE p.id = person_id));
CREATE POLICY gate ON accounts_passkey
    USING (tipline_kind() = 'gate') WITH CHECK (tipline_kind() = 'gate');

ALTER TABLE accounts_invitation ENABLE ROW LEVEL SECURITY;
ALTER TABLE accounts_invitation FORCE ROW LEVEL SECURITY;
CREATE POLICY clearinghouse_or_gate ON accounts_invitation
    USING (tipline_is_clearinghouse() OR tipline_kind() = 'gate')
    WITH CHECK (tipline_is_clearinghouse() OR tipline_kind() = 'gate');

ALTER TABLE accounts_signinlink ENABLE ROW LEVEL SECURITY;
ALTER TABLE accounts_signinlink FORCE ROW LEVEL SECURITY;
CREATE POLICY clearinghouse_or_gate ON accounts_signinlink
    USING (tipline_is_clearinghouse() OR tipline_kind() = 'gate')
    WITH CHECK (tipline_is_clearinghouse() OR tipline_kind() = 'gate');

ALTER TABLE accounts_apicredential ENABLE ROW LEVEL SECURITY;
ALTER TABLE accounts_apicredential FORCE ROW LEVEL SECURITY;
CREATE POLICY clearinghouse ON accounts_apicredential
    USING (tipline_is_clearinghouse()) WITH CHECK (tipline_is_clearinghouse());
-- A platform's own: seen, and its last use noted; never made, moved or deleted by it.
CREATE POLICY own_select ON accounts_apicredential FOR SELECT
    USING (organization_id = tipline_organization() AND tipline_kind() = 'platform');
CREATE POLICY own_update ON accounts_apicredential FOR UPDATE
    USING (organization_id = tipline_organization() AND tipline_kind() = 'platform')
    WITH CHECK (organization_id = tipline_organization() AND tipline_kind() = 'platform');
CREATE POLICY gate ON accounts_apicredential FOR SELECT USING (tipline_kind() = 'gate');
