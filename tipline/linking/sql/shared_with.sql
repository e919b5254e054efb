-- For each identifier that a report names: which other reports name it too, newest first.
-- What is passed on counts only when both uses have a time and lie within the window.
SELECT i.kind, i.scope, i.value, max(mine.role) AS role, others.reports
FROM linking_identifieruse mine
JOIN linking_identifier i ON i.id = mine.identifier_id
CROSS JOIN LATERAL (
    SELECT CASE i.kind WHEN 'ip-port' THEN %(port_window)s ELSE %(window)s END::interval
) AS w(within)
CROSS JOIN LATERAL (
    SELECT array_agg(found.report_id) AS reports
    FROM (
        SELECT DISTINCT other.report_id
        FROM linking_identifieruse other
        WHERE other.identifier_id = mine.identifier_id
          AND other.report_id <> %(report)s
          AND (i.kind NOT IN ('ip', 'ip-prefix', 'ip-port')
               OR other.seen_at BETWEEN mine.seen_at - w.within AND mine.seen_at + w.within)
        ORDER BY other.report_id DESC
        LIMIT %(most)s
    ) AS found
) AS others
WHERE mine.report_id = %(report)s AND others.reports IS NOT NULL
GROUP BY i.kind, i.scope, i.value, others.reports
