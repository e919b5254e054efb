-- A referral brings work into being; what the queue is ordered by follows its sources.
CREATE FUNCTION casework_begin_work() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO casework_work (referral_id, agency_id, report_id, level, designation,
        incident_type, received_at, made_available_at, first_opened_at, acknowledged_at,
        is_set_apart, changed_at, is_indexed)
    SELECT NEW.id, NEW.agency_id, NEW.report_id, coalesce(s.priority, 'E'),
        coalesce(s.designation, ''), r.incident_type, r.opened_at, NEW.made_available_at,
        NEW.first_opened_at, NEW.acknowledged_at, NEW.is_set_apart, NEW.made_available_at, true
    FROM intake_report r LEFT JOIN triage_standing s ON s.report_id = r.id
    WHERE r.id = NEW.report_id;
    IF NEW.ended_at IS NULL AND NOT NEW.is_excluded THEN
        INSERT INTO casework_searchword (agency_id, word, referral_id)
        SELECT NEW.agency_id, w, NEW.id FROM casework_words(NEW.report_id) w
        UNION
        SELECT NEW.agency_id, w, NEW.id FROM casework_words_beside(NEW.id) w;
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER casework_begin_work AFTER INSERT ON referral_referral
    FOR EACH ROW EXECUTE FUNCTION casework_begin_work();

-- Whose referral ended has the report no longer in its queue; nor does it find it by
-- any word, and neither does who is kept from it.
CREATE FUNCTION casework_follow_referral() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE casework_work SET first_opened_at = NEW.first_opened_at,
        acknowledged_at = NEW.acknowledged_at, is_set_apart = NEW.is_set_apart,
        ended_at = NEW.ended_at
    WHERE referral_id = NEW.id;
    IF (OLD.ended_at IS NULL AND NOT OLD.is_excluded)
        <> (NEW.ended_at IS NULL AND NOT NEW.is_excluded) THEN
        PERFORM casework_learn_words(NEW.report_id);
    END IF;
    RETURN NULL;
END
$$;

CREATE TRIGGER casework_follow_referral AFTER UPDATE ON referral_referral FOR EACH ROW
    WHEN ((OLD.first_opened_at, OLD.acknowledged_at, OLD.is_set_apart, OLD.ended_at,
           OLD.is_excluded) IS DISTINCT FROM
          (NEW.first_opened_at, NEW.acknowledged_at, NEW.is_set_apart, NEW.ended_at,
           NEW.is_excluded))
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
