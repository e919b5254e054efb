-- Pictures of one part with their hashes in four turns: see hashing.pdq_join. What has no
-- turns yet is asked upright.
SELECT content_id, CASE length(turned) WHEN 224
    THEN value || substr(turned, 33, 32) || substr(turned, 97, 32) || substr(turned, 161, 32)
    ELSE value || value || value || value END
FROM files_picturehash
WHERE id > %(after)s AND id <= %(upto)s AND quality >= %(quality)s
