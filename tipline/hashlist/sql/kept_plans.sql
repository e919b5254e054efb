-- Questions of the policies in a language whose plans a connection keeps. PostgreSQL
-- plans a function in plain SQL that looks at a table anew in each statement that asks.
CREATE OR REPLACE FUNCTION hashlist_may_read(given_list bigint) RETURNS boolean
    LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
BEGIN
    RETURN tipline_kind() = 'platform' AND EXISTS (
        SELECT 1 FROM hashlist_listaccess a WHERE a.hash_list_id = given_list
        AND a.organization_id = tipline_organization() AND a.ended_at IS NULL);
END
$$;
CREATE OR REPLACE FUNCTION hashlist_is_own(given_member bigint) RETURNS boolean
    LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
BEGIN
    RETURN tipline_kind() = 'platform' AND EXISTS (
        SELECT 1 FROM hashlist_listaccess a WHERE a.member_id = given_member
        AND a.organization_id = tipline_organization() AND a.ended_at IS NULL);
END
$$;
CREATE OR REPLACE FUNCTION hashlist_may_add(given_member bigint, given_list bigint) RETURNS boolean
    LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
BEGIN
    RETURN tipline_kind() = 'platform' AND hashlist_takes_words(given_list) AND EXISTS (
        SELECT 1 FROM hashlist_listaccess a WHERE a.member_id = given_member
        AND a.hash_list_id = given_list AND a.organization_id = tipline_organization() AND a.ended_at IS NULL
        AND a.may_contribute AND a.tier <> 'match-only');
END
$$;
CREATE OR REPLACE FUNCTION hashlist_may_hold(given_list bigint) RETURNS boolean
    LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
BEGIN
    RETURN tipline_kind() = 'platform' AND EXISTS (
        SELECT 1 FROM hashlist_listaccess a WHERE a.hash_list_id = given_list
        AND a.organization_id = tipline_organization() AND a.ended_at IS NULL
        AND a.tier <> 'match-only');
END
$$;
