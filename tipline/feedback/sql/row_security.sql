-- An agency reads and writes its own answers; platforms read none, only counts that were
-- made so that no single report shows. What was answered stays.
ALTER TABLE feedback_feedback ENABLE ROW LEVEL SECURITY;
ALTER TABLE feedback_feedback FORCE ROW LEVEL SECURITY;
CREATE POLICY clearinghouse ON feedback_feedback FOR SELECT USING (tipline_is_clearinghouse());
CREATE POLICY agency_select ON feedback_feedback FOR SELECT
    USING (tipline_kind() = 'agency' AND organization_id = tipline_organization()
           AND referral_reaches(report_id));
CREATE POLICY agency_insert ON feedback_feedback FOR INSERT
    WITH CHECK (tipline_kind() = 'agency' AND organization_id = tipline_organization()
                AND referral_reaches(report_id));
CREATE TRIGGER feedback_feedback_refuse_change BEFORE UPDATE OR DELETE ON feedback_feedback
    FOR EACH ROW EXECUTE FUNCTION tipline_refuse_change();
ALTER TABLE feedback_feedback ADD CONSTRAINT feedback_feedback_report_of_platform
    FOREIGN KEY (platform_id, report_id) REFERENCES intake_report (platform_id, id);

ALTER TABLE feedback_answerlink ENABLE ROW LEVEL SECURITY;
ALTER TABLE feedback_answerlink FORCE ROW LEVEL SECURITY;
CREATE POLICY clearinghouse ON feedback_answerlink FOR SELECT USING (tipline_is_clearinghouse());
CREATE POLICY agency_select ON feedback_answerlink FOR SELECT
    USING (tipline_kind() = 'agency' AND organization_id = tipline_organization()
           AND referral_reaches(report_id));
CREATE POLICY agency_insert ON feedback_answerlink FOR INSERT
    WITH CHECK (tipline_kind() = 'agency' AND organization_id = tipline_organization()
                AND referral_reaches(report_id));
CREATE TRIGGER feedback_answerlink_refuse_change BEFORE UPDATE OR DELETE ON feedback_answerlink
    FOR EACH ROW EXECUTE FUNCTION tipline_refuse_change();
