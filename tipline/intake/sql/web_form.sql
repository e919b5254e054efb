-- Whoever fills in the form acts as `reporter`, in the name of one report's number: such
-- a principal reaches that report alone, and after it was sent, only what it is asked.
ALTER TABLE intake_returnkey ENABLE ROW LEVEL SECURITY;
ALTER TABLE intake_returnkey FORCE ROW LEVEL SECURITY;
CREATE POLICY clearinghouse ON intake_returnkey
    USING (tipline_is_clearinghouse()) WITH CHECK (tipline_is_clearinghouse());
CREATE POLICY gate ON intake_returnkey FOR SELECT USING (tipline_kind() = 'gate');
CREATE POLICY reporter_select ON intake_returnkey FOR SELECT
    USING (tipline_kind() = 'reporter' AND report_id = tipline_organization());
CREATE POLICY reporter_insert ON intake_returnkey FOR INSERT
    WITH CHECK (tipline_kind() = 'reporter' AND report_id = tipline_organization());
CREATE POLICY reporter_update ON intake_returnkey FOR UPDATE
    USING (tipline_kind() = 'reporter' AND report_id = tipline_organization())
    WITH CHECK (tipline_kind() = 'reporter' AND report_id = tipline_organization());
CREATE TRIGGER intake_returnkey_stays BEFORE UPDATE OF digest
    ON intake_returnkey FOR EACH ROW EXECUTE FUNCTION tipline_refuse_change();

CREATE POLICY reporter_select ON intake_report FOR SELECT
    USING (tipline_kind() = 'reporter' AND id = tipline_organization() AND origin = 'form');
CREATE POLICY reporter_insert ON intake_report FOR INSERT
    WITH CHECK (tipline_kind() = 'reporter' AND id = tipline_organization() AND origin = 'form'
                AND platform_id IS NULL);
CREATE POLICY reporter_update ON intake_report FOR UPDATE
    USING (tipline_kind() = 'reporter' AND id = tipline_organization() AND origin = 'form'
           AND state = 'open')
    WITH CHECK (tipline_kind() = 'reporter' AND id = tipline_organization()
                AND origin = 'form' AND platform_id IS NULL);

CREATE POLICY reporter_select ON intake_submission FOR SELECT
    USING (tipline_kind() = 'reporter' AND report_id = tipline_organization()
           AND (kind = 'question'
                OR EXISTS (SELECT FROM intake_report r
                           WHERE r.id = report_id AND r.state = 'open')));
CREATE POLICY reporter_insert ON intake_submission FOR INSERT
    WITH CHECK (tipline_kind() = 'reporter' AND report_id = tipline_organization()
                AND kind IN ('answers', 'message') AND platform_id IS NULL);

CREATE POLICY reporter_select ON intake_call FOR SELECT
    USING (tipline_kind() = 'reporter' AND report_id = tipline_organization());
CREATE POLICY reporter_insert ON intake_call FOR INSERT
    WITH CHECK (tipline_kind() = 'reporter' AND report_id = tipline_organization()
                AND taken_by = '');

-- One round trip for whoever comes back: the gate's sight lasts only inside the call.
CREATE FUNCTION intake_returning(given_digest bytea) RETURNS bigint
    LANGUAGE plpgsql VOLATILE AS $$
DECLARE
    before text := tipline_kind();
    found bigint;
BEGIN
    PERFORM set_config('tipline.kind', 'gate', true);
    SELECT k.report_id INTO found FROM intake_returnkey k WHERE k.digest = given_digest;
    PERFORM set_config('tipline.kind', before, true);
    RETURN found;
END
$$;

-- What is written in their name in the audit has that number, too.
CREATE POLICY reporter ON audit_entry FOR INSERT
    WITH CHECK (tipline_kind() = 'reporter' AND organization_id = tipline_organization());
