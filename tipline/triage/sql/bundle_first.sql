-- A bundle stands in the queue where its first report would; without reports, nowhere.
WITH head AS (
    SELECT priority, place, report_id FROM triage_standing
    WHERE bundle_id = %(bundle)s
    ORDER BY priority, place, report_id LIMIT 1
)
UPDATE triage_bundle SET
    priority = coalesce((SELECT priority FROM head), ''),
    place = coalesce((SELECT place FROM head), 0),
    first_report_id = (SELECT report_id FROM head)
WHERE id = %(bundle)s
RETURNING id
