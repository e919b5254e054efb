-- What indexes and the search of past files follow: a note of each change, made in the
-- transaction of the change. It gets its position only when it is committed, from
-- matching_number_changes, under a lock: so positions grow in the order of commits, and
-- who has read one has missed none before it. A position is a time in microseconds, or
-- one more than the last: a database restored from a backup never gives the same again.
CREATE FUNCTION matching_note_rows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO matching_indexchange (kind, subject) SELECT TG_ARGV[0], id FROM new_rows;
    RETURN NULL;
END
$$;
CREATE FUNCTION matching_note_row() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO matching_indexchange (kind, subject) VALUES (TG_ARGV[0], coalesce(NEW.id, OLD.id));
    RETURN NULL;
END
$$;
-- Frames are indexed under their video's number, which outlives the row.
CREATE FUNCTION matching_note_video() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO matching_indexchange (kind, subject) VALUES ('video', coalesce(NEW.number, OLD.number));
    RETURN NULL;
END
$$;

CREATE TRIGGER matching_new AFTER INSERT ON hashlist_hashentry
    REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION matching_note_rows('entry');
CREATE TRIGGER matching_changed AFTER UPDATE ON hashlist_hashentry FOR EACH ROW
    WHEN ((OLD.algorithm, OLD.value, OLD.withdrawn_at) IS DISTINCT FROM (NEW.algorithm, NEW.value, NEW.withdrawn_at))
    EXECUTE FUNCTION matching_note_row('entry');
CREATE TRIGGER matching_gone AFTER DELETE ON hashlist_hashentry
    FOR EACH ROW EXECUTE FUNCTION matching_note_row('entry');

-- What lets the fingerprints of an item, a source or a list count, or no longer.
CREATE TRIGGER matching_changed AFTER UPDATE ON hashlist_hashitem FOR EACH ROW
    WHEN (OLD.state IS DISTINCT FROM NEW.state) EXECUTE FUNCTION matching_note_row('item');
CREATE TRIGGER matching_changed AFTER UPDATE ON hashlist_listmember FOR EACH ROW
    WHEN ((OLD.killed_at, OLD.quarantine_from) IS DISTINCT FROM (NEW.killed_at, NEW.quarantine_from))
    EXECUTE FUNCTION matching_note_row('member');
CREATE TRIGGER matching_changed AFTER UPDATE ON hashlist_hashlist FOR EACH ROW
    WHEN ((OLD.killed_at, OLD.match_distance) IS DISTINCT FROM (NEW.killed_at, NEW.match_distance))
    EXECUTE FUNCTION matching_note_row('list');

CREATE TRIGGER matching_new AFTER INSERT ON files_picturehash
    REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION matching_note_rows('picture');
CREATE TRIGGER matching_changed AFTER UPDATE ON files_picturehash FOR EACH ROW
    WHEN ((OLD.value, OLD.quality) IS DISTINCT FROM (NEW.value, NEW.quality))
    EXECUTE FUNCTION matching_note_row('picture');
CREATE TRIGGER matching_gone AFTER DELETE ON files_picturehash
    FOR EACH ROW EXECUTE FUNCTION matching_note_row('picture');

CREATE TRIGGER matching_new AFTER INSERT ON files_videohash
    FOR EACH ROW EXECUTE FUNCTION matching_note_video();
CREATE TRIGGER matching_changed AFTER UPDATE ON files_videohash FOR EACH ROW
    WHEN (OLD.frames IS DISTINCT FROM NEW.frames) EXECUTE FUNCTION matching_note_video();
CREATE TRIGGER matching_gone AFTER DELETE ON files_videohash
    FOR EACH ROW EXECUTE FUNCTION matching_note_video();

-- Give positions to changes that are committed by now; how many there were.
CREATE FUNCTION matching_number_changes(most integer) RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
    before bigint;
    numbered integer;
BEGIN
    IF NOT EXISTS (SELECT FROM matching_indexchange WHERE position IS NULL) THEN
        RETURN 0;
    END IF;
    PERFORM pg_advisory_xact_lock(7461700002);
    SELECT greatest(max(position), (extract(epoch FROM clock_timestamp()) * 1000000)::bigint)
        INTO before FROM matching_indexchange;
    UPDATE matching_indexchange c SET position = before + n.place
        FROM (SELECT id, row_number() OVER (ORDER BY id) AS place FROM matching_indexchange
              WHERE position IS NULL ORDER BY id LIMIT most) n
        WHERE c.id = n.id;
    GET DIAGNOSTICS numbered = ROW_COUNT;
    RETURN numbered;
END
$$;

-- Every index begins somewhere, and so does the search of past files.
INSERT INTO matching_indexchange (kind, subject, position)
    VALUES ('start', 0, (extract(epoch FROM clock_timestamp()) * 1000000)::bigint);
INSERT INTO matching_lookback (id, searched_to, swept_to)
    SELECT 1, position, position FROM matching_indexchange;

-- Ids alone, but they say when lists grow: nobody outside reads them. A platform adds
-- some by what it submits.
ALTER TABLE matching_indexchange ENABLE ROW LEVEL SECURITY;
ALTER TABLE matching_indexchange FORCE ROW LEVEL SECURITY;
CREATE POLICY clearinghouse ON matching_indexchange
    USING (tipline_is_clearinghouse()) WITH CHECK (tipline_is_clearinghouse());
CREATE POLICY submitting ON matching_indexchange FOR INSERT
    WITH CHECK (tipline_kind() = 'platform' AND kind IN ('entry', 'item') AND position IS NULL);
