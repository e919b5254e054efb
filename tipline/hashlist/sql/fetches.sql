-- A member notes its own fetches.
ALTER TABLE hashlist_listfetch ENABLE ROW LEVEL SECURITY;
ALTER TABLE hashlist_listfetch FORCE ROW LEVEL SECURITY;
CREATE POLICY clearinghouse ON hashlist_listfetch
    USING (tipline_is_clearinghouse()) WITH CHECK (tipline_is_clearinghouse());
CREATE POLICY own ON hashlist_listfetch
    FOR SELECT USING (hashlist_is_own(access_id));
CREATE POLICY own_insert ON hashlist_listfetch
    FOR INSERT WITH CHECK (hashlist_is_own(access_id));
CREATE POLICY own_update ON hashlist_listfetch
    FOR UPDATE USING (hashlist_is_own(access_id)) WITH CHECK (hashlist_is_own(access_id));
