-- Identifiers cross reports, platforms and agencies: the clearinghouse's alone.
ALTER TABLE linking_identifier ENABLE ROW LEVEL SECURITY;
ALTER TABLE linking_identifier FORCE ROW LEVEL SECURITY;
CREATE POLICY clearinghouse ON linking_identifier
    USING (tipline_is_clearinghouse()) WITH CHECK (tipline_is_clearinghouse());

ALTER TABLE linking_identifieruse ENABLE ROW LEVEL SECURITY;
ALTER TABLE linking_identifieruse FORCE ROW LEVEL SECURITY;
CREATE POLICY clearinghouse ON linking_identifieruse
    USING (tipline_is_clearinghouse()) WITH CHECK (tipline_is_clearinghouse());
