-- A quarantine holds back fingerprints by when they were added: new values of an old item
-- are new. So whether one counts for the one who asks is asked of the fingerprint: its item
-- is live; of the list asked, it is no other member's canary and not kept for others.
DROP FUNCTION hashlist_counts(bigint, bigint, bigint);
CREATE FUNCTION hashlist_counts(given_entry bigint, given_list bigint, asker bigint)
    RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT e.withdrawn_at IS NULL
        AND i.state = 'active' AND l.killed_at IS NULL AND m.killed_at IS NULL
        AND l.quarantined_at IS NULL
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

-- The values of a bucket. Entries first, by their index, then what each is by its key:
-- a plan that begins with the items would read all of them, and its time would tell.
CREATE OR REPLACE FUNCTION hashlist_asked(given_list bigint, given_algorithm text, given_from text, given_to text)
    RETURNS SETOF text LANGUAGE plpgsql VOLATILE AS $$
DECLARE
    before text := tipline_kind();
    asker bigint := hashlist_asker(given_list);
BEGIN
    IF asker IS NULL THEN
        RETURN;
    END IF;
    PERFORM set_config('tipline.kind', 'clearinghouse', true);
    RETURN QUERY
        WITH found AS MATERIALIZED (
            SELECT e.value::text AS value, e.id FROM hashlist_hashentry e
            WHERE e.hash_list_id = given_list AND e.algorithm = given_algorithm
            AND e.value >= given_from AND e.value < given_to)
        SELECT DISTINCT found.value FROM found
        WHERE hashlist_counts(found.id, given_list, asker);
    PERFORM set_config('tipline.kind', before, true);
END
$$;

-- What the lists and items of these entries make of them, for the one who asks: of the
-- list asked, its own canaries and what it may have; of the others, known harmless files.
CREATE OR REPLACE FUNCTION hashlist_candidates_asked(given_list bigint, given_entries bigint[])
    RETURNS TABLE (entry bigint, list_distance int, is_live boolean, is_negative boolean)
    LANGUAGE plpgsql VOLATILE AS $$
DECLARE
    before text := tipline_kind();
    asker bigint := hashlist_asker(given_list);
BEGIN
    IF asker IS NULL THEN
        RETURN;
    END IF;
    PERFORM set_config('tipline.kind', 'clearinghouse', true);
    RETURN QUERY SELECT e.id, l.match_distance::int,
            hashlist_counts(e.id, given_list, asker),
            l.id <> given_list
        FROM hashlist_hashentry e JOIN hashlist_hashlist l ON l.id = e.hash_list_id
        WHERE e.id = ANY (given_entries) AND (l.id = given_list OR l.kind = 'negative');
    PERFORM set_config('tipline.kind', before, true);
END
$$;
