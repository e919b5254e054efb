-- Items and their fingerprints, many at once. Keys are made before, so that nothing is
-- joined: without statistics PostgreSQL would compare every row with every other.
WITH given AS MATERIALIZED (
    SELECT id, entry_id, media, classification
    FROM unnest(%(ids)s::bigint[], %(entry_ids)s::text[], %(media)s::text[], %(classifications)s::text[])
        AS g (id, entry_id, media, classification)
), made AS (
    INSERT INTO hashlist_hashitem
        (id, hash_list_id, member_id, entry_id, media, state, classification, basis,
         basis_note, listed_by, listed_at, created_at, changed_at, origin)
    SELECT id, %(list)s, %(member)s, entry_id, media, 'active', classification, %(basis)s,
           %(basis_note)s, %(listed_by)s, %(at)s, %(at)s, %(stamped)s, '{}'
    FROM given
), told AS (
    INSERT INTO hashlist_itemevent (id, item_id, happening, actor, reason, details, at)
    SELECT tipline_id(), id, 'listed', %(listed_by)s, '', '{}', %(at)s
    FROM given WHERE %(has_events)s
)
INSERT INTO hashlist_hashentry
    (id, hash_list_id, item_id, algorithm, value, recipe, added_at)
SELECT tipline_id(), %(list)s, p.item_id, p.algorithm, p.value, p.recipe, %(at)s
FROM unnest(%(item_ids)s::bigint[], %(algorithms)s::text[], %(values)s::text[], %(recipes)s::text[])
    AS p (item_id, algorithm, value, recipe)
