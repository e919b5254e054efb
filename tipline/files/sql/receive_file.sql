-- Add a file to an open report; gives what became of it, and the wire's file id.
SELECT outcome, kept_file_id
FROM files_receive_file(
    %(platform)s, %(actor)s, %(is_test)s, %(report)s, %(file_id)s, %(file_name)s,
    %(size_bytes)s, %(md5)s, %(sha1)s, %(sha256)s, %(stored)s::jsonb, %(at)s,
    %(expires_before)s, %(changed_before)s, %(request_id)s
)
