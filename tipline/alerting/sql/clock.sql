-- For each level, the seconds from the finish to each station: how many reports passed
-- it, and the percentiles. Of the newest reports since a key.
WITH newest AS (
    SELECT r.id, r.closed_at, s.priority
    FROM intake_report r JOIN triage_standing s ON s.report_id = r.id
    WHERE r.id >= %(since_key)s AND r.state = 'finished' AND NOT r.is_test
    ORDER BY r.id DESC LIMIT %(most)s
), passed AS (
    SELECT n.priority, n.closed_at, a.assessed_at,
           f.available_at, f.opened_at, f.acknowledged_at
    FROM newest n
    LEFT JOIN LATERAL (SELECT min(at) AS assessed_at FROM triage_assessment
                       WHERE report_id = n.id) a ON true
    LEFT JOIN LATERAL (SELECT min(made_available_at) AS available_at,
                              min(first_opened_at) AS opened_at,
                              min(acknowledged_at) AS acknowledged_at
                       FROM referral_referral WHERE report_id = n.id) f ON true
), waited AS (
    SELECT p.priority, w.station, w.turn,
           CASE WHEN w.at IS NOT NULL  -- greatest() would make a 0 of what never was
                THEN greatest(extract(epoch FROM w.at - p.closed_at), 0) END AS seconds
    FROM passed p CROSS JOIN LATERAL (VALUES
        (1, 'assessed', p.assessed_at), (2, 'available', p.available_at),
        (3, 'opened', p.opened_at), (4, 'acknowledged', p.acknowledged_at)
    ) AS w(turn, station, at)
)
SELECT priority, station, count(*), count(seconds),
       (percentile_disc(ARRAY[0.5, 0.9, 0.99]) WITHIN GROUP (ORDER BY seconds))::float[]
FROM waited GROUP BY priority, station, turn ORDER BY priority, turn
