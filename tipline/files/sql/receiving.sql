-- What a platform's requests about files do, each in one call; see intake's receiving.sql.

-- Add a file that the vault keeps to an open report. The same bytes under the same name,
-- before anything was said about the first, are a repeat and give the first file.
CREATE FUNCTION files_receive_file(
    given_platform bigint, given_actor text, given_is_test boolean, given_report bigint,
    given_file_id text, given_file_name text, given_size_bytes bigint, given_md5 text,
    given_sha1 text, given_sha256 text, given_stored jsonb, given_at timestamptz,
    given_expires_before timestamptz, given_changed_before timestamptz,
    given_request_id text, OUT outcome text, OUT kept_file_id text
) LANGUAGE plpgsql AS $$
DECLARE
    added bigint;
BEGIN
    PERFORM intake_act_as(given_platform, given_actor, '');
    outcome := intake_touch_report(given_report, given_platform, given_is_test, given_at,
                                   given_expires_before, given_changed_before);
    IF outcome <> 'touched' THEN
        RETURN;
    END IF;
    SELECT f.file_id INTO kept_file_id FROM files_reportedfile f
        WHERE f.report_id = given_report AND f.sha256 = given_sha256
          AND f.file_name = given_file_name AND f.details_sha256 IS NULL
        ORDER BY f.id LIMIT 1;
    IF FOUND THEN
        outcome := 'repeat';
        RETURN;
    END IF;
    INSERT INTO files_reportedfile (
        file_id, report_id, platform_id, file_name, size_bytes, md5, sha1, sha256,
        received_at, stored, warnings
    )
    VALUES (
        given_file_id, given_report, given_platform, given_file_name, given_size_bytes,
        given_md5, given_sha1, given_sha256, given_at, given_stored, '[]'
    )
    RETURNING id INTO added;
    PERFORM audit_record(given_actor, given_platform, 'file.received',
                         'report:' || given_report,
                         json_build_object('file', added)::text, given_request_id);
    outcome := 'added';
    kept_file_id := given_file_id;
END
$$;

-- Keep what a platform says about a file of its open report, as understood and as sent:
-- 'described', 'repeat' (the same words again), 'no-file', 'said-otherwise' (and may not
-- be replaced), 'batched' (and was not checked as such), or why the report takes nothing.
CREATE FUNCTION files_describe_file(
    given_platform bigint, given_actor text, given_is_test boolean, given_report bigint,
    given_file_id text, given_as_batched boolean, given_details jsonb,
    given_digest bytea, given_warnings jsonb, given_viewed boolean,
    given_exif_viewed boolean, given_public boolean, given_may_replace boolean,
    given_content_type text, given_body bytea, given_at timestamptz,
    given_expires_before timestamptz, given_changed_before timestamptz,
    given_request_id text
) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    outcome text;
    file record;
BEGIN
    PERFORM intake_act_as(given_platform, given_actor,
                          CASE WHEN given_may_replace THEN 'lenient' ELSE 'strict' END);
    PERFORM FROM intake_report
        WHERE id = given_report AND is_batched AND (platform_id, is_test, state)
              IS NOT DISTINCT FROM (given_platform, given_is_test, 'open');
    IF FOUND AND NOT given_as_batched THEN
        RETURN 'batched';
    END IF;
    outcome := intake_touch_report(given_report, given_platform, given_is_test, given_at,
                                   given_expires_before, given_changed_before);
    IF outcome <> 'touched' THEN
        RETURN outcome;
    END IF;
    SELECT f.id, f.details_sha256 INTO file FROM files_reportedfile f
        WHERE f.report_id = given_report AND f.file_id = given_file_id;
    IF NOT FOUND THEN
        RETURN 'no-file';
    ELSIF file.details_sha256 = given_digest THEN
        RETURN 'repeat';
    ELSIF file.details_sha256 IS NOT NULL AND NOT given_may_replace THEN
        RETURN 'said-otherwise';
    END IF;
    UPDATE files_reportedfile
        SET details = given_details, details_sha256 = given_digest,
            warnings = given_warnings, viewed_by_platform = given_viewed,
            exif_viewed_by_platform = given_exif_viewed,
            publicly_available = given_public
        WHERE id = file.id;
    INSERT INTO intake_submission (
        report_id, platform_id, kind, file_id, content_type, body, received_at
    )
    VALUES (given_report, given_platform, 'fileinfo', given_file_id, given_content_type,
            given_body, given_at);
    PERFORM audit_record(given_actor, given_platform, 'file.described',
                         'report:' || given_report,
                         json_build_object('file', file.id)::text, given_request_id);
    RETURN 'described';
END
$$;
