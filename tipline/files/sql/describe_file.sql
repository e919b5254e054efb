-- Keep what a platform says about a file; gives what became of it.
SELECT files_describe_file(
    %(platform)s, %(actor)s, %(is_test)s, %(report)s, %(file_id)s, %(as_batched)s,
    %(details)s::jsonb, %(digest)s, %(warnings)s::jsonb, %(viewed)s, %(exif_viewed)s,
    %(public)s, %(may_replace)s, %(content_type)s, %(body)s, %(at)s,
    %(expires_before)s, %(changed_before)s, %(request_id)s
)
