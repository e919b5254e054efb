-- An agency keeps its own desk, reads what it was told, and adds its own look-ups. Whom it
-- meets it is told by the product alone: no agency reads another's desk, notices, look-ups.
ALTER TABLE deconfliction_desk ENABLE ROW LEVEL SECURITY;
ALTER TABLE deconfliction_desk FORCE ROW LEVEL SECURITY;
CREATE POLICY clearinghouse ON deconfliction_desk
    USING (tipline_is_clearinghouse()) WITH CHECK (tipline_is_clearinghouse());
CREATE POLICY agency_select ON deconfliction_desk FOR SELECT
    USING (tipline_kind() = 'agency' AND agency_id = tipline_organization());
CREATE POLICY agency_insert ON deconfliction_desk FOR INSERT
    WITH CHECK (tipline_kind() = 'agency' AND agency_id = tipline_organization());
CREATE POLICY agency_update ON deconfliction_desk FOR UPDATE
    USING (tipline_kind() = 'agency' AND agency_id = tipline_organization())
    WITH CHECK (tipline_kind() = 'agency' AND agency_id = tipline_organization());

ALTER TABLE deconfliction_meetingnotice ENABLE ROW LEVEL SECURITY;
ALTER TABLE deconfliction_meetingnotice FORCE ROW LEVEL SECURITY;
CREATE POLICY clearinghouse ON deconfliction_meetingnotice
    USING (tipline_is_clearinghouse()) WITH CHECK (tipline_is_clearinghouse());
CREATE POLICY agency ON deconfliction_meetingnotice FOR SELECT
    USING (tipline_kind() = 'agency' AND told_id = tipline_organization());
CREATE TRIGGER deconfliction_meetingnotice_refuse_change
    BEFORE UPDATE ON deconfliction_meetingnotice
    FOR EACH ROW EXECUTE FUNCTION tipline_refuse_change();

ALTER TABLE deconfliction_lookup ENABLE ROW LEVEL SECURITY;
ALTER TABLE deconfliction_lookup FORCE ROW LEVEL SECURITY;
CREATE POLICY clearinghouse ON deconfliction_lookup
    USING (tipline_is_clearinghouse()) WITH CHECK (tipline_is_clearinghouse());
CREATE POLICY agency_select ON deconfliction_lookup FOR SELECT
    USING (tipline_kind() = 'agency' AND agency_id = tipline_organization());
CREATE POLICY agency_insert ON deconfliction_lookup FOR INSERT
    WITH CHECK (tipline_kind() = 'agency' AND agency_id = tipline_organization());
CREATE TRIGGER deconfliction_lookup_refuse_change BEFORE UPDATE OR DELETE ON deconfliction_lookup
    FOR EACH ROW EXECUTE FUNCTION tipline_refuse_change();
