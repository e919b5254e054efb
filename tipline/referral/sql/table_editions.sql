-- The tables that decide where reports go are the clearinghouse's alone.
ALTER TABLE referral_tableedition ENABLE ROW LEVEL SECURITY;
ALTER TABLE referral_tableedition FORCE ROW LEVEL SECURITY;
CREATE POLICY clearinghouse ON referral_tableedition
    USING (tipline_is_clearinghouse()) WITH CHECK (tipline_is_clearinghouse());
ALTER TABLE referral_simulation ENABLE ROW LEVEL SECURITY;
ALTER TABLE referral_simulation FORCE ROW LEVEL SECURITY;
CREATE POLICY clearinghouse ON referral_simulation
    USING (tipline_is_clearinghouse()) WITH CHECK (tipline_is_clearinghouse());
ALTER TABLE referral_simulatedchange ENABLE ROW LEVEL SECURITY;
ALTER TABLE referral_simulatedchange FORCE ROW LEVEL SECURITY;
CREATE POLICY clearinghouse ON referral_simulatedchange
    USING (tipline_is_clearinghouse()) WITH CHECK (tipline_is_clearinghouse());

-- What an edition says never changes, and none is forgotten: reports name theirs.
CREATE TRIGGER referral_tableedition_stays BEFORE UPDATE OF "table", number, content, sha256, origin,
    based_on_id, reason, made_by, made_at OR DELETE ON referral_tableedition
    FOR EACH ROW EXECUTE FUNCTION tipline_refuse_change();
CREATE FUNCTION referral_tableedition_is_settled() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.activated_at IS NOT NULL OR OLD.withdrawn_at IS NOT NULL THEN
        RAISE EXCEPTION 'an edition is settled once' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER referral_tableedition_settled BEFORE UPDATE ON referral_tableedition
    FOR EACH ROW EXECUTE FUNCTION referral_tableedition_is_settled();
