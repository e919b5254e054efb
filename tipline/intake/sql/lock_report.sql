-- Lock one of a platform's own reports until the transaction ends.
SELECT *
FROM intake_report
WHERE id = %(report)s AND platform_id = %(platform)s AND is_test = %(is_test)s
FOR UPDATE
