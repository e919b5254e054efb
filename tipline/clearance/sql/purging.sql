-- What was said gives its words away when its report is purged, and not before.
DROP TRIGGER clearance_clearance_keep_word ON clearance_clearance;
CREATE TRIGGER clearance_clearance_keep_word
    BEFORE UPDATE OF report_id, platform_id, organization_id, verdict, ground, reason,
                     said_by, said_at ON clearance_clearance
    FOR EACH ROW WHEN (NOT retention_is_purging(OLD.report_id))
    EXECUTE FUNCTION tipline_refuse_change();
DROP TRIGGER clearance_clearance_decided_once ON clearance_clearance;
CREATE TRIGGER clearance_clearance_decided_once BEFORE UPDATE ON clearance_clearance
    FOR EACH ROW WHEN (OLD.state <> 'said' AND NOT retention_is_purging(OLD.report_id))
    EXECUTE FUNCTION tipline_refuse_change();
