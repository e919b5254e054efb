-- What staff wrote of a call is destroyed with its report, and by nothing else.
DROP TRIGGER intake_dangercheck_refuse_change ON intake_dangercheck;
CREATE TRIGGER intake_dangercheck_refuse_change BEFORE UPDATE ON intake_dangercheck
    FOR EACH ROW WHEN (NOT retention_is_purging(OLD.report_id))
    EXECUTE FUNCTION tipline_refuse_change();
CREATE TRIGGER intake_dangercheck_refuse_delete BEFORE DELETE ON intake_dangercheck
    FOR EACH ROW EXECUTE FUNCTION tipline_refuse_change();
DROP TRIGGER referral_releasedecision_refuse_change ON referral_releasedecision;
CREATE TRIGGER referral_releasedecision_refuse_change BEFORE UPDATE ON referral_releasedecision
    FOR EACH ROW WHEN (NOT retention_is_purging(OLD.report_id))
    EXECUTE FUNCTION tipline_refuse_change();
CREATE TRIGGER referral_releasedecision_refuse_delete BEFORE DELETE ON referral_releasedecision
    FOR EACH ROW EXECUTE FUNCTION tipline_refuse_change();
