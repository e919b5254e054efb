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

-- As before, but each item is looked up by its key: a join was planned by what PostgreSQL
-- believed of the tables, and read all items for every fingerprint of a young one.
CREATE OR REPLACE FUNCTION hashlist_count() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    before text := tipline_kind();
    of_items text := 'SELECT i.member_id, i.state, ''''::text AS algorithm, %s AS n
        FROM %I i WHERE i.canary_for_id IS NULL';
    of_item_entries text := 'SELECT i.member_id, i.state, e.algorithm, %s FROM %I i
        CROSS JOIN LATERAL (SELECT e.algorithm, e.withdrawn_at FROM hashlist_hashentry e
                            WHERE e.item_id = i.id OFFSET 0) e
        WHERE e.withdrawn_at IS NULL AND i.canary_for_id IS NULL';
    of_entries text := 'SELECT i.member_id, i.state, e.algorithm, %s AS n FROM %I e
        CROSS JOIN LATERAL (SELECT i.member_id, i.state, i.canary_for_id
                            FROM hashlist_hashitem i WHERE i.id = e.item_id OFFSET 0) i
        WHERE e.withdrawn_at IS NULL AND i.canary_for_id IS NULL';
    changes text;
BEGIN
    IF TG_TABLE_NAME = 'hashlist_hashentry' THEN
        changes := format(of_entries, 1, 'new_rows');
        IF TG_OP = 'UPDATE' THEN
            changes := changes || ' UNION ALL ' || format(of_entries, -1, 'old_rows');
        END IF;
    ELSIF TG_OP = 'INSERT' THEN
        changes := format(of_items, 1, 'new_rows');
    ELSE
        -- Most changes of items leave the state as it is.
        PERFORM 1 FROM new_rows n JOIN old_rows o USING (id) WHERE n.state <> o.state LIMIT 1;
        IF NOT FOUND THEN
            RETURN NULL;
        END IF;
        changes := format(of_items, 1, 'new_rows')
            || ' UNION ALL ' || format(of_item_entries, 1, 'new_rows')
            || ' UNION ALL ' || format(of_items, -1, 'old_rows')
            || ' UNION ALL ' || format(of_item_entries, -1, 'old_rows');
    END IF;
    PERFORM set_config('tipline.kind', 'clearinghouse', true);
    EXECUTE 'INSERT INTO hashlist_itemcount AS known (id, member_id, state, algorithm, number)
        SELECT tipline_id(), member_id, state, algorithm, sum(n) FROM (' || changes || ') changed
        GROUP BY member_id, state, algorithm HAVING sum(n) <> 0
        ON CONFLICT (member_id, state, algorithm)
        DO UPDATE SET number = known.number + excluded.number';
    PERFORM set_config('tipline.kind', before, true);
    RETURN NULL;
END
$$;

-- As before, and a list in quarantine answers no question with yes.
CREATE OR REPLACE FUNCTION hashlist_counts(given_entry bigint, given_list bigint, asker bigint)
    RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT e.withdrawn_at IS NULL
        AND i.state = 'active' AND l.killed_at IS NULL AND l.quarantined_at IS NULL AND m.killed_at IS NULL
        AND (m.quarantine_from IS NULL OR e.added_at <= m.quarantine_from)
        AND (i.canary_for_id IS NULL OR i.canary_for_id = asker)
        AND (l.id <> given_list OR i.member_id = asker
             OR NOT EXISTS (SELECT 1 FROM hashlist_itemaudience x WHERE x.item_id = i.id)
             OR EXISTS (SELECT 1 FROM hashlist_itemaudience x
                        WHERE x.item_id = i.id AND x.member_id = asker))
    FROM hashlist_hashentry e
    JOIN hashlist_hashitem i ON i.id = e.item_id
    JOIN hashlist_listmember m ON m.id = i.member_id
    JOIN hashlist_hashlist l ON l.id = i.hash_list_id
    WHERE e.id = given_entry
$$;
