-- How many items a source has in each state, and fingerprints by algorithm: kept with
-- every change, so that no page counts millions. Items stand under an empty algorithm.
-- Canaries and withdrawn fingerprints are not counted.
ALTER TABLE hashlist_itemcount ENABLE ROW LEVEL SECURITY;
ALTER TABLE hashlist_itemcount FORCE ROW LEVEL SECURITY;
CREATE POLICY clearinghouse ON hashlist_itemcount
    USING (tipline_is_clearinghouse()) WITH CHECK (tipline_is_clearinghouse());

-- Whoever changes an item changes its counts, though nobody but the clearinghouse may
-- see them: the sight lasts only inside the call. Each item is looked up by its key: a
-- join would be planned by what PostgreSQL believes of the tables, and read all items
-- for every fingerprint of a young one.
CREATE FUNCTION hashlist_count() RETURNS trigger LANGUAGE plpgsql AS $$
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
CREATE TRIGGER hashlist_hashitem_count_new AFTER INSERT ON hashlist_hashitem
    REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION hashlist_count();
CREATE TRIGGER hashlist_hashitem_count_changed AFTER UPDATE ON hashlist_hashitem
    REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION hashlist_count();
CREATE TRIGGER hashlist_hashentry_count_new AFTER INSERT ON hashlist_hashentry
    REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION hashlist_count();
CREATE TRIGGER hashlist_hashentry_count_changed AFTER UPDATE ON hashlist_hashentry
    REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION hashlist_count();
