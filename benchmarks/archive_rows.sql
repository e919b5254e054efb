-- Pictures of an archive: contents that were looked at, each with two uniform hashes.
INSERT INTO files_content (id, sha256, sha1, md5, size_bytes, inspection, inspection_reason,
    inspected_at, media_type, exif)
SELECT n, encode(sha256(n::text::bytea), 'hex'), md5(n::text) || '00000000', md5(n::text), 1,
    'ok', '', now(), 'image/png', '{}'
FROM generate_series(1, %(count)s::bigint) n;
INSERT INTO files_picturehash (content_id, recipe, value, quality, turned)
SELECT n, recipe, sha256((n || recipe)::bytea), 100, ''
FROM generate_series(1, %(count)s::bigint) n,
    unnest(ARRAY['pdq-512-bilinear-upright-white', 'pdq-full-upright-white']) recipe;
-- Their files; the reports of these are left out.
INSERT INTO files_reportedfile (id, file_id, report_id, platform_id, content_id, file_name,
    size_bytes, md5, sha1, sha256, received_at, stored, warnings)
SELECT n, md5(n::text), -1 - n / 10, 1, n, 'picture.png', 1, md5(n::text),
    md5(n::text) || '00000000', encode(sha256(n::text::bytea), 'hex'), now(),
    jsonb_build_object('object_id', md5(n::text)), '[]'
FROM generate_series(1, %(count)s::bigint) n;
