-- Withdrawals are read with the viewings that rested on them; concerns stay with us.
ALTER TABLE viewing_basiswithdrawal ENABLE ROW LEVEL SECURITY;
ALTER TABLE viewing_basiswithdrawal FORCE ROW LEVEL SECURITY;
CREATE POLICY clearinghouse ON viewing_basiswithdrawal
    USING (tipline_is_clearinghouse()) WITH CHECK (tipline_is_clearinghouse());
CREATE POLICY agency ON viewing_basiswithdrawal FOR SELECT
    USING (tipline_kind() = 'agency' AND EXISTS (
        SELECT 1 FROM viewing_viewing v WHERE v.basis_id = viewing_basiswithdrawal.basis_id));
CREATE TRIGGER viewing_basiswithdrawal_refuse_change
    BEFORE UPDATE OR DELETE ON viewing_basiswithdrawal
    FOR EACH ROW EXECUTE FUNCTION tipline_refuse_change();

ALTER TABLE viewing_concern ENABLE ROW LEVEL SECURITY;
ALTER TABLE viewing_concern FORCE ROW LEVEL SECURITY;
CREATE POLICY clearinghouse ON viewing_concern
    USING (tipline_is_clearinghouse()) WITH CHECK (tipline_is_clearinghouse());
CREATE TRIGGER viewing_concern_refuse_delete BEFORE DELETE ON viewing_concern
    FOR EACH ROW EXECUTE FUNCTION tipline_refuse_change();
