-- A question is answered as matching would: by the fingerprints of the list that is asked
-- and of those of known harmless files. The asker's sight lasts only inside each call.
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
-- A list in quarantine answers no question with yes.
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

-- What the lists and items of these entries make of them, for the one who asks: of the
-- list asked, its own canaries and what it may have; of the others, known harmless
-- files. A flat PDQ hash is a match for what is equal alone:
-- `hashlist_hashentry.is_flat`. Where none is on the lists that are asked, some other
-- entry is looked at instead and told: its id is none of those that were given, and the
-- work is that of an answer, whose time must not tell it.
CREATE FUNCTION hashlist_candidates_asked(given_list bigint, given_entries bigint[])
    RETURNS TABLE (entry bigint, list_distance int, is_live boolean, is_negative boolean)
    LANGUAGE plpgsql VOLATILE AS $$
DECLARE
    before text := tipline_kind();
    asker bigint := hashlist_asker(given_list);
    some_entry bigint;
    found_entries bigint[];
BEGIN
    IF asker IS NULL THEN
        RETURN;
    END IF;
    PERFORM set_config('tipline.kind', 'clearinghouse', true);
    some_entry := (SELECT e.id FROM hashlist_hashentry e WHERE e.hash_list_id = given_list LIMIT 1);
    found_entries := ARRAY(
        SELECT e.id FROM hashlist_hashentry e JOIN hashlist_hashlist l ON l.id = e.hash_list_id
        WHERE e.id = ANY (given_entries) AND (l.id = given_list OR l.kind = 'negative'));
    IF cardinality(found_entries) = 0 THEN
        found_entries := ARRAY[some_entry];
    END IF;
    RETURN QUERY SELECT e.id, CASE WHEN e.is_flat THEN 0 ELSE l.match_distance::int END,
            hashlist_counts(e.id, given_list, asker),
            l.id <> given_list
        FROM hashlist_hashentry e JOIN hashlist_hashlist l ON l.id = e.hash_list_id
        WHERE e.id = ANY (found_entries);
    PERFORM set_config('tipline.kind', before, true);
END
$$;

-- The values of a bucket that were listed up to a moment, and of the canaries the
-- asker's own: what comes later waits for the next hour, so that asking twice within
-- one shows nothing new. What is taken off goes at once. Entries first, by their index,
-- then what each is by its key: a plan that begins with the items would read all of
-- them, and its time would tell.
CREATE FUNCTION hashlist_asked(given_list bigint, given_algorithm text, given_from text, given_to text,
                               given_until timestamptz)
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
            SELECT e.value::text AS value, e.id, e.item_id FROM hashlist_hashentry e
            WHERE e.hash_list_id = given_list AND e.algorithm = given_algorithm
            AND e.value >= given_from AND e.value < given_to AND e.added_at <= given_until)
        SELECT DISTINCT found.value FROM found
        WHERE hashlist_counts(found.id, given_list, asker)
        AND (SELECT i.listed_at <= given_until FROM hashlist_hashitem i WHERE i.id = found.item_id);
    PERFORM set_config('tipline.kind', before, true);
END
$$;
