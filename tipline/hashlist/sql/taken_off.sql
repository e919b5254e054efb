-- Which of these fingerprints an item has that people took off a list, and not its own
-- source; and whether all such items have a cryptographic one, too. A member that may
-- add is lent the sight of all items, but only inside the call, and so is a case for
-- what it is about to put onto its list.
CREATE FUNCTION hashlist_taken_off(given_list bigint, given_algorithms text[], given_values text[])
    RETURNS TABLE (algorithm text, value text, is_strong boolean) LANGUAGE plpgsql VOLATILE AS $$
DECLARE
    before text := tipline_kind();
BEGIN
    IF NOT tipline_is_clearinghouse() AND NOT EXISTS (
        SELECT 1 FROM hashlist_listaccess a WHERE tipline_kind() = 'platform'
        AND a.hash_list_id = given_list AND a.organization_id = tipline_organization()
        AND a.ended_at IS NULL AND a.may_contribute)
    AND NOT EXISTS (
        SELECT 1 FROM hashlist_hashlist l WHERE tipline_kind() = 'case'
        AND l.id = given_list AND l.kind = 'unverified')
    THEN
        RETURN;
    END IF;
    PERFORM set_config('tipline.kind', 'clearinghouse', true);
    RETURN QUERY
        SELECT e.algorithm::text, e.value::text, bool_and(EXISTS (
            SELECT 1 FROM hashlist_hashentry s WHERE s.item_id = e.item_id
            AND s.withdrawn_at IS NULL AND s.algorithm IN ('md5', 'sha1', 'sha256')))
        FROM unnest(given_algorithms, given_values) g(algorithm, value)
        JOIN hashlist_hashentry e ON e.algorithm = g.algorithm AND e.value = g.value
        JOIN hashlist_hashitem i ON i.id = e.item_id
        WHERE e.hash_list_id = given_list AND e.withdrawn_at IS NULL
        AND (i.state = 'suspended' OR (i.state = 'withdrawn' AND i.settled_at IS NOT NULL
                                       AND NOT i.origin ? 'gone_at_source'))
        GROUP BY 1, 2;
    PERFORM set_config('tipline.kind', before, true);
END
$$;
