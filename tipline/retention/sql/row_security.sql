-- Clocks and holds are the clearinghouse's; an agency that has a report reads its clock.
ALTER TABLE retention_purgeclock ENABLE ROW LEVEL SECURITY;
ALTER TABLE retention_purgeclock FORCE ROW LEVEL SECURITY;
CREATE POLICY clearinghouse ON retention_purgeclock
    USING (tipline_is_clearinghouse()) WITH CHECK (tipline_is_clearinghouse());
CREATE POLICY agency ON retention_purgeclock FOR SELECT
    USING (tipline_kind() = 'agency' AND referral_reaches(report_id));
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
-- A clock that no clearance started is taken away when laws hold the report back no
-- longer.
CREATE TRIGGER retention_purgeclock_refuse_delete BEFORE DELETE ON retention_purgeclock
    FOR EACH ROW WHEN (OLD.clearance_id IS NOT NULL OR OLD.purged_at IS NOT NULL)
    EXECUTE FUNCTION tipline_refuse_change();
