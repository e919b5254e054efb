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
