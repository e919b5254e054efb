-- What reports by the form have in common crosses all of them: the clearinghouse's alone.
ALTER TABLE triage_likeness ENABLE ROW LEVEL SECURITY;
ALTER TABLE triage_likeness FORCE ROW LEVEL SECURITY;
CREATE POLICY clearinghouse ON triage_likeness
    USING (tipline_is_clearinghouse()) WITH CHECK (tipline_is_clearinghouse());
