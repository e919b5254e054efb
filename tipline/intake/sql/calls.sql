-- Calls and what was checked in them belong to no platform: the clearinghouse sees all,
-- and what an agency sees is added by referral.
ALTER TABLE intake_call ENABLE ROW LEVEL SECURITY;
ALTER TABLE intake_call FORCE ROW LEVEL SECURITY;
CREATE POLICY clearinghouse ON intake_call
    USING (tipline_is_clearinghouse()) WITH CHECK (tipline_is_clearinghouse());
CREATE TRIGGER intake_call_stays BEFORE UPDATE OF report_id, taken_by, began_at
    ON intake_call FOR EACH ROW EXECUTE FUNCTION tipline_refuse_change();

ALTER TABLE intake_dangercheck ENABLE ROW LEVEL SECURITY;
ALTER TABLE intake_dangercheck FORCE ROW LEVEL SECURITY;
CREATE POLICY clearinghouse ON intake_dangercheck
    USING (tipline_is_clearinghouse()) WITH CHECK (tipline_is_clearinghouse());
-- A report never changes hands: a platform's stays one, and the public's belongs to none.
CREATE TRIGGER intake_report_origin_stays BEFORE UPDATE OF origin ON intake_report
    FOR EACH ROW EXECUTE FUNCTION tipline_refuse_change();
