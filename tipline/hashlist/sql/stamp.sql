-- Changes of one list come one after the other, and so do their stamps: the lock is
-- held to commit. A stamp is a whole second that nobody can have asked for yet. Stamps
-- follow one another by all items of the list, whoever asks. The newest is found by the
-- end of the feed's index: as a maximum it would be looked for among all items of a
-- list that PostgreSQL has no statistics of yet.
CREATE FUNCTION hashlist_stamp(given_list bigint) RETURNS timestamptz
    LANGUAGE plpgsql VOLATILE AS $$
DECLARE
    before text := tipline_kind();
    stamped timestamptz;
BEGIN
    PERFORM pg_advisory_xact_lock(74617, hashtext(given_list::text));
    PERFORM set_config('tipline.kind', 'clearinghouse', true);
    SELECT greatest(date_trunc('second', clock_timestamp()) + interval '1 second',
                    (SELECT changed_at FROM hashlist_hashitem WHERE hash_list_id = given_list
                     ORDER BY hash_list_id DESC, changed_at DESC, entry_id DESC, member_id DESC LIMIT 1))
        INTO stamped;
    PERFORM set_config('tipline.kind', before, true);
    RETURN stamped;
END
$$;

-- Waits for the changes under way, and says up to when the list is then final.
CREATE FUNCTION hashlist_settle(given_list bigint) RETURNS timestamptz
    LANGUAGE plpgsql VOLATILE AS $$
BEGIN
    PERFORM pg_advisory_xact_lock_shared(74617, hashtext(given_list::text));
    RETURN date_trunc('second', clock_timestamp());
END
$$;
