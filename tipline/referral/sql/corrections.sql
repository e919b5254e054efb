-- Where networks are, and where reports belong, is said by the clearinghouse's people.
ALTER TABLE referral_placecorrection ENABLE ROW LEVEL SECURITY;
ALTER TABLE referral_placecorrection FORCE ROW LEVEL SECURITY;
CREATE POLICY clearinghouse ON referral_placecorrection
    USING (tipline_is_clearinghouse()) WITH CHECK (tipline_is_clearinghouse());
CREATE INDEX referral_placecorrection_covers ON referral_placecorrection USING gist (network inet_ops)
    WHERE withdrawn_at IS NULL;
CREATE TRIGGER referral_placecorrection_stays BEFORE UPDATE OF network, country, state, kind, reason,
    made_by, made_at, expires_at OR DELETE ON referral_placecorrection
    FOR EACH ROW EXECUTE FUNCTION tipline_refuse_change();

ALTER TABLE referral_jurisdictiondecision ENABLE ROW LEVEL SECURITY;
ALTER TABLE referral_jurisdictiondecision FORCE ROW LEVEL SECURITY;
CREATE POLICY clearinghouse ON referral_jurisdictiondecision
    USING (tipline_is_clearinghouse()) WITH CHECK (tipline_is_clearinghouse());
CREATE TRIGGER referral_jurisdictiondecision_stays BEFORE UPDATE ON referral_jurisdictiondecision
    FOR EACH ROW EXECUTE FUNCTION tipline_refuse_change();
