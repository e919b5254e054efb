-- The audit: one table in monthly partitions, sixty-four hash chains, one trigger.
CREATE TABLE audit_chain_head (
    chain smallint PRIMARY KEY,
    position bigint NOT NULL,
    hash bytea NOT NULL
) WITH (fillfactor = 10);
INSERT INTO audit_chain_head
    SELECT n, 0, sha256(convert_to('tipline audit chain ' || n, 'UTF8'))
    FROM generate_series(0, 63) AS n;

CREATE TABLE audit_entry (
    id bigint NOT NULL DEFAULT tipline_id(),
    at timestamptz NOT NULL DEFAULT clock_timestamp(),
    chain smallint NOT NULL,
    position bigint NOT NULL,
    actor text NOT NULL,
    organization_id bigint NOT NULL,
    action text NOT NULL,
    subject text NOT NULL,
    details text NOT NULL,
    request_id text NOT NULL,
    previous_hash bytea NOT NULL,
    hash bytea NOT NULL,
    PRIMARY KEY (id, at)
) PARTITION BY RANGE (at);
CREATE TABLE audit_entry_other PARTITION OF audit_entry DEFAULT;
CREATE INDEX audit_entry_chain ON audit_entry (chain, position);
CREATE INDEX audit_entry_subject ON audit_entry (subject, id);
CREATE INDEX audit_entry_actor ON audit_entry (actor, id);

-- What an entry's hash covers; `tipline audit verify` builds the same text in Python.
CREATE FUNCTION audit_canonical(e audit_entry) RETURNS bytea LANGUAGE sql STABLE AS $$
    SELECT convert_to(concat_ws(E'\n', e.id, e.chain, e.position,
        to_char(e.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
        e.actor, e.organization_id, e.action, e.subject, e.request_id, e.details), 'UTF8')
$$;

-- Append one entry: lock the chain's head, hash, advance. The lock is held to commit.
-- It runs as its owner: the serving roles may add entries, and touch no chain's head.
CREATE FUNCTION audit_append() RETURNS trigger LANGUAGE plpgsql
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    head audit_chain_head;
BEGIN
    SELECT * INTO STRICT head FROM audit_chain_head WHERE chain = NEW.chain FOR UPDATE;
    NEW.at := clock_timestamp();
    NEW.position := head.position + 1;
    NEW.previous_hash := head.hash;
    NEW.hash := sha256(head.hash || audit_canonical(NEW));
    UPDATE audit_chain_head SET position = NEW.position, hash = NEW.hash
        WHERE chain = NEW.chain;
    RETURN NEW;
END
$$;
CREATE TRIGGER audit_entry_append BEFORE INSERT ON audit_entry
    FOR EACH ROW EXECUTE FUNCTION audit_append();
CREATE TRIGGER audit_entry_refuse_change BEFORE UPDATE OR DELETE ON audit_entry
    FOR EACH ROW EXECUTE FUNCTION tipline_refuse_change();
CREATE TRIGGER audit_entry_refuse_truncate BEFORE TRUNCATE ON audit_entry
    FOR EACH STATEMENT EXECUTE FUNCTION tipline_refuse_change();

-- The clearinghouse reads all, and so does the worker, which may be the system anyway.
-- Who acts writes in the name of their own organization, and the gate in the name of
-- whom it let in. A partition is nobody's to name.
ALTER TABLE audit_entry ENABLE ROW LEVEL SECURITY;
ALTER TABLE audit_entry FORCE ROW LEVEL SECURITY;
CREATE POLICY clearinghouse ON audit_entry FOR SELECT USING (tipline_is_clearinghouse());
CREATE POLICY worker ON audit_entry FOR SELECT
    USING (tipline_kind() = '' AND current_user = 'tipline_worker');
CREATE POLICY acting ON audit_entry FOR INSERT
    WITH CHECK (tipline_is_clearinghouse() OR tipline_kind() = 'gate'
                OR (tipline_kind() IN ('platform', 'agency', 'audit-firm')
                    AND organization_id = tipline_organization()));
ALTER TABLE audit_entry_other ENABLE ROW LEVEL SECURITY;
ALTER TABLE audit_entry_other FORCE ROW LEVEL SECURITY;

REVOKE ALL ON audit_entry, audit_entry_other, audit_chain_head FROM tipline_web, tipline_worker;
GRANT SELECT, INSERT ON audit_entry TO tipline_web, tipline_worker;
GRANT SELECT ON audit_chain_head TO tipline_web, tipline_worker;

-- The one way in: names the chain of the subject and adds an entry to it.
CREATE FUNCTION audit_record(
    given_actor text, given_organization bigint, given_action text, given_subject text,
    given_details text, given_request_id text
) RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO audit_entry (chain, position, actor, organization_id, action, subject,
                             details, request_id, previous_hash, hash)
    VALUES (get_byte(sha256(convert_to(given_subject, 'UTF8')), 0) % 64, 0, given_actor,
            given_organization, given_action, given_subject, given_details,
            given_request_id, '', '');
    RETURN true;
END
$$;

-- One partition a month; made ahead of time by the worker, as the owner.
CREATE FUNCTION audit_make_partition(month date) RETURNS void LANGUAGE plpgsql
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    first date := date_trunc('month', month)::date;
    name text := 'audit_entry_' || to_char(first, 'YYYY_MM');
BEGIN
    IF to_regclass(name) IS NULL THEN
        EXECUTE format('CREATE TABLE %I PARTITION OF audit_entry FOR VALUES FROM (%L) TO (%L)',
                       name, first::timestamp AT TIME ZONE 'UTC',
                       (first + interval '1 month') AT TIME ZONE 'UTC');
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY', name);
        EXECUTE format('REVOKE ALL ON %I FROM tipline_web, tipline_worker', name);
    END IF;
END
$$;
REVOKE EXECUTE ON FUNCTION audit_make_partition FROM PUBLIC;
GRANT EXECUTE ON FUNCTION audit_make_partition TO tipline_worker;
SELECT audit_make_partition((now() AT TIME ZONE 'UTC')::date);
SELECT audit_make_partition((now() AT TIME ZONE 'UTC' + interval '1 month')::date);
