-- A list's kind decides who may put something on it, and never changes. On lists of the
-- clearinghouse's own nothing is active but canaries and what three people agreed on since
-- it was last taken off, whatever basis its row claims. A list that cannot be seen counts
-- as one of those.
CREATE FUNCTION hashlist_takes_words(given_list bigint) RETURNS boolean
    LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
BEGIN
    RETURN EXISTS (SELECT 1 FROM hashlist_hashlist l WHERE l.id = given_list
                   AND l.kind IN ('industry', 'unverified', 'imported'));
END
$$;
CREATE OR REPLACE FUNCTION hashlist_may_add(given_member bigint, given_list bigint) RETURNS boolean
    LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT tipline_kind() = 'platform' AND hashlist_takes_words(given_list) AND EXISTS (
        SELECT 1 FROM hashlist_listaccess a WHERE a.member_id = given_member
        AND a.hash_list_id = given_list AND a.organization_id = tipline_organization() AND a.ended_at IS NULL
        AND a.may_contribute AND a.tier <> 'match-only')
$$;
CREATE OR REPLACE FUNCTION hashlist_needs_three() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.state = 'active' AND NEW.canary_for_id IS NULL
    AND (NEW.basis = 'three-reviews' OR NOT hashlist_takes_words(NEW.hash_list_id))
    AND NOT EXISTS (
        SELECT 1 FROM hashlist_review r WHERE r.proposal_id = (
            SELECT max(p.id) FROM hashlist_proposal p
            WHERE p.item_id IN (NEW.id, NEW.moved_from_id)
            AND ((p.kind IN ('list', 'reinstate') AND p.target_id = NEW.hash_list_id)
                 OR (p.kind = 'move' AND p.item_id = NEW.moved_from_id
                     AND p.target_id = NEW.hash_list_id))
            AND p.id > coalesce((
                SELECT max(v.id) FROM hashlist_itemevent v WHERE v.item_id = NEW.id
                AND v.happening IN ('suspended', 'withdrawn')), 0))
        HAVING count(DISTINCT r.person_id) >= 3 AND bool_and(r.concurs))
    THEN
        RAISE EXCEPTION 'three people must agree before an item is listed'
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END
$$;
DROP TRIGGER hashlist_hashitem_three ON hashlist_hashitem;
CREATE TRIGGER hashlist_hashitem_three
    BEFORE INSERT OR UPDATE OF state, basis, moved_from_id, hash_list_id, canary_for_id
    ON hashlist_hashitem FOR EACH ROW EXECUTE FUNCTION hashlist_needs_three();
CREATE FUNCTION hashlist_refuse_kind() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the kind of a list never changes' USING ERRCODE = 'insufficient_privilege';
END
$$;
CREATE TRIGGER hashlist_hashlist_kind BEFORE UPDATE OF kind ON hashlist_hashlist
    FOR EACH ROW WHEN (OLD.kind <> NEW.kind) EXECUTE FUNCTION hashlist_refuse_kind();
