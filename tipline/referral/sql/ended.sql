-- Access ends with the referral: what hangs on it asks this table, through these policies.
ALTER POLICY agency_select ON referral_referral
    USING (tipline_kind() = 'agency' AND agency_id = tipline_organization()
           AND NOT is_excluded AND ended_at IS NULL);
ALTER POLICY agency_update ON referral_referral
    USING (tipline_kind() = 'agency' AND agency_id = tipline_organization()
           AND NOT is_excluded AND ended_at IS NULL)
    WITH CHECK (tipline_kind() = 'agency' AND agency_id = tipline_organization()
                AND NOT is_excluded AND ended_at IS NULL);
CREATE OR REPLACE FUNCTION referral_reaches(given_report bigint) RETURNS boolean
    LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT EXISTS (SELECT 1 FROM referral_referral r
                   WHERE r.report_id = given_report AND r.agency_id = tipline_organization()
                     AND NOT r.is_excluded AND r.ended_at IS NULL)
$$;
