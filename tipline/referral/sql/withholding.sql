-- What a recipient's law holds back is the clearinghouse's to know.
ALTER TABLE referral_withholding ENABLE ROW LEVEL SECURITY;
ALTER TABLE referral_withholding FORCE ROW LEVEL SECURITY;
CREATE POLICY clearinghouse ON referral_withholding
    USING (tipline_is_clearinghouse()) WITH CHECK (tipline_is_clearinghouse());
CREATE TRIGGER referral_withholding_stays BEFORE UPDATE OF report_id, agency_id, filter, ground, reason,
    edition_id, instead, at, keep_until ON referral_withholding
    FOR EACH ROW EXECUTE FUNCTION tipline_refuse_change();
CREATE TRIGGER referral_withholding_refuse_delete BEFORE DELETE ON referral_withholding
    FOR EACH ROW EXECUTE FUNCTION tipline_refuse_change();

-- Whether nobody has a report, nor may still be given it, since laws held it back for
-- as many days as was agreed. In a language whose plans a connection keeps: hashlist's
-- who_reads.sql says why.
CREATE FUNCTION referral_is_on_hold(given_report bigint) RETURNS boolean
    LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN EXISTS (SELECT FROM referral_withholding w WHERE w.report_id = given_report
                   AND w.ended_at IS NULL AND w.keep_until IS NOT NULL)
       AND NOT EXISTS (SELECT FROM referral_withholding w WHERE w.report_id = given_report
                       AND w.ended_at IS NULL AND w.keep_until > clock_timestamp())
       AND NOT EXISTS (SELECT FROM referral_referral r
                       WHERE r.report_id = given_report AND r.ended_at IS NULL
                       AND NOT r.is_excluded)
       AND NOT EXISTS (SELECT FROM referral_referralproposal p
                       WHERE p.report_id = given_report AND p.decision_id IS NULL);
END
$$;
