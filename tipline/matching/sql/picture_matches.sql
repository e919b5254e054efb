-- The other picture may be of a report that an agency does not have: the clearinghouse's own.
ALTER TABLE matching_picturematch ENABLE ROW LEVEL SECURITY;
ALTER TABLE matching_picturematch FORCE ROW LEVEL SECURITY;
CREATE POLICY clearinghouse ON matching_picturematch
    USING (tipline_is_clearinghouse()) WITH CHECK (tipline_is_clearinghouse());
