-- A list's kind decides who may put something on it, and never changes. On lists of the
-- clearinghouse's own nothing is active but canaries and what three people agreed on
-- since it was last taken off, whatever basis its row claims. A list that cannot be
-- seen counts as one of those.
CREATE FUNCTION hashlist_takes_words(given_list bigint) RETURNS boolean
    LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
BEGIN
    RETURN EXISTS (SELECT 1 FROM hashlist_hashlist l WHERE l.id = given_list
                   AND l.kind IN ('industry', 'unverified', 'imported'));
END
$$;
CREATE FUNCTION hashlist_refuse_kind() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the kind of a list never changes' USING ERRCODE = 'insufficient_privilege';
END
$$;
CREATE TRIGGER hashlist_hashlist_kind BEFORE UPDATE OF kind ON hashlist_hashlist
    FOR EACH ROW WHEN (OLD.kind <> NEW.kind) EXECUTE FUNCTION hashlist_refuse_kind();
