-- A platform's report with its files in the order they came, as of one moment.
CREATE FUNCTION files_sent_report(
    given_platform bigint, given_actor text, given_is_test boolean, given_report bigint
) RETURNS TABLE (
    state text, opened_at timestamptz, changed_at timestamptz, is_escalated boolean,
    is_batched boolean, document jsonb, warnings jsonb, files jsonb
) LANGUAGE plpgsql AS $$
BEGIN
    PERFORM intake_act_as(given_platform, given_actor, '');
    RETURN QUERY
        SELECT r.state::text, r.opened_at, r.changed_at, r.is_escalated, r.is_batched,
               r.document, r.warnings, coalesce((
                   SELECT jsonb_agg(jsonb_build_object(
                       'file_id', f.file_id, 'md5', f.md5, 'sha1', f.sha1,
                       'sha256', f.sha256, 'size_bytes', f.size_bytes,
                       'details', f.details, 'warnings', f.warnings) ORDER BY f.id)
                   FROM files_reportedfile f WHERE f.report_id = r.id), '[]')
        FROM intake_report r
        WHERE r.id = given_report
          AND (r.platform_id, r.is_test) IS NOT DISTINCT FROM (given_platform, given_is_test);
END
$$;
