-- How far the search of past files came, and what it has at hand: the clearinghouse's
-- own.
ALTER TABLE matching_lookback ENABLE ROW LEVEL SECURITY;
ALTER TABLE matching_lookback FORCE ROW LEVEL SECURITY;
CREATE POLICY clearinghouse ON matching_lookback
    USING (tipline_is_clearinghouse()) WITH CHECK (tipline_is_clearinghouse());
ALTER TABLE matching_claimedhash ENABLE ROW LEVEL SECURITY;
ALTER TABLE matching_claimedhash FORCE ROW LEVEL SECURITY;
CREATE POLICY clearinghouse ON matching_claimedhash
    USING (tipline_is_clearinghouse()) WITH CHECK (tipline_is_clearinghouse());
