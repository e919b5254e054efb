-- The other video may be of a report that an agency does not have: the clearinghouse's own.
ALTER TABLE matching_videomatch ENABLE ROW LEVEL SECURITY;
ALTER TABLE matching_videomatch FORCE ROW LEVEL SECURITY;
CREATE POLICY clearinghouse ON matching_videomatch
    USING (tipline_is_clearinghouse()) WITH CHECK (tipline_is_clearinghouse());
