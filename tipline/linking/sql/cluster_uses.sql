-- What at least two of the reports name: each use, and how many reports of all share it.
-- Of what is passed on, only those count that used it near in time to one of these.
WITH uses AS (
    SELECT u.identifier_id, u.report_id, u.role, u.seen_at
    FROM linking_identifieruse u
    WHERE u.report_id = ANY(%(reports)s)
), shared AS (
    SELECT identifier_id FROM uses GROUP BY 1 HAVING count(DISTINCT report_id) > 1
)
SELECT i.id, i.kind, i.scope, i.value, uses.report_id, uses.role, uses.seen_at, held.reports
FROM shared
JOIN linking_identifier i ON i.id = shared.identifier_id
JOIN uses ON uses.identifier_id = shared.identifier_id
CROSS JOIN LATERAL (
    SELECT count(*) AS reports FROM (
        SELECT DISTINCT other.report_id
        FROM linking_identifieruse other
        WHERE other.identifier_id = i.id
          AND (i.kind NOT IN ('ip', 'ip-prefix', 'ip-port') OR EXISTS (
              SELECT FROM uses mine
              WHERE mine.identifier_id = i.id
                AND other.seen_at BETWEEN mine.seen_at - %(window)s::interval
                                      AND mine.seen_at + %(window)s::interval))
        LIMIT %(most)s
    ) AS found
) AS held
ORDER BY i.id, uses.report_id, uses.seen_at
