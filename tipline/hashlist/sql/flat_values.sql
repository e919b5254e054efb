-- A flat PDQ hash is a match for what is equal alone: `hashlist_hashentry.is_flat`.
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
    RETURN QUERY SELECT e.id, CASE WHEN e.is_flat THEN 0 ELSE l.match_distance::int END,
            hashlist_counts(e.id, given_list, asker),
            l.id <> given_list
        FROM hashlist_hashentry e JOIN hashlist_hashlist l ON l.id = e.hash_list_id
        WHERE e.id = ANY (given_entries) AND (l.id = given_list OR l.kind = 'negative');
    PERFORM set_config('tipline.kind', before, true);
END
$$;
