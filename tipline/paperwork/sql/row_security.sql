-- An agency's texts and requests are its own; the clearinghouse reads neither. What was
-- saved stays; a request is closed once.
ALTER TABLE paperwork_drafttext ENABLE ROW LEVEL SECURITY;
ALTER TABLE paperwork_drafttext FORCE ROW LEVEL SECURITY;
CREATE POLICY agency_select ON paperwork_drafttext FOR SELECT
    USING (tipline_kind() = 'agency' AND organization_id = tipline_organization());
CREATE POLICY agency_insert ON paperwork_drafttext FOR INSERT
    WITH CHECK (tipline_kind() = 'agency' AND organization_id = tipline_organization());
CREATE TRIGGER paperwork_drafttext_refuse_change BEFORE UPDATE OR DELETE
    ON paperwork_drafttext FOR EACH ROW EXECUTE FUNCTION tipline_refuse_change();

ALTER TABLE paperwork_legalrequest ENABLE ROW LEVEL SECURITY;
ALTER TABLE paperwork_legalrequest FORCE ROW LEVEL SECURITY;
CREATE POLICY agency ON paperwork_legalrequest
    USING (tipline_kind() = 'agency' AND organization_id = tipline_organization()
           AND referral_reaches(report_id))
    WITH CHECK (tipline_kind() = 'agency' AND organization_id = tipline_organization()
                AND referral_reaches(report_id));
CREATE TRIGGER paperwork_legalrequest_keep_word
    BEFORE UPDATE OF report_id, organization_id, kind, addressee, reference, sent_on,
                     due_on, noted_by, noted_at ON paperwork_legalrequest
    FOR EACH ROW EXECUTE FUNCTION tipline_refuse_change();
CREATE TRIGGER paperwork_legalrequest_closed_once BEFORE UPDATE ON paperwork_legalrequest
    FOR EACH ROW WHEN (OLD.state <> 'waiting') EXECUTE FUNCTION tipline_refuse_change();
CREATE TRIGGER paperwork_legalrequest_refuse_delete BEFORE DELETE ON paperwork_legalrequest
    FOR EACH ROW EXECUTE FUNCTION tipline_refuse_change();
