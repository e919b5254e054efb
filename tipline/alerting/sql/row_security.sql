-- An agency sees its own roster and alarms; what was sent out is the clearinghouse's.
ALTER TABLE alerting_duty ENABLE ROW LEVEL SECURITY;
ALTER TABLE alerting_duty FORCE ROW LEVEL SECURITY;
CREATE POLICY clearinghouse ON alerting_duty
    USING (tipline_is_clearinghouse()) WITH CHECK (tipline_is_clearinghouse());
CREATE POLICY own ON alerting_duty
    USING (tipline_kind() = 'agency' AND organization_id = tipline_organization())
    WITH CHECK (tipline_kind() = 'agency' AND organization_id = tipline_organization()
                AND EXISTS (SELECT 1 FROM accounts_person p WHERE p.id = person_id
                            AND p.organization_id = tipline_organization()));

ALTER TABLE alerting_alarm ENABLE ROW LEVEL SECURITY;
ALTER TABLE alerting_alarm FORCE ROW LEVEL SECURITY;
CREATE POLICY clearinghouse ON alerting_alarm
    USING (tipline_is_clearinghouse()) WITH CHECK (tipline_is_clearinghouse());
CREATE POLICY own_select ON alerting_alarm FOR SELECT
    USING (tipline_kind() = 'agency' AND organization_id = tipline_organization());
CREATE POLICY own_update ON alerting_alarm FOR UPDATE
    USING (tipline_kind() = 'agency' AND organization_id = tipline_organization())
    WITH CHECK (tipline_kind() = 'agency' AND organization_id = tipline_organization());
CREATE TRIGGER alerting_alarm_stays BEFORE UPDATE OF report_id, cause ON alerting_alarm
    FOR EACH ROW EXECUTE FUNCTION tipline_refuse_change();

ALTER TABLE alerting_message ENABLE ROW LEVEL SECURITY;
ALTER TABLE alerting_message FORCE ROW LEVEL SECURITY;
CREATE POLICY clearinghouse ON alerting_message
    USING (tipline_is_clearinghouse()) WITH CHECK (tipline_is_clearinghouse());

ALTER TABLE alerting_watch ENABLE ROW LEVEL SECURITY;
ALTER TABLE alerting_watch FORCE ROW LEVEL SECURITY;
CREATE POLICY clearinghouse ON alerting_watch
    USING (tipline_is_clearinghouse()) WITH CHECK (tipline_is_clearinghouse());
