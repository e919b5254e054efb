-- Who sees an entry, as functions that are planned when they are called. Written out in
-- the policies these questions were planned with every statement on entries, also with
-- those of the worker, whom they do not concern: milliseconds for each. Their cost
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
ALTER POLICY platform ON hashlist_hashentry
    USING (tipline_kind() = 'platform' AND hashlist_is_shown(hash_list_id, item_id, algorithm));
ALTER POLICY audit_firm ON hashlist_hashentry
    USING (tipline_kind() = 'audit-firm' AND hashlist_is_audited(item_id));
-- What hangs on an entry: looked up by its key, never by all entries that there are.
CREATE FUNCTION hashlist_sees_entry(given_entry bigint)
    RETURNS boolean LANGUAGE plpgsql STABLE PARALLEL SAFE COST 10000 AS $$
BEGIN
    RETURN EXISTS (SELECT 1 FROM hashlist_hashentry e WHERE e.id = given_entry);
END
$$;
ALTER POLICY platform ON hashlist_feedback
    USING (tipline_kind() = 'platform' AND hashlist_sees_entry(entry_id));
ALTER POLICY platform ON hashlist_largefingerprint
    USING (tipline_kind() = 'platform' AND hashlist_sees_entry(entry_id));
