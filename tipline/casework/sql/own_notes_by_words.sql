-- Which of an officer's newest private notes hold every word of a text. No table has
-- their words: each is read anew, by its author alone.
WITH asked AS (
    SELECT word FROM casework_asked(%(text)s, %(words)s, %(grams)s) AS word
), own AS MATERIALIZED (
    SELECT referral_id, case_id, text FROM casework_note
    WHERE author_id = %(author)s AND agency_id = %(agency)s AND is_private
    ORDER BY id DESC LIMIT %(most)s
)
SELECT referral_id, case_id FROM own
WHERE EXISTS (SELECT FROM asked)
  AND NOT EXISTS (SELECT word FROM asked EXCEPT SELECT casework_words_in(own.text))
