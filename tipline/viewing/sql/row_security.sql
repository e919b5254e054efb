-- Viewing is the clearinghouse's own; officers see who viewed the files that they have.
ALTER TABLE viewing_filebasis ENABLE ROW LEVEL SECURITY;
ALTER TABLE viewing_filebasis FORCE ROW LEVEL SECURITY;
CREATE POLICY clearinghouse ON viewing_filebasis
    USING (tipline_is_clearinghouse()) WITH CHECK (tipline_is_clearinghouse());
CREATE TRIGGER viewing_filebasis_refuse_change BEFORE UPDATE OR DELETE ON viewing_filebasis
    FOR EACH ROW EXECUTE FUNCTION tipline_refuse_change();

ALTER TABLE viewing_preference ENABLE ROW LEVEL SECURITY;
ALTER TABLE viewing_preference FORCE ROW LEVEL SECURITY;
CREATE POLICY clearinghouse ON viewing_preference
    USING (tipline_is_clearinghouse()) WITH CHECK (tipline_is_clearinghouse());

ALTER TABLE viewing_hold ENABLE ROW LEVEL SECURITY;
ALTER TABLE viewing_hold FORCE ROW LEVEL SECURITY;
CREATE POLICY clearinghouse ON viewing_hold
    USING (tipline_is_clearinghouse()) WITH CHECK (tipline_is_clearinghouse());

ALTER TABLE viewing_ticket ENABLE ROW LEVEL SECURITY;
ALTER TABLE viewing_ticket FORCE ROW LEVEL SECURITY;
CREATE POLICY clearinghouse ON viewing_ticket
    USING (tipline_is_clearinghouse()) WITH CHECK (tipline_is_clearinghouse());

ALTER TABLE viewing_viewing ENABLE ROW LEVEL SECURITY;
ALTER TABLE viewing_viewing FORCE ROW LEVEL SECURITY;
CREATE POLICY clearinghouse ON viewing_viewing
    USING (tipline_is_clearinghouse()) WITH CHECK (tipline_is_clearinghouse());
CREATE POLICY agency ON viewing_viewing FOR SELECT
    USING (tipline_kind() = 'agency' AND EXISTS (
        SELECT 1 FROM files_reportedfile f WHERE f.id = viewing_viewing.file_id));

-- What was viewed stays as it was written, but for the bytes, which are told once.
CREATE FUNCTION viewing_tell_bytes_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.served_bytes IS NOT NULL OR NEW.served_bytes IS NULL
       OR to_jsonb(NEW) - 'served_bytes' IS DISTINCT FROM to_jsonb(OLD) - 'served_bytes' THEN
        RAISE EXCEPTION 'A viewing never changes.' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER viewing_viewing_tell_bytes_once BEFORE UPDATE ON viewing_viewing
    FOR EACH ROW EXECUTE FUNCTION viewing_tell_bytes_once();
CREATE TRIGGER viewing_viewing_refuse_delete BEFORE DELETE ON viewing_viewing
    FOR EACH ROW EXECUTE FUNCTION tipline_refuse_change();
