-- Note that a platform adds to its open report, and lock it until the transaction ends.
-- No row when it is not the platform's, not open, or over.
UPDATE intake_report
SET changed_at = greatest(changed_at, %(at)s), repeat_key = NULL
WHERE id = %(report)s
  AND platform_id = %(platform)s
  AND is_test = %(is_test)s
  AND state = 'open'
  AND greatest(opened_at + %(after_opening)s, changed_at + %(after_change)s) > %(at)s
RETURNING id, is_batched
