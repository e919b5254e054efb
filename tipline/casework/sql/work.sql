-- A referral brings work into being; what the queue is ordered by follows its sources.

-- The words of a report, as far as its agencies read it: of what the public tells, who
-- told it is left out. A text that PostgreSQL cannot take apart has no words.
CREATE FUNCTION casework_words(given_report bigint) RETURNS SETOF bigint
    LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN QUERY
        SELECT DISTINCT hashtextextended(lexeme, 0)
        FROM intake_report r, unnest(tsvector_to_array(jsonb_to_tsvector('simple',
            CASE WHEN r.origin = 'platform'
                 THEN coalesce(r.supplemented_document, r.document)
                 ELSE coalesce(r.supplemented_document, r.document) - 'reporter' END,
            '["string"]'))) AS lexeme
        WHERE r.id = given_report AND length(lexeme) BETWEEN 2 AND 200
        LIMIT 2000;
EXCEPTION WHEN program_limit_exceeded THEN
    RETURN;
END
$$;

CREATE FUNCTION casework_learn_words(given_report bigint) RETURNS void
    LANGUAGE sql AS $$
    DELETE FROM casework_searchword WHERE referral_id IN
        (SELECT id FROM referral_referral WHERE report_id = given_report);
    INSERT INTO casework_searchword (agency_id, word, referral_id)
    SELECT f.agency_id, w, f.id
    FROM referral_referral f, casework_words(given_report) w
    WHERE f.report_id = given_report;
$$;

CREATE FUNCTION casework_begin_work() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO casework_work (referral_id, agency_id, report_id, level, designation,
        incident_type, received_at, made_available_at, first_opened_at, acknowledged_at,
        is_set_apart, changed_at)
    SELECT NEW.id, NEW.agency_id, NEW.report_id, coalesce(s.priority, 'E'),
        coalesce(s.designation, ''), r.incident_type, r.opened_at, NEW.made_available_at,
        NEW.first_opened_at, NEW.acknowledged_at, NEW.is_set_apart, NEW.made_available_at
    FROM intake_report r LEFT JOIN triage_standing s ON s.report_id = r.id
    WHERE r.id = NEW.report_id;
    INSERT INTO casework_searchword (agency_id, word, referral_id)
    SELECT NEW.agency_id, w, NEW.id FROM casework_words(NEW.report_id) w;
    RETURN NULL;
END
$$;
CREATE TRIGGER casework_begin_work AFTER INSERT ON referral_referral
    FOR EACH ROW EXECUTE FUNCTION casework_begin_work();

CREATE FUNCTION casework_follow_referral() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE casework_work SET first_opened_at = NEW.first_opened_at,
        acknowledged_at = NEW.acknowledged_at, is_set_apart = NEW.is_set_apart
    WHERE referral_id = NEW.id;
    RETURN NULL;
END
$$;
CREATE TRIGGER casework_follow_referral AFTER UPDATE ON referral_referral FOR EACH ROW
    WHEN ((OLD.first_opened_at, OLD.acknowledged_at, OLD.is_set_apart)
          IS DISTINCT FROM (NEW.first_opened_at, NEW.acknowledged_at, NEW.is_set_apart))
    EXECUTE FUNCTION casework_follow_referral();

CREATE FUNCTION casework_follow_standing() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        UPDATE casework_work SET level = 'E', designation = ''
        WHERE report_id = OLD.report_id;
    ELSE
        UPDATE casework_work SET level = NEW.priority, designation = NEW.designation
        WHERE report_id = NEW.report_id
          AND (level, designation) IS DISTINCT FROM (NEW.priority, NEW.designation);
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER casework_follow_standing AFTER INSERT OR DELETE
    OR UPDATE OF priority, designation ON triage_standing
    FOR EACH ROW EXECUTE FUNCTION casework_follow_standing();

-- What was referred before there was any casework.
SELECT set_config('tipline.kind', 'clearinghouse', true);
INSERT INTO casework_work (referral_id, agency_id, report_id, level, designation,
    incident_type, received_at, made_available_at, first_opened_at, acknowledged_at,
    is_set_apart, changed_at)
SELECT f.id, f.agency_id, f.report_id, coalesce(s.priority, 'E'), coalesce(s.designation, ''),
    r.incident_type, r.opened_at, f.made_available_at, f.first_opened_at,
    f.acknowledged_at, f.is_set_apart, f.made_available_at
FROM referral_referral f
JOIN intake_report r ON r.id = f.report_id
LEFT JOIN triage_standing s ON s.report_id = f.report_id;
INSERT INTO casework_searchword (agency_id, word, referral_id)
SELECT f.agency_id, w, f.id FROM referral_referral f, casework_words(f.report_id) w;
SELECT set_config('tipline.kind', '', true);
