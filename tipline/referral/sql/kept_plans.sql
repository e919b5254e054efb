-- Questions of the policies in a language whose plans a connection keeps. PostgreSQL
-- plans a function in plain SQL that looks at a table anew in each statement that asks.
CREATE OR REPLACE FUNCTION referral_reaches(given_report bigint) RETURNS boolean
    LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
BEGIN
    RETURN EXISTS (SELECT 1 FROM referral_referral r
                   WHERE r.report_id = given_report AND r.agency_id = tipline_organization()
                     AND NOT r.is_excluded AND r.ended_at IS NULL);
END
$$;
CREATE OR REPLACE FUNCTION referral_is_on_hold(given_report bigint) RETURNS boolean
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
CREATE OR REPLACE FUNCTION hashlist_was_hit(given_item bigint) RETURNS boolean
    LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
BEGIN
    RETURN EXISTS (SELECT 1 FROM hashlist_hashentry e
                   JOIN matching_match m ON m.entry_id = e.id WHERE e.item_id = given_item)
        OR EXISTS (SELECT 1 FROM hashlist_hashentry e
                   JOIN matching_framematch f ON f.entry_id = e.id WHERE e.item_id = given_item);
END
$$;
CREATE OR REPLACE FUNCTION hashlist_listed_a_hit(given_member bigint) RETURNS boolean
    LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
BEGIN
    RETURN EXISTS (SELECT 1 FROM matching_match m JOIN hashlist_hashentry e ON e.id = m.entry_id
                   JOIN hashlist_hashitem i ON i.id = e.item_id WHERE i.member_id = given_member)
        OR EXISTS (SELECT 1 FROM matching_framematch f JOIN hashlist_hashentry e ON e.id = f.entry_id
                   JOIN hashlist_hashitem i ON i.id = e.item_id WHERE i.member_id = given_member);
END
$$;
