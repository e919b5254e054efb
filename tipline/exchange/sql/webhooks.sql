-- An agency's webhooks and what was sent to them are its own.
ALTER TABLE exchange_webhook ENABLE ROW LEVEL SECURITY;
ALTER TABLE exchange_webhook FORCE ROW LEVEL SECURITY;
CREATE POLICY clearinghouse ON exchange_webhook
    USING (tipline_is_clearinghouse()) WITH CHECK (tipline_is_clearinghouse());
CREATE POLICY own_select ON exchange_webhook FOR SELECT
    USING (tipline_kind() = 'agency' AND organization_id = tipline_organization());
CREATE POLICY own_insert ON exchange_webhook FOR INSERT
    WITH CHECK (tipline_kind() = 'agency' AND organization_id = tipline_organization());
CREATE POLICY own_update ON exchange_webhook FOR UPDATE
    USING (tipline_kind() = 'agency' AND organization_id = tipline_organization())
    WITH CHECK (tipline_kind() = 'agency' AND organization_id = tipline_organization());

ALTER TABLE exchange_delivery ENABLE ROW LEVEL SECURITY;
ALTER TABLE exchange_delivery FORCE ROW LEVEL SECURITY;
CREATE POLICY clearinghouse ON exchange_delivery
    USING (tipline_is_clearinghouse()) WITH CHECK (tipline_is_clearinghouse());
CREATE POLICY own_select ON exchange_delivery FOR SELECT
    USING (tipline_kind() = 'agency' AND organization_id = tipline_organization());
CREATE POLICY own_insert ON exchange_delivery FOR INSERT
    WITH CHECK (tipline_kind() = 'agency' AND organization_id = tipline_organization()
                AND EXISTS (SELECT FROM exchange_webhook w WHERE w.id = webhook_id));

-- Tell each webhook of an agency of an event: in the transaction of the change.
CREATE FUNCTION exchange_tell(
    given_agency bigint, given_kind text, given_report bigint, given_handover bigint
) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    made bigint;
BEGIN
    FOR made IN
        INSERT INTO exchange_delivery
            (webhook_id, organization_id, kind, report_id, handover_id)
        SELECT w.id, w.organization_id, given_kind, given_report, given_handover
        FROM exchange_webhook w
        WHERE w.organization_id = given_agency AND w.ended_at IS NULL
        RETURNING id
    LOOP
        PERFORM jobs_defer('webhooks', 'deliver_event', 0,
                           jsonb_build_object('delivery_id', made));
    END LOOP;
END
$$;

-- Of what an agency must not see it is told nothing: not that it came, nor that it went.
CREATE FUNCTION exchange_follow_referral() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    was_there boolean := TG_OP = 'UPDATE' AND OLD.ended_at IS NULL
        AND NOT OLD.is_excluded AND NOT OLD.is_set_apart;
BEGIN
    IF NEW.is_excluded OR NEW.is_set_apart THEN
        RETURN NULL;
    ELSIF NEW.ended_at IS NULL AND NOT was_there THEN
        PERFORM exchange_tell(NEW.agency_id, 'report.available', NEW.report_id, NULL);
    ELSIF NEW.ended_at IS NOT NULL AND was_there THEN
        PERFORM exchange_tell(NEW.agency_id, 'report.ended', NEW.report_id, NULL);
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER exchange_begin_referral AFTER INSERT ON referral_referral
    FOR EACH ROW EXECUTE FUNCTION exchange_follow_referral();
CREATE TRIGGER exchange_follow_referral
    AFTER UPDATE OF ended_at, is_excluded, is_set_apart ON referral_referral
    FOR EACH ROW EXECUTE FUNCTION exchange_follow_referral();

CREATE FUNCTION exchange_follow_level() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM exchange_tell(r.agency_id, 'report.urgent', r.report_id, NULL)
    FROM referral_referral r
    WHERE r.id = NEW.referral_id AND r.ended_at IS NULL
      AND NOT r.is_excluded AND NOT r.is_set_apart;
    RETURN NULL;
END
$$;
CREATE TRIGGER exchange_begin_level AFTER INSERT ON casework_work FOR EACH ROW
    WHEN (NEW.level = '1') EXECUTE FUNCTION exchange_follow_level();
CREATE TRIGGER exchange_follow_level AFTER UPDATE OF level ON casework_work FOR EACH ROW
    WHEN (NEW.level = '1' AND OLD.level <> '1')
    EXECUTE FUNCTION exchange_follow_level();

CREATE FUNCTION exchange_follow_answer() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM exchange_tell(NEW.organization_id, 'report.answered', NEW.report_id, NULL);
    RETURN NULL;
END
$$;
CREATE TRIGGER exchange_follow_answer AFTER INSERT ON feedback_feedback
    FOR EACH ROW EXECUTE FUNCTION exchange_follow_answer();

CREATE FUNCTION exchange_follow_handover() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        PERFORM exchange_tell(NEW.receiver_id, 'handover.offered', NULL, NEW.id);
    ELSIF NEW.state = 'withdrawn' THEN
        PERFORM exchange_tell(NEW.receiver_id, 'handover.settled', NULL, NEW.id);
    ELSE
        PERFORM exchange_tell(NEW.giver_id, 'handover.settled', NULL, NEW.id);
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER exchange_begin_handover AFTER INSERT ON casework_handover
    FOR EACH ROW EXECUTE FUNCTION exchange_follow_handover();
CREATE TRIGGER exchange_follow_handover AFTER UPDATE OF state ON casework_handover
    FOR EACH ROW WHEN (NEW.state <> OLD.state)
    EXECUTE FUNCTION exchange_follow_handover();
