-- Months that are over and changed since they were counted, the ones that changed first.
SELECT agency_id, month FROM casework_latechange WHERE month < %(running)s
GROUP BY agency_id, month ORDER BY min(id) LIMIT %(most)s
