-- An agency's newest cases that hold every word of a text.
WITH asked AS (
    SELECT word FROM casework_asked(%(text)s, %(words)s, %(grams)s) AS word
)
SELECT found.case_id
FROM casework_caseword found
WHERE found.agency_id = %(agency)s
  AND found.word = (
      SELECT word FROM asked
      ORDER BY (SELECT count(*) FROM (
          SELECT FROM casework_caseword c
          WHERE c.agency_id = %(agency)s AND c.word = asked.word LIMIT 1000) AS counted)
      LIMIT 1)
  AND NOT EXISTS (
      SELECT FROM asked
      WHERE NOT EXISTS (
          SELECT FROM casework_caseword other
          WHERE other.agency_id = %(agency)s AND other.word = asked.word
            AND other.case_id = found.case_id))
ORDER BY found.case_id DESC
LIMIT %(most)s
