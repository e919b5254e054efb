-- List what was given: items, their fingerprints and, if wanted, the first line of their
-- history. Keys are made before, so that nothing is joined: without statistics PostgreSQL
-- would compare every row with every other.
WITH made AS (
    INSERT INTO hashlist_hashitem
        (id, hash_list_id, member_id, entry_id, media, state, classification, basis,
         basis_note, listed_by, listed_at, created_at, changed_at, origin)
    SELECT item_id, %(list)s, %(member)s, coalesce(entry_id, replace(gen_random_uuid()::text, '-', '')),
           media, 'active', classification, %(basis)s,
           %(basis_note)s, %(listed_by)s, %(at)s, %(at)s, %(stamped)s, '{}'
    FROM hashlist_given WHERE is_first
), told AS (
    INSERT INTO hashlist_itemevent (id, item_id, happening, actor, reason, details, at)
    SELECT tipline_id(), item_id, 'listed', %(listed_by)s, '', '{}', %(at)s
    FROM hashlist_given WHERE is_first AND %(has_events)s
)
INSERT INTO hashlist_hashentry
    (id, hash_list_id, item_id, algorithm, value, recipe, added_at)
SELECT tipline_id(), %(list)s, item_id, algorithm, value, recipe, %(at)s FROM hashlist_given
