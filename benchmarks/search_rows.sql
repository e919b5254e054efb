-- Invented reports for `benchmarks.search`. Three in ten share a mailbox with a few others,
-- every one has an account of its own, and 10,000 name one page. `first` is the least key.
-- organizations
INSERT INTO accounts_organization (id, kind, name, time_zone, created_at)
SELECT n, CASE WHEN n = 1 THEN 'platform' ELSE 'agency' END,
       'Invented ' || n, '', now() FROM generate_series(1, %(agencies)s + 1) n;
-- agencies
INSERT INTO referral_agency (organization_id, code, kind, country, state, channel, contact)
SELECT n, 'A-' || n, 'country', '', '', '', ''
FROM generate_series(2, %(agencies)s + 1) n;
-- reports
INSERT INTO intake_report (id, platform_id, origin, is_test, state, profile,
    incident_type, incident_at, is_escalated, is_batched, document, warnings,
    opened_at, changed_at, closed_at, receipt, finish_answer,
    supplemented_receipt)
SELECT %(first)s + n, 1, 'platform', false, 'finished', 'lenient', 'invented',
       now(), false, false, '{}', '[]', now(), now(), now(), '{}', '',
       ''
FROM generate_series(1, %(reports)s) n;
-- mailboxes
INSERT INTO linking_identifier (id, kind, scope, value, digest)
SELECT %(first)s + m, 'email', '', 'mailbox-' || m || '@example.org',
       sha256(m::text::bytea)
FROM (SELECT DISTINCT CASE WHEN n %% 10 < 3 THEN n / 40 ELSE n END AS m FROM generate_series(1, %(reports)s) n) s;
-- accounts
INSERT INTO linking_identifier (id, kind, scope, value, digest)
SELECT 2 * %(first)s + n, 'platform-user', 'invented 1', 'Account' || n,
       sha256((-n)::text::bytea) FROM generate_series(1, %(reports)s) n;
-- page
INSERT INTO linking_identifier (id, kind, scope, value)
VALUES (1, 'url', '', 'https://example.org/heavy');
-- uses of mailboxes
INSERT INTO linking_identifieruse (id, report_id, identifier_id, role, original,
    seen_at)
SELECT %(first)s + n, %(first)s + n, %(first)s + (CASE WHEN n %% 10 < 3 THEN n / 40 ELSE n END), 'reported-person',
       'Mailbox-' || (CASE WHEN n %% 10 < 3 THEN n / 40 ELSE n END) || '@example.org', now()
FROM generate_series(1, %(reports)s) n;
-- uses of accounts
INSERT INTO linking_identifieruse (id, report_id, identifier_id, role, original,
    seen_at)
SELECT 2 * %(first)s + n, %(first)s + n, 2 * %(first)s + n, 'reported-person',
       'Account' || n, NULL FROM generate_series(1, %(reports)s) n;
-- uses of the page
INSERT INTO linking_identifieruse (id, report_id, identifier_id, role, original)
SELECT n, %(first)s + n * (%(reports)s / 10000), 1, 'incident', 'https://example.org/heavy'
FROM generate_series(1, 10000) n;
-- referrals
INSERT INTO referral_referral (id, report_id, agency_id, reason, rule,
    made_available_at, is_set_apart, is_excluded, acknowledged_by)
SELECT %(first)s + n, %(first)s + n, 2 + n %% %(agencies)s, '', '', now(),
       false, false, '' FROM generate_series(1, %(reports)s) n;
