-- The fingerprints that changes of lists touch, after a position and up to another.
SELECT subject FROM matching_indexchange WHERE kind = 'entry' AND position > %s AND position <= %s
UNION SELECT e.id FROM matching_indexchange c JOIN hashlist_hashentry e ON e.item_id = c.subject
    WHERE c.kind = 'item' AND c.position > %s AND c.position <= %s
UNION SELECT e.id FROM matching_indexchange c JOIN hashlist_hashitem i ON i.member_id = c.subject
    JOIN hashlist_hashentry e ON e.item_id = i.id
    WHERE c.kind = 'member' AND c.position > %s AND c.position <= %s
UNION SELECT e.id FROM matching_indexchange c JOIN hashlist_hashentry e ON e.hash_list_id = c.subject
    WHERE c.kind = 'list' AND c.position > %s AND c.position <= %s
