-- How often lists hit is the clearinghouse's business alone.
ALTER TABLE hashlist_listhits ENABLE ROW LEVEL SECURITY;
ALTER TABLE hashlist_listhits FORCE ROW LEVEL SECURITY;
CREATE POLICY clearinghouse ON hashlist_listhits
    USING (tipline_is_clearinghouse()) WITH CHECK (tipline_is_clearinghouse());
