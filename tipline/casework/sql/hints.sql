-- A hint is read as long as the agency has both the case and the report.
ALTER TABLE casework_casehint ENABLE ROW LEVEL SECURITY;
ALTER TABLE casework_casehint FORCE ROW LEVEL SECURITY;
CREATE POLICY clearinghouse ON casework_casehint
    USING (tipline_is_clearinghouse()) WITH CHECK (tipline_is_clearinghouse());
CREATE POLICY agency_select ON casework_casehint FOR SELECT
    USING (tipline_kind() = 'agency' AND casework_has_case(case_id)
           AND casework_has_referral(referral_id));
CREATE POLICY agency_update ON casework_casehint FOR UPDATE
    USING (tipline_kind() = 'agency' AND casework_has_case(case_id)
           AND casework_has_referral(referral_id))
    WITH CHECK (tipline_kind() = 'agency' AND casework_has_case(case_id)
                AND casework_has_referral(referral_id));
