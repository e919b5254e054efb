-- The public door of Take It Down acts as `case`, in the name of one case's number, 0 before
-- a code and a PIN are proved. Such a principal reaches that case, what it put onto lists
-- of what nobody looked at, and what everybody may know of those lists.
CREATE POLICY holder_select ON takeitdown_case FOR SELECT
    USING (tipline_kind() = 'case' AND id = tipline_organization());
CREATE POLICY holder_insert ON takeitdown_case FOR INSERT
    WITH CHECK (tipline_kind() = 'case' AND id = tipline_organization());
CREATE POLICY holder_update ON takeitdown_case FOR UPDATE
    USING (tipline_kind() = 'case' AND id = tipline_organization())
    WITH CHECK (tipline_kind() = 'case' AND id = tipline_organization());
CREATE TRIGGER takeitdown_case_stays BEFORE UPDATE OF code_digest, pin_digest, age, made_on
    ON takeitdown_case FOR EACH ROW EXECUTE FUNCTION tipline_refuse_change();
CREATE POLICY holder_select ON takeitdown_casefile FOR SELECT
    USING (tipline_kind() = 'case' AND case_id = tipline_organization());
CREATE POLICY holder_insert ON takeitdown_casefile FOR INSERT
    WITH CHECK (tipline_kind() = 'case' AND case_id = tipline_organization());
CREATE POLICY holder ON takeitdown_harmlesshash FOR SELECT USING (tipline_kind() = 'case');

CREATE POLICY holder ON hashlist_hashlist FOR SELECT
    USING (tipline_kind() = 'case' AND kind = 'unverified');
CREATE POLICY holder ON hashlist_listmember FOR SELECT
    USING (tipline_kind() = 'case' AND EXISTS (
        SELECT FROM hashlist_hashlist l WHERE l.id = hash_list_id));
CREATE POLICY holder ON hashlist_listaccess FOR SELECT
    USING (tipline_kind() = 'case' AND EXISTS (
        SELECT FROM hashlist_hashlist l WHERE l.id = hash_list_id));

-- A file of a case comes before its item, so that an item is somebody's from the start. Its
-- source is the clearinghouse, which is member 1 of every list.
CREATE POLICY holder_select ON hashlist_hashitem FOR SELECT
    USING (tipline_kind() = 'case' AND basis = 'self-reported' AND EXISTS (
        SELECT FROM takeitdown_casefile f WHERE f.item_id = hashlist_hashitem.id));
CREATE POLICY holder_insert ON hashlist_hashitem FOR INSERT
    WITH CHECK (tipline_kind() = 'case' AND basis = 'self-reported' AND EXISTS (
        SELECT FROM takeitdown_casefile f WHERE f.item_id = hashlist_hashitem.id)
        AND EXISTS (SELECT FROM hashlist_listmember m WHERE m.number = 1
                    AND m.id = member_id AND m.hash_list_id = hashlist_hashitem.hash_list_id));
CREATE POLICY holder_update ON hashlist_hashitem FOR UPDATE
    USING (tipline_kind() = 'case' AND basis = 'self-reported' AND EXISTS (
        SELECT FROM takeitdown_casefile f WHERE f.item_id = hashlist_hashitem.id))
    WITH CHECK (tipline_kind() = 'case' AND basis = 'self-reported' AND state = 'withdrawn'
        AND EXISTS (SELECT FROM takeitdown_casefile f WHERE f.item_id = hashlist_hashitem.id)
        AND EXISTS (SELECT FROM hashlist_listmember m WHERE m.number = 1
                    AND m.id = member_id AND m.hash_list_id = hashlist_hashitem.hash_list_id));
CREATE POLICY holder_select ON hashlist_hashentry FOR SELECT
    USING (tipline_kind() = 'case' AND EXISTS (
        SELECT FROM hashlist_hashitem i WHERE i.id = item_id));
CREATE POLICY holder_insert ON hashlist_hashentry FOR INSERT
    WITH CHECK (tipline_kind() = 'case' AND EXISTS (
        SELECT FROM hashlist_hashitem i WHERE i.id = item_id));
CREATE POLICY holder_select ON hashlist_itemevent FOR SELECT
    USING (tipline_kind() = 'case' AND EXISTS (
        SELECT FROM hashlist_hashitem i WHERE i.id = item_id));
CREATE POLICY holder_insert ON hashlist_itemevent FOR INSERT
    WITH CHECK (tipline_kind() = 'case' AND EXISTS (
        SELECT FROM hashlist_hashitem i WHERE i.id = item_id));
CREATE POLICY holder ON hashlist_feedback FOR SELECT
    USING (tipline_kind() = 'case' AND EXISTS (
        SELECT FROM hashlist_hashentry e WHERE e.id = entry_id));
CREATE POLICY holder ON matching_indexchange FOR INSERT
    WITH CHECK (tipline_kind() = 'case' AND kind IN ('entry', 'item') AND position IS NULL);
CREATE POLICY holder ON audit_entry FOR INSERT
    WITH CHECK (tipline_kind() = 'case' AND organization_id = tipline_organization()
                AND organization_id > 0);

-- Answers for which more must be seen: the sight lasts only inside the call.
CREATE FUNCTION takeitdown_case_of(given_code bytea, given_pin bytea) RETURNS bigint
    LANGUAGE plpgsql VOLATILE AS $$
DECLARE
    before text := tipline_kind();
    found bigint;
BEGIN
    PERFORM set_config('tipline.kind', 'clearinghouse', true);
    SELECT c.id INTO found FROM takeitdown_case c
        WHERE c.code_digest = given_code AND c.pin_digest = given_pin;
    PERFORM set_config('tipline.kind', before, true);
    RETURN found;
END
$$;
CREATE FUNCTION takeitdown_files_since(given_key bigint) RETURNS bigint
    LANGUAGE plpgsql VOLATILE AS $$
DECLARE
    before text := tipline_kind();
    found bigint;
BEGIN
    PERFORM set_config('tipline.kind', 'clearinghouse', true);
    SELECT count(*) INTO found FROM takeitdown_casefile f WHERE f.id >= given_key;
    PERFORM set_config('tipline.kind', before, true);
    RETURN found;
END
$$;
-- Whoever takes a file back takes back what reviewers were asked about it.
CREATE FUNCTION takeitdown_drop_proposals() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    before text := tipline_kind();
BEGIN
    PERFORM set_config('tipline.kind', 'clearinghouse', true);
    UPDATE hashlist_proposal SET state = 'dropped', closed_at = NEW.settled_at
        WHERE item_id = NEW.id AND state = 'open';
    PERFORM set_config('tipline.kind', before, true);
    RETURN NULL;
END
$$;
CREATE TRIGGER takeitdown_item_withdrawn AFTER UPDATE ON hashlist_hashitem
    FOR EACH ROW WHEN (NEW.basis = 'self-reported' AND NEW.state = 'withdrawn'
                       AND OLD.state <> 'withdrawn')
    EXECUTE FUNCTION takeitdown_drop_proposals();
