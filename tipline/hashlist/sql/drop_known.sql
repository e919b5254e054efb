-- One look into the index of values for each, whatever PostgreSQL thinks of the table: the
-- offset keeps it from a join, the sum from the index of lists.
DELETE FROM hashlist_given g WHERE EXISTS (
    SELECT 1 FROM hashlist_hashentry e WHERE e.algorithm = g.algorithm AND e.value = g.value
    AND e.hash_list_id + 0 = %(list)s OFFSET 0)
