-- That a picture may be a frame of a listed video, or the reverse: of what an agency was given.
-- It sees the listed item and its source then, as it does behind a hit.
CREATE POLICY agency ON matching_framematch FOR SELECT
    USING (tipline_kind() = 'agency' AND referral_reaches(report_id));
ALTER POLICY agency ON hashlist_hashentry
    USING (tipline_kind() = 'agency' AND (
        EXISTS (SELECT 1 FROM matching_match m WHERE m.entry_id = hashlist_hashentry.id)
        OR EXISTS (SELECT 1 FROM matching_framematch f WHERE f.entry_id = hashlist_hashentry.id)));
CREATE OR REPLACE FUNCTION hashlist_was_hit(given_item bigint) RETURNS boolean
    LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT EXISTS (SELECT 1 FROM hashlist_hashentry e
                   JOIN matching_match m ON m.entry_id = e.id WHERE e.item_id = given_item)
        OR EXISTS (SELECT 1 FROM hashlist_hashentry e
                   JOIN matching_framematch f ON f.entry_id = e.id WHERE e.item_id = given_item)
$$;
CREATE OR REPLACE FUNCTION hashlist_listed_a_hit(given_member bigint) RETURNS boolean
    LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT EXISTS (SELECT 1 FROM matching_match m JOIN hashlist_hashentry e ON e.id = m.entry_id
                   JOIN hashlist_hashitem i ON i.id = e.item_id WHERE i.member_id = given_member)
        OR EXISTS (SELECT 1 FROM matching_framematch f JOIN hashlist_hashentry e ON e.id = f.entry_id
                   JOIN hashlist_hashitem i ON i.id = e.item_id WHERE i.member_id = given_member)
$$;
