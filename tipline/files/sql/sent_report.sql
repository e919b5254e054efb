-- A platform's own report and its files, in one call.
SELECT state, opened_at, changed_at, is_escalated, is_batched, document, warnings, files
FROM files_sent_report(%(platform)s, %(actor)s, %(is_test)s, %(report)s)
