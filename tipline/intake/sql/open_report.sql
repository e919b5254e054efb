-- Open a report: its row, the submission as sent and the audit entry, in one go.
-- Gives the id, or no row when the same bytes opened a report that is still untouched.
WITH report AS (
    INSERT INTO intake_report (
        platform_id, is_test, state, profile, incident_type, incident_at, is_escalated,
        is_batched, document, warnings, repeat_key, opened_at, changed_at, receipt
    )
    VALUES (
        %(platform)s, %(is_test)s, 'open', %(profile)s, %(incident_type)s,
        %(incident_at)s, %(is_escalated)s, %(is_batched)s, %(document)s::jsonb,
        %(warnings)s::jsonb, %(repeat_key)s, %(at)s, %(at)s, ''
    )
    ON CONFLICT (platform_id, is_test, repeat_key) DO NOTHING
    RETURNING id
), submission AS (
    INSERT INTO intake_submission (
        report_id, platform_id, kind, file_id, content_type, body, received_at
    )
    SELECT id, %(platform)s, 'submit', '', %(content_type)s, %(body)s, %(at)s
    FROM report
)
SELECT id, audit_record(
    %(actor)s, %(platform)s, 'report.opened', 'report:' || id, '{}', %(request_id)s
)
FROM report
