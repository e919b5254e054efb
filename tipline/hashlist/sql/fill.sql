-- Entries of before become items of one fingerprint each, imported by the clearinghouse.
SET LOCAL tipline.kind = 'clearinghouse';
UPDATE hashlist_hashlist SET slug =
    left(trim(BOTH '-' FROM regexp_replace(lower(name), '[^a-z0-9]+', '-', 'g')), 30)
    || '-' || id;
INSERT INTO hashlist_listmember
        (hash_list_id, organization_id, number, name, joined_at)
    SELECT l.id, o.id, 1, o.name, l.created_at
    FROM hashlist_hashlist l
    CROSS JOIN (SELECT id, name FROM accounts_organization
                WHERE kind = 'clearinghouse' ORDER BY id LIMIT 1) o;
INSERT INTO hashlist_hashitem
        (id, hash_list_id, member_id, entry_id, media, state, classification, basis,
         basis_note, listed_by, listed_at, created_at, changed_at, origin)
    SELECT e.id, e.hash_list_id, m.id, e.id::text, 'image',
           CASE WHEN e.withdrawn_at IS NULL THEN 'active' ELSE 'withdrawn' END,
           e.classification, 'partner-import', l.source, 'system:migration', e.added_at,
           e.added_at,
           date_trunc('second', coalesce(e.withdrawn_at, e.added_at)) + interval '1 second',
           '{}'
    FROM hashlist_hashentry e
    JOIN hashlist_hashlist l ON l.id = e.hash_list_id
    JOIN hashlist_listmember m ON m.hash_list_id = l.id;
UPDATE hashlist_hashentry SET item_id = id;
SET CONSTRAINTS ALL IMMEDIATE;
