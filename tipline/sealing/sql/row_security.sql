-- An agency's key is entered by the agency and by nobody else.
ALTER TABLE sealing_agencykey ENABLE ROW LEVEL SECURITY;
ALTER TABLE sealing_agencykey FORCE ROW LEVEL SECURITY;
CREATE POLICY agency_select ON sealing_agencykey FOR SELECT
    USING (tipline_kind() = 'agency' AND organization_id = tipline_organization());
CREATE POLICY agency_insert ON sealing_agencykey FOR INSERT
    WITH CHECK (tipline_kind() = 'agency' AND organization_id = tipline_organization());
CREATE TRIGGER sealing_agencykey_refuse_change BEFORE UPDATE OR DELETE ON sealing_agencykey
    FOR EACH ROW EXECUTE FUNCTION tipline_refuse_change();
