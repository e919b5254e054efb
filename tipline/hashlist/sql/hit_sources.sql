-- Of a list's members an agency sees those that listed what its reports hit.
CREATE FUNCTION hashlist_listed_a_hit(given_member bigint) RETURNS boolean
    LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT EXISTS (SELECT 1 FROM matching_match m JOIN hashlist_hashentry e ON e.id = m.entry_id
                   JOIN hashlist_hashitem i ON i.id = e.item_id WHERE i.member_id = given_member)
$$;
ALTER POLICY agency ON hashlist_listmember
    USING (tipline_kind() = 'agency' AND hashlist_listed_a_hit(id));
