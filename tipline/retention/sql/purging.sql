-- Whether a report is being purged: somebody says so, its clock has ended, and no hold
-- keeps it. Only then what is append-only gives its words away, and nothing else. A
-- clock that no clearance started counts only while laws hold the report back from all
-- who would receive it. In a language whose plans a connection keeps: hashlist's
-- who_reads.sql says why.
CREATE FUNCTION retention_is_purging(given_report bigint) RETURNS boolean
    LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN coalesce(current_setting('tipline.purging', true), '') = given_report::text
       AND EXISTS (SELECT FROM retention_purgeclock c WHERE c.report_id = given_report
                   AND c.purged_at IS NULL AND c.due_at <= clock_timestamp()
                   AND (c.clearance_id IS NOT NULL OR referral_is_on_hold(given_report)))
       AND NOT EXISTS (SELECT FROM retention_hold h WHERE h.report_id = given_report
                       AND h.released_at IS NULL AND h.ends_at > clock_timestamp());
END
$$;

-- What a finished report says is not changed, nor what it was answered: the legal
-- receipt.
CREATE TRIGGER intake_report_keep_finished
    BEFORE UPDATE OF platform_id, is_test, state, document, warnings, opened_at, closed_at,
                     completeness, receipt, finish_answer ON intake_report
    FOR EACH ROW WHEN (OLD.state = 'finished' AND NOT retention_is_purging(OLD.id))
    EXECUTE FUNCTION tipline_refuse_change();

CREATE TRIGGER intake_submission_keep_finished BEFORE DELETE ON intake_submission
    FOR EACH ROW WHEN (NOT retention_is_purging(OLD.report_id))
    EXECUTE FUNCTION intake_keep_finished();

CREATE TRIGGER intake_supplement_refuse_change BEFORE UPDATE ON intake_supplement
    FOR EACH ROW WHEN (NOT retention_is_purging(OLD.report_id))
    EXECUTE FUNCTION tipline_refuse_change();
CREATE TRIGGER intake_supplement_refuse_delete BEFORE DELETE ON intake_supplement
    FOR EACH ROW EXECUTE FUNCTION tipline_refuse_change();

CREATE TRIGGER triage_assessment_refuse_change BEFORE UPDATE ON triage_assessment
    FOR EACH ROW WHEN (NOT retention_is_purging(OLD.report_id))
    EXECUTE FUNCTION tipline_refuse_change();
CREATE TRIGGER triage_assessment_refuse_delete BEFORE DELETE ON triage_assessment
    FOR EACH ROW EXECUTE FUNCTION tipline_refuse_change();

CREATE TRIGGER triage_lowering_decided_once BEFORE UPDATE ON triage_lowering
    FOR EACH ROW WHEN (OLD.state <> 'open' AND NOT retention_is_purging(OLD.report_id))
    EXECUTE FUNCTION tipline_refuse_change();

-- What staff wrote of a call is destroyed with its report, and by nothing else.
CREATE TRIGGER intake_dangercheck_refuse_change BEFORE UPDATE ON intake_dangercheck
    FOR EACH ROW WHEN (NOT retention_is_purging(OLD.report_id))
    EXECUTE FUNCTION tipline_refuse_change();
CREATE TRIGGER intake_dangercheck_refuse_delete BEFORE DELETE ON intake_dangercheck
    FOR EACH ROW EXECUTE FUNCTION tipline_refuse_change();

CREATE TRIGGER referral_releasedecision_refuse_change BEFORE UPDATE ON referral_releasedecision
    FOR EACH ROW WHEN (NOT retention_is_purging(OLD.report_id))
    EXECUTE FUNCTION tipline_refuse_change();
CREATE TRIGGER referral_releasedecision_refuse_delete BEFORE DELETE ON referral_releasedecision
    FOR EACH ROW EXECUTE FUNCTION tipline_refuse_change();

-- Why staff let a report go, or took it out of a bundle, is destroyed with the report.
CREATE TRIGGER referral_withholding_over BEFORE UPDATE ON referral_withholding
    FOR EACH ROW WHEN (OLD.ended_at IS NOT NULL AND NOT retention_is_purging(OLD.report_id))
    EXECUTE FUNCTION tipline_refuse_change();

CREATE TRIGGER triage_bundlestay_left_once BEFORE UPDATE ON triage_bundlestay
    FOR EACH ROW WHEN (OLD.left_at IS NOT NULL AND NOT retention_is_purging(OLD.report_id))
    EXECUTE FUNCTION tipline_refuse_change();
