-- Why staff let a report go, or took it out of a bundle, is destroyed with the report.
DROP TRIGGER referral_withholding_over ON referral_withholding;
CREATE TRIGGER referral_withholding_over BEFORE UPDATE ON referral_withholding
    FOR EACH ROW WHEN (OLD.ended_at IS NOT NULL AND NOT retention_is_purging(OLD.report_id))
    EXECUTE FUNCTION tipline_refuse_change();
DROP TRIGGER triage_bundlestay_left_once ON triage_bundlestay;
CREATE TRIGGER triage_bundlestay_left_once BEFORE UPDATE ON triage_bundlestay
    FOR EACH ROW WHEN (OLD.left_at IS NOT NULL AND NOT retention_is_purging(OLD.report_id))
    EXECUTE FUNCTION tipline_refuse_change();
