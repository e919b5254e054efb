-- What unknown people say of their own pictures stays on lists that say so, whoever moves it.
CREATE FUNCTION hashlist_stays_unverified() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.basis = 'self-reported' OR EXISTS (
            SELECT 1 FROM hashlist_hashitem m WHERE m.id = NEW.moved_from_id AND m.basis = 'self-reported'))
    AND NOT EXISTS (SELECT 1 FROM hashlist_hashlist l
                    WHERE l.id = NEW.hash_list_id AND l.kind = 'unverified')
    THEN
        RAISE EXCEPTION 'what nobody has looked at stays on an unverified list'
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER hashlist_hashitem_unverified
    BEFORE INSERT OR UPDATE OF basis, moved_from_id, hash_list_id ON hashlist_hashitem
    FOR EACH ROW WHEN (NEW.basis = 'self-reported' OR NEW.moved_from_id IS NOT NULL)
    EXECUTE FUNCTION hashlist_stays_unverified();
