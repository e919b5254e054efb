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
ALTER POLICY platform ON hashlist_hashentry
    USING (hashlist_may_hold(hash_list_id)
           AND (algorithm IN ('md5', 'sha1', 'sha256') OR EXISTS (
                SELECT 1 FROM hashlist_listaccess a
                WHERE a.hash_list_id = hashlist_hashentry.hash_list_id
                AND a.organization_id = tipline_organization() AND a.tier = 'perceptual')
                OR EXISTS (SELECT 1 FROM hashlist_hashitem i
                           WHERE i.id = item_id AND hashlist_is_own(i.member_id)))
           AND EXISTS (SELECT 1 FROM hashlist_hashitem i WHERE i.id = item_id)
           AND (NOT EXISTS (SELECT 1 FROM hashlist_itemaudience a
                            WHERE a.item_id = hashlist_hashentry.item_id)
                OR EXISTS (SELECT 1 FROM hashlist_itemaudience a
                           WHERE a.item_id = hashlist_hashentry.item_id
                           AND hashlist_is_own(a.member_id))
                OR EXISTS (SELECT 1 FROM hashlist_hashitem i
                           WHERE i.id = hashlist_hashentry.item_id AND hashlist_is_own(i.member_id))));
CREATE OR REPLACE FUNCTION hashlist_asked(given_list bigint, given_algorithm text, given_from text, given_to text)
    RETURNS SETOF text LANGUAGE plpgsql VOLATILE AS $$
DECLARE
    before text := tipline_kind();
    asker bigint;
BEGIN
    SELECT a.member_id INTO asker FROM hashlist_listaccess a
        WHERE tipline_kind() = 'platform' AND a.hash_list_id = given_list
        AND a.organization_id = tipline_organization() AND a.ended_at IS NULL;
    IF asker IS NULL THEN
        RETURN;
    END IF;
    PERFORM set_config('tipline.kind', 'clearinghouse', true);
    RETURN QUERY
        SELECT DISTINCT e.value::text FROM hashlist_hashentry e
        JOIN hashlist_hashitem i ON i.id = e.item_id
        JOIN hashlist_listmember m ON m.id = i.member_id
        JOIN hashlist_hashlist l ON l.id = e.hash_list_id
        WHERE e.hash_list_id = given_list AND e.algorithm = given_algorithm
        AND e.value >= given_from AND e.value < given_to
        AND e.withdrawn_at IS NULL AND i.state = 'active'
        AND l.killed_at IS NULL AND m.killed_at IS NULL
        AND (m.quarantine_from IS NULL OR i.created_at <= m.quarantine_from)
        AND (i.canary_for_id IS NULL OR i.canary_for_id = asker)
        AND (i.member_id = asker
             OR NOT EXISTS (SELECT 1 FROM hashlist_itemaudience x WHERE x.item_id = i.id)
             OR EXISTS (SELECT 1 FROM hashlist_itemaudience x
                        WHERE x.item_id = i.id AND x.member_id = asker));
    PERFORM set_config('tipline.kind', before, true);
END
$$;
