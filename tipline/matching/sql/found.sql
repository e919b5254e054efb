-- What there is to tell of a file and its content, so that no more is asked at length.
SELECT
    (SELECT count(*) FROM files_reportedfile
     WHERE report_id = %(report)s AND id <= %(file)s) AS number,
    (SELECT count(*) FROM (
        SELECT FROM files_reportedfile f JOIN intake_report r ON r.id = f.report_id
        WHERE f.content_id = %(content)s AND r.state = 'finished' AND NOT r.is_test
        LIMIT %(most)s) AS counted) AS copies,
    EXISTS (SELECT FROM matching_match WHERE file_id = %(file)s) AS has_hits,
    EXISTS (SELECT FROM files_reportedfile f JOIN matching_match m ON m.file_id = f.id
            WHERE f.content_id = %(content)s) AS has_listed_copies,
    EXISTS (SELECT FROM matching_picturematch WHERE other_id = %(content)s)
        OR EXISTS (
            SELECT FROM files_reportedfile f
            JOIN matching_picturematch m ON m.file_id = f.id
            WHERE f.content_id = %(content)s) AS has_near_pictures,
    EXISTS (SELECT FROM matching_videomatch WHERE other_id = %(content)s)
        OR EXISTS (
            SELECT FROM files_reportedfile f
            JOIN matching_videomatch m ON m.file_id = f.id
            WHERE f.content_id = %(content)s) AS has_near_videos,
    EXISTS (SELECT FROM matching_framematch WHERE file_id = %(file)s) AS has_frames
