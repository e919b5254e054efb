-- Hash lists are never shown to platforms; agencies see the lists that matched.
ALTER TABLE hashlist_hashlist ENABLE ROW LEVEL SECURITY;
ALTER TABLE hashlist_hashlist FORCE ROW LEVEL SECURITY;
CREATE POLICY clearinghouse ON hashlist_hashlist
    USING (tipline_is_clearinghouse()) WITH CHECK (tipline_is_clearinghouse());
CREATE POLICY agency ON hashlist_hashlist FOR SELECT USING (tipline_kind() = 'agency');

ALTER TABLE hashlist_hashentry ENABLE ROW LEVEL SECURITY;
ALTER TABLE hashlist_hashentry FORCE ROW LEVEL SECURITY;
CREATE POLICY clearinghouse ON hashlist_hashentry
    USING (tipline_is_clearinghouse()) WITH CHECK (tipline_is_clearinghouse());
