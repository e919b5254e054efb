-- How many files came without a PDQ hash: their item has none, taken back or not.
CREATE FUNCTION takeitdown_exact_files_since(given_key bigint) RETURNS bigint
    LANGUAGE plpgsql VOLATILE AS $$
DECLARE
    before text := tipline_kind();
    found bigint;
BEGIN
    PERFORM set_config('tipline.kind', 'clearinghouse', true);
    SELECT count(*) INTO found FROM takeitdown_casefile f WHERE f.id >= given_key
        AND NOT EXISTS (SELECT FROM hashlist_hashentry e
                        WHERE e.item_id = f.item_id AND e.algorithm = 'pdq');
    PERFORM set_config('tipline.kind', before, true);
    RETURN found;
END
$$;
