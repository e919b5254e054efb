-- What was listed before is not looked for again: files have met it when they came. The
-- owner of the tables is bound by their policies, too.
ALTER TABLE matching_indexchange NO FORCE ROW LEVEL SECURITY;
INSERT INTO matching_lookback (id, searched_to, swept_to)
    SELECT 1, max(position), max(position) FROM matching_indexchange;
ALTER TABLE matching_indexchange FORCE ROW LEVEL SECURITY;

ALTER TABLE matching_lookback ENABLE ROW LEVEL SECURITY;
ALTER TABLE matching_lookback FORCE ROW LEVEL SECURITY;
CREATE POLICY clearinghouse ON matching_lookback
    USING (tipline_is_clearinghouse()) WITH CHECK (tipline_is_clearinghouse());
ALTER TABLE matching_claimedhash ENABLE ROW LEVEL SECURITY;
ALTER TABLE matching_claimedhash FORCE ROW LEVEL SECURITY;
CREATE POLICY clearinghouse ON matching_claimedhash
    USING (tipline_is_clearinghouse()) WITH CHECK (tipline_is_clearinghouse());
