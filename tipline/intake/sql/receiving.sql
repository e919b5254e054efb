-- What a platform's requests do, each in one call and so in one round trip: the principal
-- is set for the call alone, and nothing is kept unless all of it is. A report is found by
-- its id alone, and the rest compared by IS NOT DISTINCT FROM, which no index serves: while
-- statistics are young, an index on it looks as good and reads every report of a platform.

-- Act as a platform until the transaction ends. A web process remembers for a moment who
-- a credential is, and this is what holds it to that: the credential must still be open,
-- and the platform still be read by the profile that is given ('' for any).
CREATE FUNCTION intake_act_as(
    given_platform bigint, given_actor text, given_profile text
) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM set_config('tipline.kind', 'platform', true),
            set_config('tipline.organization', given_platform::text, true);
    PERFORM FROM accounts_apicredential c
        JOIN accounts_organization o ON o.id = c.organization_id
        LEFT JOIN intake_platformprofile p ON p.organization_id = c.organization_id
        WHERE c.id = substr(given_actor, length('credential:') + 1)::bigint
          AND c.organization_id = given_platform AND c.revoked_at IS NULL
          AND c.expires_at > clock_timestamp() AND o.suspended_at IS NULL
          AND given_profile IN ('', coalesce(p.profile, 'lenient'));
    IF NOT FOUND THEN
        RAISE EXCEPTION 'the credential is no longer what it was'
            USING ERRCODE = 'invalid_authorization_specification';
    END IF;
END
$$;

-- Keep a submission and open its report. The same bytes, while nothing was added to the
-- report they opened, are a repeat: they give its id again.
CREATE FUNCTION intake_open_report(
    given_platform bigint, given_actor text, given_is_test boolean, given_profile text,
    given_incident_type text, given_incident_at timestamptz, given_is_escalated boolean,
    given_is_batched boolean, given_document jsonb, given_warnings jsonb,
    given_repeat_key bytea, given_content_type text, given_body bytea,
    given_at timestamptz, given_expires_before timestamptz,
    given_changed_before timestamptz, given_request_id text
) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
    opened bigint;
BEGIN
    PERFORM intake_act_as(given_platform, given_actor, given_profile);
    FOR attempt IN 1..3 LOOP
        INSERT INTO intake_report (
            platform_id, is_test, state, profile, incident_type, incident_at,
            is_escalated, is_batched, document, warnings, repeat_key, opened_at,
            changed_at, receipt
        )
        VALUES (
            given_platform, given_is_test, 'open', given_profile, given_incident_type,
            given_incident_at, given_is_escalated, given_is_batched, given_document,
            given_warnings, given_repeat_key, given_at, given_at, ''
        )
        ON CONFLICT (platform_id, is_test, repeat_key) DO NOTHING
        RETURNING id INTO opened;
        IF FOUND THEN
            INSERT INTO intake_submission (
                report_id, platform_id, kind, file_id, content_type, body, received_at
            )
            VALUES (opened, given_platform, 'submit', '', given_content_type, given_body,
                    given_at);
            PERFORM audit_record(given_actor, given_platform, 'report.opened',
                                 'report:' || opened, '{}', given_request_id);
            RETURN opened;
        END IF;
        -- One whose time is over takes nothing more, even if it was not swept yet.
        UPDATE intake_report SET repeat_key = NULL
            WHERE platform_id = given_platform AND is_test = given_is_test
              AND repeat_key = given_repeat_key
              AND opened_at <= given_expires_before AND changed_at <= given_changed_before;
        SELECT id INTO opened FROM intake_report
            WHERE platform_id = given_platform AND is_test = given_is_test
              AND repeat_key = given_repeat_key;
        IF FOUND THEN
            RETURN opened;
        END IF;
        -- The first was added to in this very moment: this is a second report.
    END LOOP;
    RAISE EXCEPTION 'the report could not be opened' USING ERRCODE = 'serialization_failure';
END
$$;

-- Lock a platform's open report and note that something is added to it: 'touched', or
-- why not: 'missing' (or another's), 'finished', 'over' (retracted, expired, too late).
-- Every addition moves `changed_at` forward, if only by a microsecond: it names the version
-- of a report that somebody has read.
CREATE FUNCTION intake_touch_report(
    given_report bigint, given_platform bigint, given_is_test boolean,
    given_at timestamptz, given_expires_before timestamptz,
    given_changed_before timestamptz
) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    found_state text;
BEGIN
    UPDATE intake_report
        SET changed_at = greatest(changed_at + interval '1 microsecond', given_at),
            repeat_key = NULL
        WHERE id = given_report AND (platform_id, is_test, state)
              IS NOT DISTINCT FROM (given_platform, given_is_test, 'open')
          AND (opened_at > given_expires_before OR changed_at > given_changed_before);
    IF FOUND THEN
        RETURN 'touched';
    END IF;
    SELECT state INTO found_state FROM intake_report
        WHERE id = given_report
          AND (platform_id, is_test) IS NOT DISTINCT FROM (given_platform, given_is_test);
    RETURN CASE WHEN NOT FOUND THEN 'missing'
                WHEN found_state = 'finished' THEN 'finished'
                ELSE 'over' END;
END
$$;
