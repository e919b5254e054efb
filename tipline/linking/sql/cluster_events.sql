-- When the reports say that something was seen: each once, whatever it was seen for.
SELECT DISTINCT u.seen_at, u.report_id, i.kind, i.value
FROM linking_identifieruse u
JOIN linking_identifier i ON i.id = u.identifier_id
WHERE u.report_id = ANY(%(reports)s)
  AND u.seen_at IS NOT NULL
  AND i.kind NOT IN ('ip-prefix', 'ip-port')
ORDER BY u.seen_at DESC
LIMIT %(most)s
