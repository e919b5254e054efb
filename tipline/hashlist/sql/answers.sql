-- A question is answered as matching would: by the fingerprints of the list that is asked
-- and of those of known harmless files. The asker's sight lasts only inside each call.
DROP FUNCTION hashlist_nearest(bigint, text);

CREATE FUNCTION hashlist_asker(given_list bigint) RETURNS bigint LANGUAGE sql STABLE AS $$
    SELECT a.member_id FROM hashlist_listaccess a
    WHERE tipline_kind() = 'platform' AND a.hash_list_id = given_list
    AND a.organization_id = tipline_organization() AND a.ended_at IS NULL
$$;

CREATE FUNCTION hashlist_lists_asked(given_list bigint) RETURNS SETOF bigint
    LANGUAGE plpgsql VOLATILE AS $$
DECLARE
    before text := tipline_kind();
BEGIN
    IF hashlist_asker(given_list) IS NULL THEN
        RETURN;
    END IF;
    PERFORM set_config('tipline.kind', 'clearinghouse', true);
    RETURN QUERY SELECT l.id FROM hashlist_hashlist l
        WHERE l.id = given_list OR l.kind = 'negative' ORDER BY l.id;
    PERFORM set_config('tipline.kind', before, true);
END
$$;

-- Whether a fingerprint counts for the one who asks: its item is live; of the list asked, it
-- is no other member's canary and not kept for others. A quarantine holds back fingerprints
-- by when they were added: new values of an old item are new.
CREATE FUNCTION hashlist_counts(given_entry bigint, given_list bigint, asker bigint)
    RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT e.withdrawn_at IS NULL
        AND i.state = 'active' AND l.killed_at IS NULL AND m.killed_at IS NULL
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

-- PDQ fingerprints of one of the lists asked, whatever became of their items, by id.
CREATE FUNCTION hashlist_pdq_asked(given_list bigint, read_list bigint, given_after bigint, given_most int)
    RETURNS TABLE (entry bigint, hash bytea) LANGUAGE plpgsql VOLATILE AS $$
DECLARE
    before text := tipline_kind();
BEGIN
    IF read_list NOT IN (SELECT hashlist_lists_asked(given_list)) THEN
        RETURN;
    END IF;
    PERFORM set_config('tipline.kind', 'clearinghouse', true);
    RETURN QUERY SELECT e.id, decode(e.value, 'hex') FROM hashlist_hashentry e
        WHERE e.hash_list_id = read_list AND e.algorithm = 'pdq' AND e.id > given_after
        ORDER BY e.id LIMIT given_most;
    PERFORM set_config('tipline.kind', before, true);
END
$$;

-- What the lists and items of these entries make of them, for the one who asks: of the
-- list asked, its own canaries and what it may have; of the others, known harmless files.
CREATE FUNCTION hashlist_candidates_asked(given_list bigint, given_entries bigint[])
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

-- Near variants count wherever a platform asked for them: on all its lists together.
CREATE OR REPLACE FUNCTION hashlist_variants(given_access bigint, given_value text, given_since timestamptz, given_bits int)
    RETURNS bigint LANGUAGE sql STABLE AS $$
    SELECT count(DISTINCT q.value) FROM hashlist_matchquestion q
    WHERE q.at > given_since AND q.value <> given_value
    AND q.access_id IN (SELECT a.member_id FROM hashlist_listaccess a
                        WHERE a.organization_id = (SELECT b.organization_id FROM hashlist_listaccess b
                                                   WHERE b.member_id = given_access))
    AND bit_count(('x' || q.value)::bit(256) # ('x' || given_value)::bit(256)) <= given_bits
$$;
