-- Matches tell what is on a list: for the clearinghouse, and through referral.
ALTER TABLE matching_match ENABLE ROW LEVEL SECURITY;
ALTER TABLE matching_match FORCE ROW LEVEL SECURITY;
CREATE POLICY clearinghouse ON matching_match
    USING (tipline_is_clearinghouse()) WITH CHECK (tipline_is_clearinghouse());
