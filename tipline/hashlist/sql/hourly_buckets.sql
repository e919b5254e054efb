-- The values of a bucket that were listed up to a moment: what comes later waits for the
-- next hour, so that asking twice within one shows nothing new. What is taken off goes at
-- once.
DROP FUNCTION hashlist_asked(bigint, text, text, text);
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
