-- The ledger of exposure: who had pictures of which severity clear, for how long.
-- Append-only and without foreign keys, one partition a month, like the audit.
CREATE TABLE viewing_exposure (
    id bigint NOT NULL DEFAULT tipline_id(),
    at timestamptz NOT NULL,
    person_id bigint NOT NULL,
    severity text NOT NULL,
    seconds double precision NOT NULL CHECK (seconds >= 0),
    hold_id bigint NOT NULL,
    PRIMARY KEY (id, at)
) PARTITION BY RANGE (at);
CREATE TABLE viewing_exposure_other PARTITION OF viewing_exposure DEFAULT;
CREATE INDEX viewing_exposure_person ON viewing_exposure (person_id, at);
CREATE INDEX viewing_exposure_at ON viewing_exposure (at);
CREATE TRIGGER viewing_exposure_refuse_change BEFORE UPDATE OR DELETE ON viewing_exposure
    FOR EACH ROW EXECUTE FUNCTION tipline_refuse_change();
CREATE TRIGGER viewing_exposure_refuse_truncate BEFORE TRUNCATE ON viewing_exposure
    FOR EACH STATEMENT EXECUTE FUNCTION tipline_refuse_change();

ALTER TABLE viewing_exposure ENABLE ROW LEVEL SECURITY;
ALTER TABLE viewing_exposure FORCE ROW LEVEL SECURITY;
CREATE POLICY clearinghouse ON viewing_exposure
    USING (tipline_is_clearinghouse()) WITH CHECK (tipline_is_clearinghouse());
ALTER TABLE viewing_exposure_other ENABLE ROW LEVEL SECURITY;
ALTER TABLE viewing_exposure_other FORCE ROW LEVEL SECURITY;
REVOKE ALL ON viewing_exposure, viewing_exposure_other FROM tipline_web, tipline_worker;
GRANT SELECT, INSERT ON viewing_exposure TO tipline_web, tipline_worker;

-- One partition a month; made ahead of time by the worker, as the owner.
CREATE FUNCTION viewing_make_partition(month date) RETURNS void LANGUAGE plpgsql
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    first date := date_trunc('month', month)::date;
    name text := 'viewing_exposure_' || to_char(first, 'YYYY_MM');
BEGIN
    IF to_regclass(name) IS NULL THEN
        EXECUTE format('CREATE TABLE %I PARTITION OF viewing_exposure FOR VALUES FROM (%L) TO (%L)',
                       name, first::timestamp AT TIME ZONE 'UTC',
                       (first + interval '1 month') AT TIME ZONE 'UTC');
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY', name);
        EXECUTE format('REVOKE ALL ON %I FROM tipline_web, tipline_worker', name);
    END IF;
END
$$;
REVOKE EXECUTE ON FUNCTION viewing_make_partition FROM PUBLIC;
GRANT EXECUTE ON FUNCTION viewing_make_partition TO tipline_worker;
SELECT viewing_make_partition((now() AT TIME ZONE 'UTC')::date);
SELECT viewing_make_partition((now() AT TIME ZONE 'UTC' + interval '1 month')::date);
