-- Who wants to lower what is for the clearinghouse alone; a decision is never undone.
ALTER TABLE triage_lowering ENABLE ROW LEVEL SECURITY;
ALTER TABLE triage_lowering FORCE ROW LEVEL SECURITY;
CREATE POLICY clearinghouse ON triage_lowering
    USING (tipline_is_clearinghouse()) WITH CHECK (tipline_is_clearinghouse());
CREATE TRIGGER triage_lowering_decided_once BEFORE UPDATE ON triage_lowering
    FOR EACH ROW WHEN (OLD.state <> 'open') EXECUTE FUNCTION tipline_refuse_change();

-- What analysts raised before kinds were told apart had a note, and nothing else had.
SET LOCAL tipline.kind = 'clearinghouse';
ALTER TABLE triage_assessment DISABLE TRIGGER triage_assessment_refuse_change;
UPDATE triage_assessment SET kind = 'raised' WHERE note <> '';
ALTER TABLE triage_assessment ENABLE TRIGGER triage_assessment_refuse_change;
