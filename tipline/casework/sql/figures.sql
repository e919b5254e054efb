-- An agency's figures since a day: on the whole, and by month, level, incident, officer.
-- Hours from when a report was made available; what never happened counts for no median.
-- Officers are told apart by their account: two may have one name.
SELECT CASE grouping(month, level, incident_type, assignee_id)
           WHEN 15 THEN 'whole' WHEN 7 THEN 'month' WHEN 11 THEN 'level'
           WHEN 13 THEN 'incident' ELSE 'person' END AS sort,
       coalesce(month, level, incident_type, officer, '') AS name,
       assignee_id, coalesce(account, ''),
       count(*), count(*) FILTER (WHERE closed_at IS NULL),
       count(*) FILTER (WHERE closed_at IS NULL AND due_on < %(today)s), count(closed_at),
       percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM
           acknowledged_at - made_available_at)::float8 / 3600),
       percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM
           closed_at - made_available_at)::float8 / 3600)
FROM (
    SELECT to_char(w.made_available_at AT TIME ZONE 'UTC', 'YYYY-MM') AS month, w.level,
           w.incident_type, w.assignee_id, p.name AS officer, p.email AS account,
           w.closed_at, w.due_on, w.acknowledged_at, w.made_available_at
    FROM casework_work w LEFT JOIN accounts_person p ON p.id = w.assignee_id
    WHERE w.agency_id = %(agency)s AND NOT w.is_set_apart AND w.ended_at IS NULL
      AND w.made_available_at >= %(since)s
      AND (%(assignee)s::bigint IS NULL OR w.assignee_id = %(assignee)s)
) AS found
GROUP BY GROUPING SETS (
    (), (month), (level), (incident_type), (assignee_id, officer, account)
)
ORDER BY 1, 2, 4
