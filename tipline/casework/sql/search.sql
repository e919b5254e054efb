-- Words of everything that an agency reads of a report or a case: documents, names of
-- files, notes that the agency shares, what goes along with a handover.

-- Scripts without spaces between words: Thai, Lao, Burmese, Khmer; Chinese, Japanese.
CREATE FUNCTION casework_syllabic() RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN '\u0E00-\u0EFF\u1000-\u109F\u1780-\u17FF\uA9E0-\uA9FF\uAA60-\uAA7F';
CREATE FUNCTION casework_ideographic() RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN '\u3005-\u3007\u3040-\u30FF\u31F0-\u31FF\u3400-\u4DBF\u4E00-\u9FFF\uF900-\uFAFF'
        '\U00020000-\U0003FFFF';

-- One spelling for what looks alike, without the marks that nobody sees or types.
CREATE FUNCTION casework_plain(given text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN normalize(translate(given, U&'\200B\2060\FEFF\00AD', ''), NFKC);

-- Neighbouring letters of what has no spaces: three of a syllabic script, two of an
-- ideographic one. A text has those of one letter less, too, so that a word as short is
-- found; who asks for a longer word asks for the long ones alone.
CREATE FUNCTION casework_grams(plain text, is_asked boolean) RETURNS SETOF text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE ROWS 8 AS $$
    WITH letters AS (
        SELECT run[1] ~ ('^[' || casework_ideographic() || ']') AS is_wide, letter AS one,
               lead(letter) OVER own AS two, lead(letter, 2) OVER own AS three,
               char_length(run[1]) AS length
        FROM regexp_matches(plain, '[' || casework_syllabic() || ']+|['
                || casework_ideographic() || ']+', 'g') WITH ORDINALITY AS runs (run, place),
            unnest(string_to_array(run[1], NULL)) WITH ORDINALITY AS each (letter, number)
        WINDOW own AS (PARTITION BY place ORDER BY number)
    )
    SELECT CASE WHEN is_wide THEN one || two ELSE one || two || three END FROM letters
    WHERE CASE WHEN is_wide THEN two ELSE three END IS NOT NULL
    UNION ALL
    SELECT CASE WHEN is_wide THEN one ELSE one || two END FROM letters
    WHERE (is_wide OR two IS NOT NULL)
      AND (NOT is_asked OR length < CASE WHEN is_wide THEN 2 ELSE 3 END)
$$;

-- The other words, as PostgreSQL takes a text apart.
CREATE FUNCTION casework_lexemes(plain text) RETURNS SETOF text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE ROWS 8 AS $$
    SELECT lexeme
    FROM unnest(tsvector_to_array(to_tsvector('simple', regexp_replace(plain,
        '[' || casework_syllabic() || casework_ideographic() || ']+', ' ', 'g')))) AS lexeme
    WHERE length(lexeme) BETWEEN 2 AND 200
$$;

-- A text's words by their hashes. One that PostgreSQL cannot take apart has none.
CREATE FUNCTION casework_words_in(given text) RETURNS SETOF bigint
    LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
    plain text := casework_plain(given);
BEGIN
    RETURN QUERY SELECT * FROM (
        (SELECT DISTINCT hashtextextended(each, 0) FROM casework_lexemes(plain) AS each LIMIT 2000)
        UNION
        (SELECT DISTINCT hashtextextended(each, 0)
         FROM casework_grams(left(plain, 100000), false) AS each LIMIT 4000)) AS words;
EXCEPTION WHEN program_limit_exceeded THEN
    RETURN;
END
$$;

-- What a text that is looked for asks of a report: all of these.
CREATE FUNCTION casework_asked(given text, most_words int, most_grams int)
    RETURNS SETOF bigint LANGUAGE sql IMMUTABLE PARALLEL SAFE ROWS 8 AS $$
    (SELECT DISTINCT hashtextextended(each, 0)
     FROM casework_lexemes(casework_plain(given)) AS each LIMIT most_words)
    UNION
    (SELECT DISTINCT hashtextextended(each, 0)
     FROM casework_grams(casework_plain(given), true) AS each LIMIT most_grams)
$$;

-- A file's name, its parts, and these where letters meet digits or capitals.
CREATE FUNCTION casework_parts(name text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT concat_ws(' ', name, parts, regexp_replace(parts,
        '(?<=[^0-9\s])(?=[0-9])|(?<=[0-9])(?=[^0-9\s])|(?<=[a-z])(?=[A-Z])', ' ', 'g'))
    FROM regexp_replace(name, '[!-/:-@\[-`{-~]+', ' ', 'g') AS parts
$$;

-- The words of a report, as far as every agency that has it reads them: of what the
-- public tells, who told it is left out.
CREATE FUNCTION casework_words(given_report bigint) RETURNS SETOF bigint
    LANGUAGE sql STABLE AS $$
    SELECT casework_words_in((
        SELECT string_agg(value #>> '{}', E'\n')
        FROM jsonb_path_query(CASE WHEN r.origin = 'platform'
            THEN coalesce(r.supplemented_document, r.document)
            ELSE coalesce(r.supplemented_document, r.document) - 'reporter' END,
            'strict $.** ? (@.type() == "string")') AS value))
    FROM intake_report r WHERE r.id = given_report
    UNION
    SELECT casework_words_in(string_agg(casework_parts(name), E'\n'))
    FROM files_reportedfile f, unnest(ARRAY[f.file_name,
        coalesce(f.corrected_details, f.details) ->> 'original_file_name']) AS name
    WHERE f.report_id = given_report AND name <> ''
$$;

-- What officers wrote that all of one agency read with a report: its own notes, and the
-- words that went along when it was handed on. What is private is in no table of words.
CREATE FUNCTION casework_words_beside(given_referral bigint) RETURNS SETOF bigint
    LANGUAGE sql STABLE AS $$
    SELECT casework_words_in((SELECT string_agg(written, E'\n') FROM (
        SELECT n.text AS written FROM casework_note n
        WHERE n.referral_id = given_referral AND n.agency_id = f.agency_id AND NOT n.is_private
        UNION ALL
        SELECT concat_ws(E'\n', h.case_title, h.reason, h.answer)
        FROM casework_passage p JOIN casework_handover h ON h.id = p.handover_id
        WHERE p.report_id = f.report_id AND f.agency_id IN (h.giver_id, h.receiver_id)) AS all_of_it))
    FROM referral_referral f WHERE f.id = given_referral
$$;

-- Who writes beside a report waits until it is learned, so that no word is lost.
CREATE FUNCTION casework_wait_for_words(given_report bigint) RETURNS void LANGUAGE sql AS $$
    SELECT pg_advisory_xact_lock(hashtextextended('casework words', given_report))
$$;

CREATE FUNCTION casework_learn_words(given_report bigint) RETURNS void
    LANGUAGE sql AS $$
    SELECT casework_wait_for_words(given_report);
    DELETE FROM casework_searchword WHERE referral_id IN
        (SELECT id FROM referral_referral WHERE report_id = given_report);
    INSERT INTO casework_searchword (agency_id, word, referral_id)
    SELECT f.agency_id, w, f.id
    FROM casework_words(given_report) w, referral_referral f
    WHERE f.report_id = given_report AND f.ended_at IS NULL AND NOT f.is_excluded
    UNION
    SELECT f.agency_id, w, f.id
    FROM referral_referral f, casework_words_beside(f.id) w
    WHERE f.report_id = given_report AND f.ended_at IS NULL AND NOT f.is_excluded;
    UPDATE casework_work SET is_indexed = true
    WHERE report_id = given_report AND NOT is_indexed;
$$;

-- A note, an offer and its answer are found at once.
CREATE FUNCTION casework_learn_note() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.referral_id IS NOT NULL THEN
        PERFORM casework_wait_for_words(w.report_id) FROM casework_work w
        WHERE w.referral_id = NEW.referral_id;
        INSERT INTO casework_searchword (agency_id, word, referral_id)
        SELECT NEW.agency_id, word, NEW.referral_id FROM casework_words_in(NEW.text) word
        ON CONFLICT DO NOTHING;
    ELSE
        INSERT INTO casework_caseword (agency_id, word, case_id)
        SELECT NEW.agency_id, word, NEW.case_id FROM casework_words_in(NEW.text) word
        ON CONFLICT DO NOTHING;
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER casework_learn_note AFTER INSERT ON casework_note FOR EACH ROW
    WHEN (NOT NEW.is_private) EXECUTE FUNCTION casework_learn_note();

CREATE FUNCTION casework_learn_handover() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    handover bigint := (CASE TG_TABLE_NAME WHEN 'casework_passage'
        THEN to_jsonb(NEW) ->> 'handover_id' ELSE to_jsonb(NEW) ->> 'id' END)::bigint;
BEGIN
    PERFORM casework_wait_for_words(p.report_id)
    FROM (SELECT report_id FROM casework_passage WHERE handover_id = handover
          ORDER BY report_id) p;
    INSERT INTO casework_searchword (agency_id, word, referral_id)
    SELECT f.agency_id, word, f.id
    FROM casework_handover h,
        casework_words_in(concat_ws(E'\n', h.case_title, h.reason, h.answer)) word,
        casework_passage p, referral_referral f
    WHERE h.id = handover AND p.handover_id = h.id AND f.report_id = p.report_id
      AND (TG_TABLE_NAME = 'casework_handover' OR p.id = (to_jsonb(NEW) ->> 'id')::bigint)
      AND f.agency_id IN (h.giver_id, h.receiver_id)
      AND f.ended_at IS NULL AND NOT f.is_excluded
    ON CONFLICT DO NOTHING;
    RETURN NULL;
END
$$;
CREATE TRIGGER casework_learn_handover AFTER INSERT ON casework_passage
    FOR EACH ROW EXECUTE FUNCTION casework_learn_handover();
CREATE TRIGGER casework_learn_handover AFTER UPDATE OF answer ON casework_handover
    FOR EACH ROW WHEN (NEW.answer <> '') EXECUTE FUNCTION casework_learn_handover();

-- The words of a case: its number and title, its tasks, and the notes that are shared. One
-- that is with another agency has none.
CREATE FUNCTION casework_learn_case_words(given_case bigint) RETURNS void LANGUAGE sql AS $$
    DELETE FROM casework_caseword WHERE case_id = given_case;
    INSERT INTO casework_caseword (agency_id, word, case_id)
    SELECT c.agency_id, word, c.id
    FROM casework_case c, casework_words_in(concat_ws(E'\n', c.number, c.title,
        (SELECT string_agg(t.title, E'\n') FROM casework_task t WHERE t.case_id = c.id),
        (SELECT string_agg(n.text, E'\n') FROM casework_note n
         WHERE n.case_id = c.id AND NOT n.is_private))) word
    WHERE c.id = given_case AND c.ended_at IS NULL
    ON CONFLICT DO NOTHING;
    UPDATE casework_case SET is_indexed = true WHERE id = given_case AND NOT is_indexed;
$$;
CREATE FUNCTION casework_follow_case() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM casework_learn_case_words(NEW.id);
    RETURN NULL;
END
$$;
CREATE TRIGGER casework_follow_case AFTER INSERT OR UPDATE OF number, title, ended_at
    ON casework_case
    FOR EACH ROW EXECUTE FUNCTION casework_follow_case();
CREATE FUNCTION casework_learn_task() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO casework_caseword (agency_id, word, case_id)
    SELECT c.agency_id, word, c.id
    FROM casework_case c, casework_words_in(NEW.title) word WHERE c.id = NEW.case_id
    ON CONFLICT DO NOTHING;
    RETURN NULL;
END
$$;
CREATE TRIGGER casework_learn_task AFTER INSERT ON casework_task
    FOR EACH ROW EXECUTE FUNCTION casework_learn_task();

-- Officers' own notes add words to what their agency has.
CREATE POLICY agency_insert ON casework_searchword FOR INSERT
    WITH CHECK (tipline_kind() = 'agency' AND agency_id = tipline_organization()
                AND casework_has_referral(referral_id));
ALTER TABLE casework_caseword ENABLE ROW LEVEL SECURITY;
ALTER TABLE casework_caseword FORCE ROW LEVEL SECURITY;
CREATE POLICY clearinghouse ON casework_caseword
    USING (tipline_is_clearinghouse()) WITH CHECK (tipline_is_clearinghouse());
CREATE POLICY agency_select ON casework_caseword FOR SELECT
    USING (tipline_kind() = 'agency' AND agency_id = tipline_organization()
           AND casework_has_case(case_id));
CREATE POLICY agency_insert ON casework_caseword FOR INSERT
    WITH CHECK (tipline_kind() = 'agency' AND agency_id = tipline_organization()
                AND casework_has_case(case_id));
CREATE POLICY agency_delete ON casework_caseword FOR DELETE
    USING (tipline_kind() = 'agency' AND agency_id = tipline_organization()
           AND casework_has_case(case_id));
