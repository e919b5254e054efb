-- Close a locked report for good, with its receipt, the answer, and the audit entry.
WITH finished AS (
    UPDATE intake_report
    SET state = 'finished', closed_at = %(at)s, changed_at = %(at)s, repeat_key = NULL,
        receipt = %(receipt)s, completeness = %(completeness)s,
        finish_answer = %(answer)s
    WHERE id = %(report)s AND state = 'open'
    RETURNING id
)
SELECT audit_record(
    %(actor)s, %(platform)s, 'report.finished', 'report:' || id, '{}', %(request_id)s
)
FROM finished
