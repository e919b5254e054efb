-- A member's question is answered by the index of listed hashes that all processes of a machine
-- share. These read what the index lacks; the asker's sight lasts only inside each call.
CREATE FUNCTION matching_late_asked(given_list bigint, given_position bigint, given_most int)
    RETURNS TABLE (is_known boolean, entries bigint[]) LANGUAGE plpgsql VOLATILE AS $$
DECLARE
    before text := tipline_kind();
BEGIN
    IF hashlist_asker(given_list) IS NULL THEN
        RETURN;
    END IF;
    PERFORM set_config('tipline.kind', 'clearinghouse', true);
    RETURN QUERY SELECT
        EXISTS (SELECT FROM matching_indexchange WHERE position = given_position),
        ARRAY(SELECT subject FROM matching_indexchange
              WHERE kind = 'entry' AND position > given_position
              UNION SELECT subject FROM matching_indexchange
              WHERE kind = 'entry' AND position IS NULL
              LIMIT given_most);
    PERFORM set_config('tipline.kind', before, true);
END
$$;

-- Of the list that is asked, and of those of known harmless files: these entries, or any if null.
CREATE FUNCTION matching_listed_asked(given_list bigint, given_entries bigint[], given_most int)
    RETURNS TABLE (entry bigint, hash bytea) LANGUAGE plpgsql VOLATILE AS $$
DECLARE
    before text := tipline_kind();
    lists bigint[] := ARRAY(SELECT hashlist_lists_asked(given_list));
BEGIN
    PERFORM set_config('tipline.kind', 'clearinghouse', true);
    RETURN QUERY SELECT e.id, decode(e.value, 'hex') FROM hashlist_hashentry e
        WHERE e.hash_list_id = ANY (lists) AND e.algorithm = 'pdq' AND e.withdrawn_at IS NULL
        AND (given_entries IS NULL OR e.id = ANY (given_entries))
        LIMIT given_most;
    PERFORM set_config('tipline.kind', before, true);
END
$$;
