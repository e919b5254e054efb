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

-- How many other hashes near this one a member asked for since a moment. Near variants
-- count wherever a platform asked for them: on all its lists together.
CREATE FUNCTION hashlist_variants(given_access bigint, given_value text, given_since timestamptz, given_bits int)
    RETURNS bigint LANGUAGE sql STABLE AS $$
    SELECT count(DISTINCT q.value) FROM hashlist_matchquestion q
    WHERE q.at > given_since AND q.value <> given_value
    AND q.access_id IN (SELECT a.member_id FROM hashlist_listaccess a
                        WHERE a.organization_id = (SELECT b.organization_id FROM hashlist_listaccess b
                                                   WHERE b.member_id = given_access))
    AND bit_count(('x' || q.value)::bit(256) # ('x' || given_value)::bit(256)) <= given_bits
$$;
