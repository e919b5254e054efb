-- What an agency's months come to since one of them: as it was counted, or, where something
-- changed since, as it is.
WITH changed AS MATERIALIZED (
    SELECT DISTINCT month FROM casework_latechange
    WHERE agency_id = %(agency)s AND month >= %(since)s
)
SELECT month, level, incident_type, assignee_id, received, acknowledged, closed, due
FROM casework_monthfigures
WHERE agency_id = %(agency)s AND month >= %(since)s
  AND month NOT IN (SELECT month FROM changed)
  AND (%(assignee)s::bigint IS NULL OR assignee_id = %(assignee)s)
UNION ALL
SELECT month, level, incident_type, assignee_id, received, acknowledged, closed, due
FROM changed, casework_counted(%(agency)s, month)
WHERE %(assignee)s::bigint IS NULL OR assignee_id = %(assignee)s
