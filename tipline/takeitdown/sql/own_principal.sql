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

-- As before, and for what a case is about to put onto its list.
CREATE OR REPLACE FUNCTION hashlist_taken_off(given_list bigint, given_algorithms text[], given_values text[])
    RETURNS TABLE (algorithm text, value text, is_strong boolean) LANGUAGE plpgsql VOLATILE AS $$
DECLARE
    before text := tipline_kind();
BEGIN
    IF NOT tipline_is_clearinghouse() AND NOT EXISTS (
        SELECT 1 FROM hashlist_listaccess a WHERE tipline_kind() = 'platform'
        AND a.hash_list_id = given_list AND a.organization_id = tipline_organization()
        AND a.ended_at IS NULL AND a.may_contribute)
    AND NOT EXISTS (
        SELECT 1 FROM hashlist_hashlist l WHERE tipline_kind() = 'case'
        AND l.id = given_list AND l.kind = 'unverified')
    THEN
        RETURN;
    END IF;
    PERFORM set_config('tipline.kind', 'clearinghouse', true);
    RETURN QUERY
        SELECT e.algorithm::text, e.value::text, bool_and(EXISTS (
            SELECT 1 FROM hashlist_hashentry s WHERE s.item_id = e.item_id
            AND s.withdrawn_at IS NULL AND s.algorithm IN ('md5', 'sha1', 'sha256')))
        FROM unnest(given_algorithms, given_values) g(algorithm, value)
        JOIN hashlist_hashentry e ON e.algorithm = g.algorithm AND e.value = g.value
        JOIN hashlist_hashitem i ON i.id = e.item_id
        WHERE e.hash_list_id = given_list AND e.withdrawn_at IS NULL
        AND (i.state = 'suspended' OR (i.state = 'withdrawn' AND i.settled_at IS NOT NULL
                                       AND NOT i.origin ? 'gone_at_source'))
        GROUP BY 1, 2;
    PERFORM set_config('tipline.kind', before, true);
END
$$;
-- As before, but by all items of the list, whoever asks: stamps follow one another.
CREATE OR REPLACE FUNCTION hashlist_stamp(given_list bigint) RETURNS timestamptz
    LANGUAGE plpgsql VOLATILE AS $$
DECLARE
    before text := tipline_kind();
    stamped timestamptz;
BEGIN
    PERFORM pg_advisory_xact_lock(74617, hashtext(given_list::text));
    PERFORM set_config('tipline.kind', 'clearinghouse', true);
    SELECT greatest(date_trunc('second', clock_timestamp()) + interval '1 second',
                    (SELECT changed_at FROM hashlist_hashitem WHERE hash_list_id = given_list
                     ORDER BY hash_list_id DESC, changed_at DESC, entry_id DESC, member_id DESC LIMIT 1))
        INTO stamped;
    PERFORM set_config('tipline.kind', before, true);
    RETURN stamped;
END
$$;
