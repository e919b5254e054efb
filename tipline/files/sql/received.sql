-- The files of a report as they came, without what was found out about them since.
SELECT * FROM files_reportedfile WHERE report_id = %(report)s ORDER BY id
