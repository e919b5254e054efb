-- Questions of the policies in a language whose plans a connection keeps. PostgreSQL
-- plans a function in plain SQL that looks at a table anew in each statement that asks.
CREATE OR REPLACE FUNCTION retention_is_purging(given_report bigint) RETURNS boolean
    LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN coalesce(current_setting('tipline.purging', true), '') = given_report::text
       AND EXISTS (SELECT FROM retention_purgeclock c WHERE c.report_id = given_report
                   AND c.purged_at IS NULL AND c.due_at <= clock_timestamp()
                   AND (c.clearance_id IS NOT NULL OR referral_is_on_hold(given_report)))
       AND NOT EXISTS (SELECT FROM retention_hold h WHERE h.report_id = given_report
                       AND h.released_at IS NULL AND h.ends_at > clock_timestamp());
END
$$;
