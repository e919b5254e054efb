-- Of each content a few other finished reports that hold it, the newest first.
SELECT c.id, ARRAY(
    SELECT f.report_id FROM files_reportedfile f JOIN intake_report r ON r.id = f.report_id
    WHERE f.content_id = c.id AND f.report_id <> %(report)s
      AND r.state = 'finished' AND NOT r.is_test
    ORDER BY f.id DESC LIMIT %(most)s)
FROM unnest(%(contents)s::bigint[]) AS c (id)
