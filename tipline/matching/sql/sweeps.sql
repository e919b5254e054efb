-- A sweep says when lists grew, and how many past reports they found.
ALTER TABLE matching_sweep ENABLE ROW LEVEL SECURITY;
ALTER TABLE matching_sweep FORCE ROW LEVEL SECURITY;
CREATE POLICY clearinghouse ON matching_sweep
    USING (tipline_is_clearinghouse()) WITH CHECK (tipline_is_clearinghouse());
ALTER TABLE matching_sweeppart ENABLE ROW LEVEL SECURITY;
ALTER TABLE matching_sweeppart FORCE ROW LEVEL SECURITY;
CREATE POLICY clearinghouse ON matching_sweeppart
    USING (tipline_is_clearinghouse()) WITH CHECK (tipline_is_clearinghouse());
