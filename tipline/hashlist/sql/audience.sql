-- An item with an audience is for its own member and those alone. To the others its
-- fingerprints are hidden, so that it is a tombstone in their feeds.
ALTER TABLE hashlist_itemaudience ENABLE ROW LEVEL SECURITY;
ALTER TABLE hashlist_itemaudience FORCE ROW LEVEL SECURITY;
CREATE POLICY clearinghouse ON hashlist_itemaudience
    USING (tipline_is_clearinghouse()) WITH CHECK (tipline_is_clearinghouse());
-- Whoever reads the item reads whom it is for: the entries' policy looks here.
CREATE POLICY platform ON hashlist_itemaudience FOR SELECT
    USING (tipline_kind() = 'platform'
           AND EXISTS (SELECT 1 FROM hashlist_hashitem i WHERE i.id = item_id));
CREATE POLICY platform_adds ON hashlist_itemaudience FOR INSERT
    WITH CHECK (EXISTS (SELECT 1 FROM hashlist_hashitem i WHERE i.id = item_id
        AND i.basis = 'member' AND hashlist_may_add(i.member_id, i.hash_list_id)));
CREATE POLICY platform_removes ON hashlist_itemaudience FOR DELETE
    USING (EXISTS (SELECT 1 FROM hashlist_hashitem i WHERE i.id = item_id
        AND i.basis = 'member' AND hashlist_may_add(i.member_id, i.hash_list_id)));
