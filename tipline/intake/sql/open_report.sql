-- Keep a submission and open its report, or find the one that the same bytes opened.
SELECT intake_open_report(
    %(platform)s, %(actor)s, %(is_test)s, %(profile)s, %(incident_type)s,
    %(incident_at)s, %(is_escalated)s, %(is_batched)s, %(document)s::jsonb,
    %(warnings)s::jsonb, %(repeat_key)s, %(content_type)s, %(body)s, %(at)s,
    %(expires_before)s, %(changed_before)s, %(request_id)s
)
