-- Invented reports for `benchmarks.queue`, all with one agency. The rows of one report agree.
-- when a report came: over 500,000 minutes before the day of the measurement
CREATE FUNCTION pg_temp.came(n bigint, among bigint) RETURNS timestamptz LANGUAGE sql IMMUTABLE
    AS $$ SELECT timestamptz '2026-11-21 12:00Z' - interval '1 minute' * ((among - n) * 500000.0 / among) $$;
-- something between 0 and 1: the same for a report and a turn, each time
CREATE FUNCTION pg_temp.drawn(n bigint, turn int) RETURNS float8 LANGUAGE sql IMMUTABLE
    AS $$ SELECT (hashint8extended(n, turn) & 1048575) / 1048576.0 $$;
CREATE FUNCTION pg_temp.level(n bigint) RETURNS text LANGUAGE sql IMMUTABLE
    AS $$ SELECT CASE WHEN n %% 200 = 0 THEN '1' WHEN n %% 5 = 0 THEN '2' ELSE '3' END $$;
-- organizations
INSERT INTO accounts_organization (id, kind, name, time_zone, created_at)
VALUES (%(agency)s, 'agency', 'Invented agency', '', now()),
       (%(agency)s + 1, 'platform', 'Invented platform', '', now());
-- agencies
INSERT INTO referral_agency (organization_id, code, kind, country, state, channel, contact)
VALUES (%(agency)s, 'INVENTED', 'federal', 'US', '', 'direct', '');
-- officers
INSERT INTO accounts_person (id, organization_id, name, email, role, seniority, time_zone,
    language, created_at)
SELECT n, %(agency)s, 'Officer ' || n, n || '@example.org', 'officer', 1, '', '', now()
FROM generate_series(1, %(officers)s) n;
-- cases
INSERT INTO casework_case (id, agency_id, number, title, state, opened_at, changed_at,
    changed_by, version, is_watched)
SELECT n, %(agency)s, 'N-' || n, 'Invented case', 'open', now(), now(), '', 1, false
FROM generate_series(1, %(cases)s) n;
-- reports
INSERT INTO intake_report (id, platform_id, origin, is_test, state, profile, incident_type,
    is_escalated, is_batched, document, warnings, opened_at, changed_at, closed_at,
    completeness, receipt, finish_answer, supplemented_receipt)
SELECT %(first)s + n, %(agency)s + 1, 'platform', false, 'finished', 'lenient',
       'Invented kind ' || n %% 10, false, false, '{}', '[]', at, at, at, n %% 101, '{}', '', ''
FROM generate_series(0, %(rows)s - 1) n, pg_temp.came(n, %(rows)s) at;
-- standings
INSERT INTO triage_standing (report_id, assessment_id, priority, risk, place, designation,
    needs_person, is_set_apart, updated_at)
SELECT %(first)s + n, 1, pg_temp.level(n), 0, 100, 'referral', false, false,
       pg_temp.came(n, %(rows)s)
FROM generate_series(0, %(rows)s - 1) n;
-- referrals
INSERT INTO referral_referral (id, report_id, agency_id, reason, rule, made_available_at,
    is_set_apart, is_excluded, acknowledged_by)
SELECT %(first)s + n, %(first)s + n, %(agency)s, '', 'invented', pg_temp.came(n, %(rows)s),
       false, false, ''
FROM generate_series(0, %(rows)s - 1) n;
-- work: six in ten closed, one in ten never opened, one in twenty due, one in three in a case
INSERT INTO casework_work (referral_id, agency_id, report_id, level, designation,
    incident_type, received_at, made_available_at, first_opened_at, is_set_apart, state,
    assignee_id, due_on, case_id, closed_at, changed_at, changed_by, version, is_indexed)
SELECT %(first)s + n, %(agency)s, %(first)s + n, pg_temp.level(n), 'referral',
       'Invented kind ' || n %% 10, at, at,
       CASE WHEN pg_temp.drawn(n, 1) < 0.9 THEN at END, false, state,
       CASE WHEN state <> 'new' THEN 1 + floor(pg_temp.drawn(n, 2) * %(officers)s) END,
       CASE WHEN pg_temp.drawn(n, 3) < 0.05
           THEN date '2026-11-21' + floor(pg_temp.drawn(n, 4) * 120 - 60)::int END,
       CASE WHEN n %% 3 = 0 THEN n %% %(cases)s + 1 END,
       CASE WHEN state = 'closed' THEN at END, at, '', 1, true
FROM generate_series(0, %(rows)s - 1) n, pg_temp.came(n, %(rows)s) at,
    LATERAL (SELECT CASE WHEN pg_temp.drawn(n, 5) < 0.6 THEN 'closed'
        ELSE (ARRAY['new', 'in-work', 'waiting'])[1 + floor(pg_temp.drawn(n, 6) * 3)::int]
        END AS state) drawn;
-- months: none was counted yet
INSERT INTO casework_latechange (agency_id, month)
SELECT DISTINCT agency_id, casework_month(made_available_at) FROM casework_work;
-- words: one that all reports hold, one that twenty hold, two of their own
INSERT INTO casework_searchword (agency_id, word, referral_id)
SELECT %(agency)s, hashtextextended('lantern', 0), %(first)s + n
FROM generate_series(0, %(rows)s - 1) n
UNION ALL
SELECT %(agency)s, hashtextextended('marmalade', 0), %(first)s + n
FROM generate_series(0, %(rows)s - 1, greatest(%(rows)s / 20, 1)) n
UNION ALL
SELECT %(agency)s, hashint8extended(n, turn), %(first)s + n
FROM generate_series(0, %(rows)s - 1) n, generate_series(7, 8) turn;
