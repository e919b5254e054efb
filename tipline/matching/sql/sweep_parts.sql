-- Divide the archive into parts of so many picture hashes, by their ids.
WITH ends AS (
    SELECT id FROM (SELECT id, row_number() OVER (ORDER BY id) AS place FROM files_picturehash) p
    WHERE place %% %(size)s = 0
    UNION SELECT max(id) FROM files_picturehash HAVING max(id) IS NOT NULL)
INSERT INTO matching_sweeppart (sweep_id, after, upto)
    SELECT %(sweep)s, coalesce(lag(id) OVER (ORDER BY id), 0), id FROM ends
