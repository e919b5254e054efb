-- Questions of the policies in a language whose plans a connection keeps. PostgreSQL
-- plans a function in plain SQL that looks at a table anew in each statement that asks.
CREATE OR REPLACE FUNCTION casework_has_case(given_case bigint) RETURNS boolean
    LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
BEGIN
    RETURN EXISTS (SELECT FROM casework_case c
                   WHERE c.id = given_case AND c.agency_id = tipline_organization()
                     AND c.ended_at IS NULL);
END
$$;
CREATE OR REPLACE FUNCTION casework_has_referral(given_referral bigint) RETURNS boolean
    LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
BEGIN
    RETURN EXISTS (SELECT FROM casework_work w
                   WHERE w.referral_id = given_referral
                     AND w.agency_id = tipline_organization() AND w.ended_at IS NULL);
END
$$;
