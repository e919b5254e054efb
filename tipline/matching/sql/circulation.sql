-- What circulates, and who brought it, crosses platforms and agencies: the clearinghouse's alone.
ALTER TABLE matching_circulation ENABLE ROW LEVEL SECURITY;
ALTER TABLE matching_circulation FORCE ROW LEVEL SECURITY;
CREATE POLICY clearinghouse ON matching_circulation
    USING (tipline_is_clearinghouse()) WITH CHECK (tipline_is_clearinghouse());

ALTER TABLE matching_sighting ENABLE ROW LEVEL SECURITY;
ALTER TABLE matching_sighting FORCE ROW LEVEL SECURITY;
CREATE POLICY clearinghouse ON matching_sighting
    USING (tipline_is_clearinghouse()) WITH CHECK (tipline_is_clearinghouse());
