-- One digest for a large fingerprint, whether it came as bytes or as text: those of before
-- had none of its prefix.
SET LOCAL tipline.kind = 'clearinghouse';
UPDATE hashlist_hashentry e SET value = 'sha256:' || e.value
    WHERE e.value ~ '^[0-9a-f]{64}$'
    AND EXISTS (SELECT 1 FROM hashlist_largefingerprint f WHERE f.entry_id = e.id)
    AND NOT EXISTS (SELECT 1 FROM hashlist_hashentry o WHERE o.item_id = e.item_id
                    AND o.algorithm = e.algorithm AND o.value = 'sha256:' || e.value);
SET CONSTRAINTS ALL IMMEDIATE;
