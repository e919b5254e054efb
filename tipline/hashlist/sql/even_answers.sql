-- What the lists and items of these entries make of them, for the one who asks. Where none is on
-- the lists that are asked, some other entry is looked at instead and told: its id is none of
-- those that were given, and the work is that of an answer, whose time must not tell it.
CREATE OR REPLACE FUNCTION hashlist_candidates_asked(given_list bigint, given_entries bigint[])
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
