-- The database keeps the promise: nothing is listed on the word of fewer than three
-- people, none of whom objected, in the newest proposal to list or reinstate it. It is
-- asked of all new items at once, and of a changed one only if its list and basis ask
-- for it. Written as one condition, the votes would be looked for with every row.
CREATE FUNCTION hashlist_has_three(given_item bigint, given_origin bigint, given_list bigint)
    RETURNS boolean LANGUAGE plpgsql STABLE COST 10000 AS $$
BEGIN
    RETURN EXISTS (
        SELECT 1 FROM hashlist_review r WHERE r.proposal_id = (
            SELECT max(p.id) FROM hashlist_proposal p
            WHERE p.item_id IN (given_item, given_origin)
            AND ((p.kind IN ('list', 'reinstate') AND p.target_id = given_list)
                 OR (p.kind = 'move' AND p.item_id = given_origin AND p.target_id = given_list))
            AND p.id > coalesce((
                SELECT max(v.id) FROM hashlist_itemevent v WHERE v.item_id = given_item
                AND v.happening IN ('suspended', 'withdrawn')), 0))
        HAVING count(DISTINCT r.person_id) >= 3 AND bool_and(r.concurs));
END
$$;
CREATE FUNCTION hashlist_refuse_without_three() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'three people must agree before an item is listed'
        USING ERRCODE = 'insufficient_privilege';
END
$$;
CREATE FUNCTION hashlist_needs_three() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.basis <> 'three-reviews' AND hashlist_takes_words(NEW.hash_list_id) THEN
        RETURN NEW;
    END IF;
    IF NOT hashlist_has_three(NEW.id, NEW.moved_from_id, NEW.hash_list_id) THEN
        PERFORM hashlist_refuse_without_three();
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER hashlist_hashitem_three
    BEFORE UPDATE OF state, basis, moved_from_id, hash_list_id, canary_for_id
    ON hashlist_hashitem FOR EACH ROW WHEN (NEW.state = 'active' AND NEW.canary_for_id IS NULL)
    EXECUTE FUNCTION hashlist_needs_three();
CREATE FUNCTION hashlist_new_need_three() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM hashlist_refuse_without_three() FROM new_rows n
        WHERE n.state = 'active' AND n.canary_for_id IS NULL
        AND (n.basis = 'three-reviews' OR n.hash_list_id NOT IN (
            SELECT l.id FROM hashlist_hashlist l WHERE l.kind IN ('industry', 'unverified', 'imported')))
        AND NOT hashlist_has_three(n.id, n.moved_from_id, n.hash_list_id);
    RETURN NULL;
END
$$;
CREATE TRIGGER hashlist_hashitem_new_three AFTER INSERT ON hashlist_hashitem
    REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION hashlist_new_need_three();
