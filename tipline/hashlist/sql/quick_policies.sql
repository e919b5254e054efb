-- The same rows for the same people. Who asks is now said first: a function that looks
-- into tables was called for every row that the clearinghouse read or wrote.
ALTER POLICY platform ON hashlist_hashitem
    USING (tipline_kind() = 'platform' AND hashlist_may_hold(hash_list_id) AND listed_at IS NOT NULL
           AND (canary_for_id IS NULL OR hashlist_is_own(canary_for_id)));
ALTER POLICY platform_adds ON hashlist_hashitem
    WITH CHECK (tipline_kind() = 'platform' AND basis = 'member' AND state = 'active'
                AND hashlist_may_add(member_id, hash_list_id));
ALTER POLICY platform_changes ON hashlist_hashitem
    USING (tipline_kind() = 'platform' AND basis = 'member' AND state = 'active'
           AND hashlist_may_add(member_id, hash_list_id))
    WITH CHECK (tipline_kind() = 'platform' AND basis = 'member' AND state IN ('active', 'withdrawn')
                AND hashlist_may_add(member_id, hash_list_id));

ALTER POLICY platform_adds ON hashlist_hashentry
    WITH CHECK (tipline_kind() = 'platform' AND EXISTS (SELECT 1 FROM hashlist_hashitem i WHERE i.id = item_id
        AND i.hash_list_id = hashlist_hashentry.hash_list_id
        AND i.basis = 'member' AND hashlist_may_add(i.member_id, i.hash_list_id)));
ALTER POLICY platform_changes ON hashlist_hashentry
    USING (tipline_kind() = 'platform' AND EXISTS (SELECT 1 FROM hashlist_hashitem i WHERE i.id = item_id
        AND i.basis = 'member' AND hashlist_may_add(i.member_id, i.hash_list_id)))
    WITH CHECK (tipline_kind() = 'platform' AND EXISTS (SELECT 1 FROM hashlist_hashitem i WHERE i.id = item_id
        AND i.hash_list_id = hashlist_hashentry.hash_list_id
        AND i.basis = 'member' AND hashlist_may_add(i.member_id, i.hash_list_id)));

ALTER POLICY platform ON hashlist_itemevent
    USING (tipline_kind() = 'platform' AND EXISTS (
        SELECT 1 FROM hashlist_hashitem i WHERE i.id = item_id AND hashlist_is_own(i.member_id)));
ALTER POLICY platform_adds ON hashlist_itemevent
    WITH CHECK (tipline_kind() = 'platform' AND EXISTS (
        SELECT 1 FROM hashlist_hashitem i
        WHERE i.id = item_id AND hashlist_may_add(i.member_id, i.hash_list_id)));
