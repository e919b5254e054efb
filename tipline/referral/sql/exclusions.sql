-- An agency that a suspect may belong to sees nothing of the report, nor that it is kept from it.
ALTER TABLE referral_exclusion ENABLE ROW LEVEL SECURITY;
ALTER TABLE referral_exclusion FORCE ROW LEVEL SECURITY;
CREATE POLICY clearinghouse ON referral_exclusion
    USING (tipline_is_clearinghouse()) WITH CHECK (tipline_is_clearinghouse());
CREATE TRIGGER referral_exclusion_stays BEFORE UPDATE OF report_id, agency_id, found_by, reason,
    made_by, made_at ON referral_exclusion FOR EACH ROW EXECUTE FUNCTION tipline_refuse_change();
CREATE FUNCTION referral_exclusion_is_over() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.ended_at IS NOT NULL THEN
        RAISE EXCEPTION 'an exclusion ends once' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER referral_exclusion_over BEFORE UPDATE ON referral_exclusion
    FOR EACH ROW EXECUTE FUNCTION referral_exclusion_is_over();

-- Whoever writes the rows: an exclusion and its agency's referral always agree.
CREATE FUNCTION referral_keeps_out() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT NEW.is_excluded AND EXISTS (
        SELECT FROM referral_exclusion e
        WHERE e.report_id = NEW.report_id AND e.agency_id = NEW.agency_id AND e.ended_at IS NULL) THEN
        RAISE EXCEPTION 'the agency must not see this report' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER referral_referral_keeps_out BEFORE INSERT OR UPDATE OF is_excluded, agency_id
    ON referral_referral FOR EACH ROW EXECUTE FUNCTION referral_keeps_out();
