-- Handovers are written for officers by the clearinghouse, which checks the chain; the
-- two agencies of one read it.
ALTER TABLE casework_handover ENABLE ROW LEVEL SECURITY;
ALTER TABLE casework_handover FORCE ROW LEVEL SECURITY;
CREATE POLICY clearinghouse ON casework_handover
    USING (tipline_is_clearinghouse()) WITH CHECK (tipline_is_clearinghouse());
CREATE POLICY agency ON casework_handover FOR SELECT
    USING (tipline_kind() = 'agency'
           AND tipline_organization() IN (giver_id, receiver_id));
CREATE TRIGGER casework_handover_stays
    BEFORE UPDATE OF giver_id, receiver_id, kind, case_id, offered_by, offered_at
    ON casework_handover FOR EACH ROW EXECUTE FUNCTION tipline_refuse_change();
CREATE TRIGGER casework_handover_answered_once BEFORE UPDATE OF state
    ON casework_handover FOR EACH ROW
    WHEN (OLD.state NOT IN ('offered', 'accepted'))
    EXECUTE FUNCTION tipline_refuse_change();

ALTER TABLE casework_passage ENABLE ROW LEVEL SECURITY;
ALTER TABLE casework_passage FORCE ROW LEVEL SECURITY;
CREATE POLICY clearinghouse ON casework_passage
    USING (tipline_is_clearinghouse()) WITH CHECK (tipline_is_clearinghouse());
CREATE POLICY agency ON casework_passage FOR SELECT
    USING (tipline_kind() = 'agency' AND EXISTS (
        SELECT FROM casework_handover h WHERE h.id = handover_id));
CREATE TRIGGER casework_passage_stays
    BEFORE UPDATE OF handover_id, report_id, ground_id
    ON casework_passage FOR EACH ROW EXECUTE FUNCTION tipline_refuse_change();

-- A case that is with another agency, or was given back, is seen no longer.
ALTER POLICY agency_select ON casework_case
    USING (tipline_kind() = 'agency' AND agency_id = tipline_organization()
           AND ended_at IS NULL);
ALTER POLICY agency_update ON casework_case
    USING (tipline_kind() = 'agency' AND agency_id = tipline_organization()
           AND ended_at IS NULL)
    WITH CHECK (tipline_kind() = 'agency' AND agency_id = tipline_organization()
                AND ended_at IS NULL);
CREATE OR REPLACE FUNCTION casework_has_case(given_case bigint) RETURNS boolean
    LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT EXISTS (SELECT FROM casework_case c
                   WHERE c.id = given_case AND c.agency_id = tipline_organization()
                     AND c.ended_at IS NULL)
$$;

-- Whose referral ended has neither the report in its queue nor finds it by words.
CREATE OR REPLACE FUNCTION casework_follow_referral() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE casework_work SET first_opened_at = NEW.first_opened_at,
        acknowledged_at = NEW.acknowledged_at, is_set_apart = NEW.is_set_apart,
        ended_at = NEW.ended_at
    WHERE referral_id = NEW.id;
    IF (OLD.ended_at IS NULL) <> (NEW.ended_at IS NULL) THEN
        PERFORM casework_learn_words(NEW.report_id);
    END IF;
    RETURN NULL;
END
$$;
DROP TRIGGER casework_follow_referral ON referral_referral;
CREATE TRIGGER casework_follow_referral AFTER UPDATE ON referral_referral FOR EACH ROW
    WHEN ((OLD.first_opened_at, OLD.acknowledged_at, OLD.is_set_apart, OLD.ended_at)
          IS DISTINCT FROM
          (NEW.first_opened_at, NEW.acknowledged_at, NEW.is_set_apart, NEW.ended_at))
    EXECUTE FUNCTION casework_follow_referral();
CREATE OR REPLACE FUNCTION casework_learn_words(given_report bigint) RETURNS void
    LANGUAGE sql AS $$
    DELETE FROM casework_searchword WHERE referral_id IN
        (SELECT id FROM referral_referral WHERE report_id = given_report);
    INSERT INTO casework_searchword (agency_id, word, referral_id)
    SELECT f.agency_id, w, f.id
    FROM referral_referral f, casework_words(given_report) w
    WHERE f.report_id = given_report AND f.ended_at IS NULL;
$$;
