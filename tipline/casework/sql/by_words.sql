-- An agency's newest referrals whose reports hold every word of a text. It begins with the
-- rarest, counted no further than it takes to tell, and looks the others up by key.
WITH asked AS (
    SELECT word FROM casework_asked(%(text)s, %(words)s, %(grams)s) AS word
)
SELECT found.referral_id
FROM casework_searchword found
WHERE found.agency_id = %(agency)s
  AND found.word = (
      SELECT word FROM asked
      ORDER BY (SELECT count(*) FROM (
          SELECT FROM casework_searchword c
          WHERE c.agency_id = %(agency)s AND c.word = asked.word LIMIT 5000) AS counted)
      LIMIT 1)
  AND NOT EXISTS (
      SELECT FROM asked
      WHERE NOT EXISTS (
          SELECT FROM casework_searchword other
          WHERE other.agency_id = %(agency)s AND other.word = asked.word
            AND other.referral_id = found.referral_id))
ORDER BY found.referral_id DESC
LIMIT %(most)s
