-- What an agency's months come to is counted once, and again when a report of them changes.

-- What is counted of reports of one month, level, type and officer: how many, and the times.
CREATE FUNCTION casework_micros(since timestamptz, until timestamptz) RETURNS bytea
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN int8send((extract(epoch FROM until - since) * 1000000)::bigint);

-- Writers share this lock for their month, and whoever counts it has it alone: a change is
-- either counted or leaves a row behind that says that it was not.
CREATE FUNCTION casework_lock_month(given_agency bigint, given_month date, alone boolean)
    RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    named int := hashtext(given_agency::text || ' ' || given_month::text);
BEGIN
    IF alone THEN
        PERFORM pg_advisory_xact_lock(74619, named);
    ELSE
        PERFORM pg_advisory_xact_lock_shared(74619, named);
    END IF;
END
$$;

CREATE FUNCTION casework_month(given timestamptz) RETURNS date LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN date_trunc('month', given AT TIME ZONE 'UTC')::date;

CREATE FUNCTION casework_note_change(given_agency bigint, given timestamptz) RETURNS void
    LANGUAGE plpgsql AS $$
DECLARE
    changed date := casework_month(given);
BEGIN
    PERFORM casework_lock_month(given_agency, changed, false);
    INSERT INTO casework_latechange (agency_id, month)
    SELECT given_agency, changed WHERE NOT EXISTS (
        SELECT FROM casework_latechange c WHERE c.agency_id = given_agency AND c.month = changed);
END
$$;

CREATE FUNCTION casework_follow_figures() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' THEN
        PERFORM casework_note_change(OLD.agency_id, OLD.made_available_at);
    END IF;
    IF TG_OP = 'INSERT' THEN
        PERFORM casework_note_change(NEW.agency_id, NEW.made_available_at);
    ELSIF TG_OP = 'UPDATE' AND NEW.made_available_at <> OLD.made_available_at THEN
        PERFORM casework_note_change(NEW.agency_id, NEW.made_available_at);
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER casework_follow_figures_rows AFTER INSERT OR DELETE ON casework_work
    FOR EACH ROW EXECUTE FUNCTION casework_follow_figures();
CREATE TRIGGER casework_follow_figures AFTER UPDATE ON casework_work FOR EACH ROW
    WHEN ((OLD.level, OLD.incident_type, OLD.assignee_id, OLD.made_available_at,
           OLD.acknowledged_at, OLD.closed_at, OLD.due_on, OLD.is_set_apart, OLD.ended_at)
          IS DISTINCT FROM
          (NEW.level, NEW.incident_type, NEW.assignee_id, NEW.made_available_at,
           NEW.acknowledged_at, NEW.closed_at, NEW.due_on, NEW.is_set_apart, NEW.ended_at))
    EXECUTE FUNCTION casework_follow_figures();

-- Reports of one month, as they are now.
CREATE FUNCTION casework_counted(given_agency bigint, given_month date) RETURNS TABLE (
        level varchar, incident_type text, assignee_id bigint, received int,
        acknowledged bytea, closed bytea, due bytea)
    LANGUAGE sql STABLE AS $$
    SELECT w.level, w.incident_type, w.assignee_id, count(*)::int,
           coalesce(string_agg(casework_micros(w.made_available_at, w.acknowledged_at), ''), ''),
           coalesce(string_agg(casework_micros(w.made_available_at, w.closed_at), ''), ''),
           coalesce(string_agg(int4send(w.due_on - date '2000-01-01'), '')
               FILTER (WHERE w.closed_at IS NULL), '')
    FROM casework_work w
    WHERE w.agency_id = given_agency AND NOT w.is_set_apart AND w.ended_at IS NULL
      AND w.made_available_at >= given_month::timestamp AT TIME ZONE 'UTC'
      AND w.made_available_at < (given_month + interval '1 month') AT TIME ZONE 'UTC'
    GROUP BY w.level, w.incident_type, w.assignee_id
$$;

-- Each statement sees what was committed before it: first which changes there were, then
-- what became of them.
CREATE FUNCTION casework_count_month(given_agency bigint, given_month date) RETURNS void
    LANGUAGE plpgsql AS $$
BEGIN
    PERFORM casework_lock_month(given_agency, given_month, true);
    DELETE FROM casework_latechange WHERE agency_id = given_agency AND month = given_month;
    DELETE FROM casework_monthfigures WHERE agency_id = given_agency AND month = given_month;
    INSERT INTO casework_monthfigures (agency_id, month, level, incident_type, assignee_id,
        received, acknowledged, closed, due)
    SELECT given_agency, given_month, c.* FROM casework_counted(given_agency, given_month) c;
END
$$;

ALTER TABLE casework_latechange ENABLE ROW LEVEL SECURITY;
ALTER TABLE casework_latechange FORCE ROW LEVEL SECURITY;
CREATE POLICY clearinghouse ON casework_latechange
    USING (tipline_is_clearinghouse()) WITH CHECK (tipline_is_clearinghouse());
CREATE POLICY agency_select ON casework_latechange FOR SELECT
    USING (tipline_kind() = 'agency' AND agency_id = tipline_organization());
CREATE POLICY agency_insert ON casework_latechange FOR INSERT
    WITH CHECK (tipline_kind() = 'agency' AND agency_id = tipline_organization());
ALTER TABLE casework_monthfigures ENABLE ROW LEVEL SECURITY;
ALTER TABLE casework_monthfigures FORCE ROW LEVEL SECURITY;
CREATE POLICY clearinghouse ON casework_monthfigures
    USING (tipline_is_clearinghouse()) WITH CHECK (tipline_is_clearinghouse());
CREATE POLICY agency ON casework_monthfigures FOR SELECT
    USING (tipline_kind() = 'agency' AND agency_id = tipline_organization());
