-- What a frame looks like is on lists: for the clearinghouse, and through referral.
ALTER TABLE matching_framematch ENABLE ROW LEVEL SECURITY;
ALTER TABLE matching_framematch FORCE ROW LEVEL SECURITY;
CREATE POLICY clearinghouse ON matching_framematch
    USING (tipline_is_clearinghouse()) WITH CHECK (tipline_is_clearinghouse());
