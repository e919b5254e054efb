-- A clock that no clearance started counts only while laws hold the report back from
-- all who would receive it, and is taken away when they do no longer.
CREATE OR REPLACE FUNCTION retention_is_purging(given_report bigint) RETURNS boolean
    LANGUAGE sql STABLE AS $$
    SELECT coalesce(current_setting('tipline.purging', true), '') = given_report::text
       AND EXISTS (SELECT FROM retention_purgeclock c WHERE c.report_id = given_report
                   AND c.purged_at IS NULL AND c.due_at <= clock_timestamp()
                   AND (c.clearance_id IS NOT NULL OR referral_is_on_hold(given_report)))
       AND NOT EXISTS (SELECT FROM retention_hold h WHERE h.report_id = given_report
                       AND h.released_at IS NULL AND h.ends_at > clock_timestamp())
$$;
DROP TRIGGER retention_purgeclock_refuse_delete ON retention_purgeclock;
CREATE TRIGGER retention_purgeclock_refuse_delete BEFORE DELETE ON retention_purgeclock
    FOR EACH ROW WHEN (OLD.clearance_id IS NOT NULL OR OLD.purged_at IS NOT NULL)
    EXECUTE FUNCTION tipline_refuse_change();
