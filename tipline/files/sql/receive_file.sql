-- Add a file to a touched report, with its audit entry; a repeat gives the first file.
-- Gives the wire's file id, the MD5, and whether the file is new.
WITH repeat AS (
    SELECT file_id, md5
    FROM files_reportedfile
    WHERE report_id = %(report)s
      AND sha256 = %(sha256)s
      AND file_name = %(file_name)s
      AND details_sha256 IS NULL
    LIMIT 1
), added AS (
    INSERT INTO files_reportedfile (
        file_id, report_id, platform_id, file_name, size_bytes, md5, sha1, sha256,
        received_at, stored, warnings
    )
    SELECT %(file_id)s, %(report)s, %(platform)s, %(file_name)s, %(size_bytes)s, %(md5)s,
           %(sha1)s, %(sha256)s, %(at)s, %(stored)s::jsonb, '[]'
    WHERE NOT EXISTS (SELECT FROM repeat)
    RETURNING id, file_id, md5
)
SELECT file_id, md5, true, audit_record(
    %(actor)s, %(platform)s, 'file.received', 'report:' || %(report)s,
    json_build_object('file', id)::text, %(request_id)s
)
FROM added
UNION ALL
SELECT file_id, md5, false, NULL FROM repeat
