-- Finish a report that was read at `changed_at`; false if it has changed since.
SELECT intake_finish_report(
    %(platform)s, %(actor)s, %(is_test)s, %(report)s, %(changed_at)s, %(at)s,
    %(receipt)s, %(completeness)s, %(answer)s, %(queue)s, %(task)s, %(priority)s,
    %(request_id)s
)
