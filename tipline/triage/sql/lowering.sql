-- Who wants to lower what is for the clearinghouse alone; a decision is never undone.
ALTER TABLE triage_lowering ENABLE ROW LEVEL SECURITY;
ALTER TABLE triage_lowering FORCE ROW LEVEL SECURITY;
CREATE POLICY clearinghouse ON triage_lowering
    USING (tipline_is_clearinghouse()) WITH CHECK (tipline_is_clearinghouse());
