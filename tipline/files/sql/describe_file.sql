-- Keep what a platform says about a file of a touched report: the facts, the details as
-- sent, the audit entry. No row when the file is missing, was described in the same
-- words before, or may not be described again.
WITH described AS (
    UPDATE files_reportedfile
    SET details = %(details)s::jsonb,
        details_sha256 = %(digest)s,
        warnings = %(warnings)s::jsonb,
        viewed_by_platform = %(viewed)s,
        exif_viewed_by_platform = %(exif_viewed)s,
        publicly_available = %(public)s
    WHERE report_id = %(report)s
      AND file_id = %(file_id)s
      AND (details_sha256 IS NULL
           OR (details_sha256 <> %(digest)s AND %(may_replace)s))
    RETURNING id
), submission AS (
    INSERT INTO intake_submission (
        report_id, platform_id, kind, file_id, content_type, body, received_at
    )
    SELECT %(report)s, %(platform)s, 'fileinfo', %(file_id)s, %(content_type)s,
           %(body)s, %(at)s
    FROM described
)
SELECT audit_record(
    %(actor)s, %(platform)s, 'file.described', 'report:' || %(report)s,
    json_build_object('file', id)::text, %(request_id)s
)
FROM described
