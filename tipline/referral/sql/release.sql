-- What the public reports reaches an agency only by a person's decision.
ALTER TABLE referral_referralproposal ENABLE ROW LEVEL SECURITY;
ALTER TABLE referral_referralproposal FORCE ROW LEVEL SECURITY;
CREATE POLICY clearinghouse ON referral_referralproposal
    USING (tipline_is_clearinghouse()) WITH CHECK (tipline_is_clearinghouse());
CREATE TRIGGER referral_referralproposal_stays BEFORE UPDATE OF report_id, agency_id
    ON referral_referralproposal FOR EACH ROW EXECUTE FUNCTION tipline_refuse_change();

ALTER TABLE referral_releasedecision ENABLE ROW LEVEL SECURITY;
ALTER TABLE referral_releasedecision FORCE ROW LEVEL SECURITY;
CREATE POLICY clearinghouse ON referral_releasedecision
    USING (tipline_is_clearinghouse()) WITH CHECK (tipline_is_clearinghouse());

-- Whoever writes the row: without a person's release of this report to this agency there
-- is no referral of what the public reported.
CREATE FUNCTION referral_needs_release() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM intake_report r
                   WHERE r.id = NEW.report_id AND r.origin = 'platform')
       AND NOT EXISTS (SELECT FROM referral_referralproposal p
                       JOIN referral_releasedecision d ON d.id = p.decision_id
                       WHERE p.report_id = NEW.report_id AND p.agency_id = NEW.agency_id
                         AND d.report_id = NEW.report_id AND d.kind = 'released') THEN
        RAISE EXCEPTION 'a report of the public needs a release'
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER referral_referral_needs_release BEFORE INSERT ON referral_referral
    FOR EACH ROW EXECUTE FUNCTION referral_needs_release();

-- An agency that has a report sees whether its danger was checked, and since when it is
-- in a call.
CREATE POLICY agency ON intake_call FOR SELECT
    USING (tipline_kind() = 'agency' AND referral_reaches(report_id));
CREATE POLICY agency ON intake_dangercheck FOR SELECT
    USING (tipline_kind() = 'agency' AND referral_reaches(report_id));
CREATE POLICY agency ON referral_releasedecision FOR SELECT
    USING (tipline_kind() = 'agency' AND referral_reaches(report_id));
