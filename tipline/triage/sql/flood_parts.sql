-- What is like a flood in half is a bundle of its own, and comes under no decision that came before it.
CREATE FUNCTION triage_refuse_other_part() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    half_of bigint;
    set_aside_at timestamptz;
    is_half boolean := NEW.because ->> 'alike_in' IN ('words', 'named');
BEGIN
    SELECT bundle.half_of_id, bundle.set_aside_at INTO half_of, set_aside_at
    FROM triage_bundle bundle WHERE bundle.id = NEW.bundle_id;
    IF coalesce(is_half, false) <> (half_of IS NOT NULL) THEN
        RAISE EXCEPTION 'report % belongs to the other part of its flood', NEW.report_id
            USING ERRCODE = 'check_violation';
    END IF;
    IF is_half AND set_aside_at IS NOT NULL THEN
        RAISE EXCEPTION 'report % came after what is half alike was set aside', NEW.report_id
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER triage_bundlestay_in_its_part BEFORE INSERT ON triage_bundlestay
    FOR EACH ROW EXECUTE FUNCTION triage_refuse_other_part();
