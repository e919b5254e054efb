-- Of each sender, how many reports it finished in a period, and how many of them were noise.
-- A report of level 1 is never noise, however little is in it.
SELECT r.platform_id, count(*), count(*) FILTER (
    WHERE (a.arm = ANY(%(arms)s) OR r.id = ANY(%(unfounded)s)) AND s.priority <> '1'
)
FROM intake_report r
JOIN triage_standing s ON s.report_id = r.id
JOIN triage_assessment a ON a.id = s.assessment_id
WHERE r.id >= %(since)s AND r.state = 'finished' AND NOT r.is_test
  AND r.platform_id IS NOT NULL
GROUP BY r.platform_id
