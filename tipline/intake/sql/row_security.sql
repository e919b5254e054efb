-- Reports and what came with them: a platform sees its own, the clearinghouse all.
-- What an agency sees is added by referral, which knows what was made available.
ALTER TABLE intake_report ENABLE ROW LEVEL SECURITY;
ALTER TABLE intake_report FORCE ROW LEVEL SECURITY;
CREATE POLICY clearinghouse ON intake_report
    USING (tipline_is_clearinghouse()) WITH CHECK (tipline_is_clearinghouse());
CREATE POLICY platform_select ON intake_report FOR SELECT
    USING (tipline_kind() = 'platform' AND platform_id = tipline_organization());
CREATE POLICY platform_insert ON intake_report FOR INSERT
    WITH CHECK (tipline_kind() = 'platform' AND platform_id = tipline_organization());
CREATE POLICY platform_update ON intake_report FOR UPDATE
    USING (tipline_kind() = 'platform' AND platform_id = tipline_organization())
    WITH CHECK (tipline_kind() = 'platform' AND platform_id = tipline_organization());

ALTER TABLE intake_submission ENABLE ROW LEVEL SECURITY;
ALTER TABLE intake_submission FORCE ROW LEVEL SECURITY;
CREATE POLICY clearinghouse ON intake_submission
    USING (tipline_is_clearinghouse()) WITH CHECK (tipline_is_clearinghouse());
CREATE POLICY platform_select ON intake_submission FOR SELECT
    USING (tipline_kind() = 'platform' AND platform_id = tipline_organization());
CREATE POLICY platform_insert ON intake_submission FOR INSERT
    WITH CHECK (tipline_kind() = 'platform' AND platform_id = tipline_organization());
-- What was sent is never changed; an unfinished report's copy may be deleted. The
-- trigger that asks for it is retention's: a purge deletes what was finished.
CREATE TRIGGER intake_submission_refuse_change BEFORE UPDATE ON intake_submission
    FOR EACH ROW EXECUTE FUNCTION tipline_refuse_change();
CREATE FUNCTION intake_keep_finished() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- A report that the caller does not see counts as finished.
    IF NOT EXISTS (SELECT FROM intake_report r
                   WHERE r.id = OLD.report_id AND r.state <> 'finished') THEN
        RAISE EXCEPTION '% is append-only', TG_TABLE_NAME
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN OLD;
END
$$;
-- The platform that a row names is its report's: nobody adds to another's report.
ALTER TABLE intake_submission ADD CONSTRAINT intake_submission_report_of_platform
    FOREIGN KEY (platform_id, report_id) REFERENCES intake_report (platform_id, id);
CREATE POLICY platform_delete ON intake_submission FOR DELETE
    USING (tipline_kind() = 'platform' AND platform_id = tipline_organization()
           AND EXISTS (SELECT FROM intake_report r
                       WHERE r.id = report_id AND r.state <> 'finished'));

ALTER TABLE intake_platformprofile ENABLE ROW LEVEL SECURITY;
ALTER TABLE intake_platformprofile FORCE ROW LEVEL SECURITY;
CREATE POLICY clearinghouse ON intake_platformprofile
    USING (tipline_is_clearinghouse()) WITH CHECK (tipline_is_clearinghouse());
CREATE POLICY platform_select ON intake_platformprofile FOR SELECT
    USING (tipline_kind() = 'platform' AND organization_id = tipline_organization());
CREATE POLICY agency ON intake_platformprofile FOR SELECT USING (tipline_kind() = 'agency');

-- Who calls, and what the credential is for, in one round trip: the gate's sight lasts
-- only inside the call.
CREATE POLICY gate ON intake_platformprofile FOR SELECT USING (tipline_kind() = 'gate');
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
