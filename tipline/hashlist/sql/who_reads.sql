-- Questions of the policies in a language whose plans a connection keeps. PostgreSQL
-- plans a function in plain SQL that looks at a table anew in each statement that asks.
CREATE FUNCTION hashlist_may_read(given_list bigint) RETURNS boolean
    LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
BEGIN
    RETURN tipline_kind() = 'platform' AND EXISTS (
        SELECT 1 FROM hashlist_listaccess a WHERE a.hash_list_id = given_list
        AND a.organization_id = tipline_organization() AND a.ended_at IS NULL);
END
$$;

CREATE FUNCTION hashlist_is_own(given_member bigint) RETURNS boolean
    LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
BEGIN
    RETURN tipline_kind() = 'platform' AND EXISTS (
        SELECT 1 FROM hashlist_listaccess a WHERE a.member_id = given_member
        AND a.organization_id = tipline_organization() AND a.ended_at IS NULL);
END
$$;

CREATE FUNCTION hashlist_may_add(given_member bigint, given_list bigint) RETURNS boolean
    LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
BEGIN
    RETURN tipline_kind() = 'platform' AND hashlist_takes_words(given_list) AND EXISTS (
        SELECT 1 FROM hashlist_listaccess a WHERE a.member_id = given_member
        AND a.hash_list_id = given_list AND a.organization_id = tipline_organization() AND a.ended_at IS NULL
        AND a.may_contribute AND a.tier <> 'match-only');
END
$$;

-- Who may only ask holds nothing: no item and no fingerprint of a list.
CREATE FUNCTION hashlist_may_hold(given_list bigint) RETURNS boolean
    LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
BEGIN
    RETURN tipline_kind() = 'platform' AND EXISTS (
        SELECT 1 FROM hashlist_listaccess a WHERE a.hash_list_id = given_list
        AND a.organization_id = tipline_organization() AND a.ended_at IS NULL
        AND a.tier <> 'match-only');
END
$$;

-- A function, since entries look at items as items would look at entries.
CREATE FUNCTION hashlist_was_hit(given_item bigint) RETURNS boolean
    LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
BEGIN
    RETURN EXISTS (SELECT 1 FROM hashlist_hashentry e
                   JOIN matching_match m ON m.entry_id = e.id WHERE e.item_id = given_item)
        OR EXISTS (SELECT 1 FROM hashlist_hashentry e
                   JOIN matching_framematch f ON f.entry_id = e.id WHERE e.item_id = given_item);
END
$$;

-- Of a list's members an agency sees those that listed what its reports hit.
CREATE FUNCTION hashlist_listed_a_hit(given_member bigint) RETURNS boolean
    LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
BEGIN
    RETURN EXISTS (SELECT 1 FROM matching_match m JOIN hashlist_hashentry e ON e.id = m.entry_id
                   JOIN hashlist_hashitem i ON i.id = e.item_id WHERE i.member_id = given_member)
        OR EXISTS (SELECT 1 FROM matching_framematch f JOIN hashlist_hashentry e ON e.id = f.entry_id
                   JOIN hashlist_hashitem i ON i.id = e.item_id WHERE i.member_id = given_member);
END
$$;

-- Who sees an entry, as functions that are planned when they are called. Written out in
-- the policies these questions would be planned with every statement on entries, also
-- with those of the worker, whom they do not concern: milliseconds for each. Their cost
-- says what a call is: a plan that asks them of a whole table is never the cheapest.
CREATE FUNCTION hashlist_is_shown(given_list bigint, given_item bigint, given_algorithm text)
    RETURNS boolean LANGUAGE plpgsql STABLE PARALLEL SAFE COST 10000 AS $$
DECLARE
    own boolean;
BEGIN
    IF NOT hashlist_may_hold(given_list) THEN
        RETURN false;
    END IF;
    SELECT hashlist_is_own(i.member_id) INTO own FROM hashlist_hashitem i
        WHERE i.id = given_item;
    IF NOT FOUND OR own THEN
        RETURN FOUND;
    END IF;
    RETURN (given_algorithm IN ('md5', 'sha1', 'sha256') OR EXISTS (
            SELECT 1 FROM hashlist_listaccess a WHERE a.hash_list_id = given_list
            AND a.organization_id = tipline_organization() AND a.tier = 'perceptual'))
        AND (NOT EXISTS (SELECT 1 FROM hashlist_itemaudience a WHERE a.item_id = given_item)
             OR EXISTS (SELECT 1 FROM hashlist_itemaudience a
                        WHERE a.item_id = given_item AND hashlist_is_own(a.member_id)));
END
$$;
CREATE FUNCTION hashlist_is_audited(given_item bigint)
    RETURNS boolean LANGUAGE plpgsql STABLE PARALLEL SAFE COST 10000 AS $$
BEGIN
    RETURN tipline_kind() = 'audit-firm' AND EXISTS (
        SELECT 1 FROM hashlist_auditeditem a WHERE a.item_id = given_item);
END
$$;
-- What hangs on an entry: looked up by its key, never by all entries that there are.
CREATE FUNCTION hashlist_sees_entry(given_entry bigint)
    RETURNS boolean LANGUAGE plpgsql STABLE PARALLEL SAFE COST 10000 AS $$
BEGIN
    RETURN EXISTS (SELECT 1 FROM hashlist_hashentry e WHERE e.id = given_entry);
END
$$;
