-- Entry ids stand in addresses and cursors. What was cut or has other signs is replaced by
-- the SHA-256 of the whole key, as imports do.
SET LOCAL tipline.kind = 'clearinghouse';
UPDATE hashlist_hashitem i SET entry_id = encode(sha256(convert_to(k.key, 'UTF8')), 'hex')
    FROM (SELECT e.item_id, max(e.algorithm || '-' || e.value) AS key FROM hashlist_hashentry e
          GROUP BY e.item_id, e.algorithm) k
    WHERE k.item_id = i.id AND left(k.key, 64) = i.entry_id
    AND (length(k.key) > 64 OR i.entry_id !~ '^[A-Za-z0-9._~-]{1,64}$');
UPDATE hashlist_hashitem SET entry_id = encode(sha256(convert_to(entry_id, 'UTF8')), 'hex')
    WHERE entry_id !~ '^[A-Za-z0-9._~-]{1,64}$';
SET CONSTRAINTS ALL IMMEDIATE;
ALTER TABLE hashlist_hashitem ADD CONSTRAINT hashlist_item_entry_id_plain
    CHECK (entry_id ~ '^[A-Za-z0-9._~-]{1,64}$');
