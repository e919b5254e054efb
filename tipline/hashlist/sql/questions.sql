-- Who may only ask holds nothing: no item and no fingerprint of a list.
CREATE FUNCTION hashlist_may_hold(given_list bigint) RETURNS boolean
    LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT tipline_kind() = 'platform' AND EXISTS (
        SELECT 1 FROM hashlist_listaccess a WHERE a.hash_list_id = given_list
        AND a.organization_id = tipline_organization() AND a.ended_at IS NULL
        AND a.tier <> 'match-only')
$$;
ALTER POLICY platform ON hashlist_hashitem
    USING (hashlist_may_hold(hash_list_id) AND listed_at IS NOT NULL
           AND (canary_for_id IS NULL OR hashlist_is_own(canary_for_id)));
ALTER POLICY platform ON hashlist_hashentry
    USING (hashlist_may_hold(hash_list_id)
           AND (algorithm IN ('md5', 'sha1', 'sha256') OR EXISTS (
                SELECT 1 FROM hashlist_listaccess a
                WHERE a.hash_list_id = hashlist_hashentry.hash_list_id
                AND a.organization_id = tipline_organization() AND a.tier = 'perceptual')
                OR EXISTS (SELECT 1 FROM hashlist_hashitem i
                           WHERE i.id = item_id AND hashlist_is_own(i.member_id)))
           AND EXISTS (SELECT 1 FROM hashlist_hashitem i WHERE i.id = item_id));

-- A member's questions of the last day, and the alarms they raised.
ALTER TABLE hashlist_matchquestion ENABLE ROW LEVEL SECURITY;
ALTER TABLE hashlist_matchquestion FORCE ROW LEVEL SECURITY;
CREATE POLICY clearinghouse ON hashlist_matchquestion
    USING (tipline_is_clearinghouse()) WITH CHECK (tipline_is_clearinghouse());
CREATE POLICY own ON hashlist_matchquestion FOR SELECT USING (hashlist_is_own(access_id));
CREATE POLICY own_insert ON hashlist_matchquestion
    FOR INSERT WITH CHECK (hashlist_is_own(access_id));
CREATE POLICY own_delete ON hashlist_matchquestion
    FOR DELETE USING (hashlist_is_own(access_id));
ALTER TABLE hashlist_probingalarm ENABLE ROW LEVEL SECURITY;
ALTER TABLE hashlist_probingalarm FORCE ROW LEVEL SECURITY;
CREATE POLICY clearinghouse ON hashlist_probingalarm
    USING (tipline_is_clearinghouse()) WITH CHECK (tipline_is_clearinghouse());
CREATE POLICY own ON hashlist_probingalarm FOR SELECT USING (hashlist_is_own(access_id));
CREATE POLICY own_insert ON hashlist_probingalarm
    FOR INSERT WITH CHECK (hashlist_is_own(access_id));

-- The values on a list that are given out to whoever asks, and of the canaries the
-- asker's own: its sight of them lasts only inside the call.
CREATE FUNCTION hashlist_asked(given_list bigint, given_algorithm text, given_from text, given_to text)
    RETURNS SETOF text LANGUAGE plpgsql VOLATILE AS $$
DECLARE
    before text := tipline_kind();
    asker bigint;
BEGIN
    SELECT a.member_id INTO asker FROM hashlist_listaccess a
        WHERE tipline_kind() = 'platform' AND a.hash_list_id = given_list
        AND a.organization_id = tipline_organization() AND a.ended_at IS NULL;
    IF asker IS NULL THEN
        RETURN;
    END IF;
    PERFORM set_config('tipline.kind', 'clearinghouse', true);
    RETURN QUERY
        SELECT DISTINCT e.value::text FROM hashlist_hashentry e
        JOIN hashlist_hashitem i ON i.id = e.item_id
        JOIN hashlist_listmember m ON m.id = i.member_id
        JOIN hashlist_hashlist l ON l.id = e.hash_list_id
        WHERE e.hash_list_id = given_list AND e.algorithm = given_algorithm
        AND e.value >= given_from AND e.value < given_to
        AND e.withdrawn_at IS NULL AND i.state = 'active'
        AND l.killed_at IS NULL AND m.killed_at IS NULL
        AND (m.quarantine_from IS NULL OR i.created_at <= m.quarantine_from)
        AND (i.canary_for_id IS NULL OR i.canary_for_id = asker);
    PERFORM set_config('tipline.kind', before, true);
END
$$;

-- How many bits the nearest PDQ hash on a list is away.
CREATE FUNCTION hashlist_nearest(given_list bigint, given_value text) RETURNS bigint
    LANGUAGE sql VOLATILE AS $$
    SELECT min(bit_count(('x' || value)::bit(256) # ('x' || given_value)::bit(256)))
    FROM hashlist_asked(given_list, 'pdq', '0', 'g') value
$$;

-- How many other hashes near this one a member asked for since a moment.
CREATE FUNCTION hashlist_variants(given_access bigint, given_value text, given_since timestamptz, given_bits int)
    RETURNS bigint LANGUAGE sql STABLE AS $$
    SELECT count(DISTINCT q.value) FROM hashlist_matchquestion q
    WHERE q.access_id = given_access AND q.at > given_since AND q.value <> given_value
    AND bit_count(('x' || q.value)::bit(256) # ('x' || given_value)::bit(256)) <= given_bits
$$;
