-- Assessments are the clearinghouse's, and once made never changed.
ALTER TABLE triage_assessment ENABLE ROW LEVEL SECURITY;
ALTER TABLE triage_assessment FORCE ROW LEVEL SECURITY;
CREATE POLICY clearinghouse ON triage_assessment
    USING (tipline_is_clearinghouse()) WITH CHECK (tipline_is_clearinghouse());

ALTER TABLE triage_standing ENABLE ROW LEVEL SECURITY;
ALTER TABLE triage_standing FORCE ROW LEVEL SECURITY;
CREATE POLICY clearinghouse ON triage_standing
    USING (tipline_is_clearinghouse()) WITH CHECK (tipline_is_clearinghouse());
