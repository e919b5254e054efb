-- What analysts say of how something was shared is the clearinghouse's, and is kept.
ALTER TABLE triage_sharingintent ENABLE ROW LEVEL SECURITY;
ALTER TABLE triage_sharingintent FORCE ROW LEVEL SECURITY;
CREATE POLICY clearinghouse ON triage_sharingintent
    USING (tipline_is_clearinghouse()) WITH CHECK (tipline_is_clearinghouse());
CREATE TRIGGER triage_sharingintent_refuse_change
    BEFORE UPDATE OR DELETE ON triage_sharingintent
    FOR EACH ROW EXECUTE FUNCTION tipline_refuse_change();
