-- Who calls, as before, and what the credential is for.
DROP FUNCTION intake_caller(text, timestamptz);
CREATE FUNCTION intake_caller(given_username text, given_at timestamptz) RETURNS TABLE (
    id bigint, organization_id bigint, secret_sha256 bytea, is_test boolean,
    is_open boolean, is_noted boolean, profile text, use text
) LANGUAGE plpgsql VOLATILE AS $$
#variable_conflict use_column
DECLARE
    before text := tipline_kind();
BEGIN
    PERFORM set_config('tipline.kind', 'gate', true);
    RETURN QUERY
        SELECT c.id, c.organization_id, c.secret_sha256, c.is_test,
               c.revoked_at IS NULL AND o.suspended_at IS NULL
                   AND c.expires_at > given_at,
               coalesce(c.last_used_at > given_at - interval '1 minute', false),
               coalesce(p.profile, 'lenient')::text, c.use::text
        FROM accounts_apicredential c
        JOIN accounts_organization o ON o.id = c.organization_id
        LEFT JOIN intake_platformprofile p ON p.organization_id = c.organization_id
        WHERE c.username = given_username;
    PERFORM set_config('tipline.kind', before, true);
END
$$;
