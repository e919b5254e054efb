-- Changes of one list come one after the other, and so do their stamps: the lock is held
-- to commit. A stamp is a whole second that nobody can have asked for yet.
CREATE FUNCTION hashlist_stamp(given_list bigint) RETURNS timestamptz
    LANGUAGE plpgsql VOLATILE AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(74617, hashtext(given_list::text));
    RETURN greatest(date_trunc('second', clock_timestamp()) + interval '1 second',
                    (SELECT max(changed_at) FROM hashlist_hashitem
                     WHERE hash_list_id = given_list));
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
