-- Keys: 41 bits of milliseconds since 2026-01-01, then 12 bits of a shared counter.
CREATE SEQUENCE tipline_id_counter CYCLE MINVALUE 0 MAXVALUE 4095 CACHE 1;

CREATE FUNCTION tipline_id() RETURNS bigint LANGUAGE sql VOLATILE PARALLEL SAFE AS $$
    SELECT ((extract(epoch FROM clock_timestamp()) * 1000)::bigint - 1767225600000) * 4096
           + nextval('tipline_id_counter')
$$;

-- The principal of the running transaction; empty outside of one, so that nothing shows.
CREATE FUNCTION tipline_kind() RETURNS text LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT coalesce(current_setting('tipline.kind', true), '')
$$;

CREATE FUNCTION tipline_organization() RETURNS bigint LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT nullif(current_setting('tipline.organization', true), '')::bigint
$$;

-- The clearinghouse's own people, and the worker; a web process cannot be the system.
CREATE FUNCTION tipline_is_clearinghouse() RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT tipline_kind() = 'clearinghouse'
        OR (tipline_kind() = 'system' AND current_user <> 'tipline_web')
$$;

-- Audit and evidence tables refuse change: attached as a trigger to each of them.
CREATE FUNCTION tipline_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
END
$$;
