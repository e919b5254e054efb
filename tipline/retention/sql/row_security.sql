-- Clocks and holds are the clearinghouse's; an agency that has a report reads its clock.
ALTER TABLE retention_purgeclock ENABLE ROW LEVEL SECURITY;
ALTER TABLE retention_purgeclock FORCE ROW LEVEL SECURITY;
CREATE POLICY clearinghouse ON retention_purgeclock
    USING (tipline_is_clearinghouse()) WITH CHECK (tipline_is_clearinghouse());
CREATE POLICY agency ON retention_purgeclock FOR SELECT
    USING (tipline_kind() = 'agency' AND referral_reaches(report_id));
CREATE TRIGGER retention_purgeclock_refuse_delete BEFORE DELETE ON retention_purgeclock
    FOR EACH ROW EXECUTE FUNCTION tipline_refuse_change();
ALTER TABLE retention_hold ENABLE ROW LEVEL SECURITY;
ALTER TABLE retention_hold FORCE ROW LEVEL SECURITY;
CREATE POLICY clearinghouse ON retention_hold
    USING (tipline_is_clearinghouse()) WITH CHECK (tipline_is_clearinghouse());
-- A hold is released, and otherwise neither changed nor deleted.
CREATE TRIGGER retention_hold_keep
    BEFORE UPDATE OF report_id, kind, reason, placed_by, placed_at, ends_at ON retention_hold
    FOR EACH ROW EXECUTE FUNCTION tipline_refuse_change();
CREATE TRIGGER retention_hold_released_once BEFORE UPDATE ON retention_hold
    FOR EACH ROW WHEN (OLD.released_at IS NOT NULL) EXECUTE FUNCTION tipline_refuse_change();
CREATE TRIGGER retention_hold_refuse_delete BEFORE DELETE ON retention_hold
    FOR EACH ROW EXECUTE FUNCTION tipline_refuse_change();

-- Whether a report is being purged: somebody says so, its clock has ended, and no hold
-- keeps it. Only then what is append-only gives its words away, and nothing else.
CREATE FUNCTION retention_is_purging(given_report bigint) RETURNS boolean
    LANGUAGE sql STABLE AS $$
    SELECT coalesce(current_setting('tipline.purging', true), '') = given_report::text
       AND EXISTS (SELECT FROM retention_purgeclock c WHERE c.report_id = given_report
                   AND c.purged_at IS NULL AND c.due_at <= clock_timestamp())
       AND NOT EXISTS (SELECT FROM retention_hold h WHERE h.report_id = given_report
                       AND h.released_at IS NULL AND h.ends_at > clock_timestamp())
$$;
DROP TRIGGER intake_report_keep_finished ON intake_report;
CREATE TRIGGER intake_report_keep_finished
    BEFORE UPDATE OF platform_id, is_test, state, document, warnings, opened_at, closed_at,
                     completeness, receipt, finish_answer ON intake_report
    FOR EACH ROW WHEN (OLD.state = 'finished' AND NOT retention_is_purging(OLD.id))
    EXECUTE FUNCTION tipline_refuse_change();
DROP TRIGGER intake_submission_keep_finished ON intake_submission;
CREATE TRIGGER intake_submission_keep_finished BEFORE DELETE ON intake_submission
    FOR EACH ROW WHEN (NOT retention_is_purging(OLD.report_id))
    EXECUTE FUNCTION intake_keep_finished();
DROP TRIGGER intake_supplement_refuse_change ON intake_supplement;
CREATE TRIGGER intake_supplement_refuse_change BEFORE UPDATE ON intake_supplement
    FOR EACH ROW WHEN (NOT retention_is_purging(OLD.report_id))
    EXECUTE FUNCTION tipline_refuse_change();
CREATE TRIGGER intake_supplement_refuse_delete BEFORE DELETE ON intake_supplement
    FOR EACH ROW EXECUTE FUNCTION tipline_refuse_change();
DROP TRIGGER triage_assessment_refuse_change ON triage_assessment;
CREATE TRIGGER triage_assessment_refuse_change BEFORE UPDATE ON triage_assessment
    FOR EACH ROW WHEN (NOT retention_is_purging(OLD.report_id))
    EXECUTE FUNCTION tipline_refuse_change();
CREATE TRIGGER triage_assessment_refuse_delete BEFORE DELETE ON triage_assessment
    FOR EACH ROW EXECUTE FUNCTION tipline_refuse_change();
DROP TRIGGER triage_lowering_decided_once ON triage_lowering;
CREATE TRIGGER triage_lowering_decided_once BEFORE UPDATE ON triage_lowering
    FOR EACH ROW WHEN (OLD.state <> 'open' AND NOT retention_is_purging(OLD.report_id))
    EXECUTE FUNCTION tipline_refuse_change();
