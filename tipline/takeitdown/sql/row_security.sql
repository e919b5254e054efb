-- The clearinghouse alone, and the system for it: platforms see items on their list, and
-- not which of them belong together. As the public nobody reads or writes here.
ALTER TABLE takeitdown_case ENABLE ROW LEVEL SECURITY;
ALTER TABLE takeitdown_case FORCE ROW LEVEL SECURITY;
CREATE POLICY clearinghouse ON takeitdown_case
    USING (tipline_is_clearinghouse()) WITH CHECK (tipline_is_clearinghouse());
CREATE TRIGGER takeitdown_case_refuse_delete BEFORE DELETE ON takeitdown_case
    FOR EACH ROW EXECUTE FUNCTION tipline_refuse_change();

ALTER TABLE takeitdown_casefile ENABLE ROW LEVEL SECURITY;
ALTER TABLE takeitdown_casefile FORCE ROW LEVEL SECURITY;
CREATE POLICY clearinghouse ON takeitdown_casefile
    USING (tipline_is_clearinghouse()) WITH CHECK (tipline_is_clearinghouse());
CREATE TRIGGER takeitdown_casefile_refuse_change BEFORE UPDATE OR DELETE ON takeitdown_casefile
    FOR EACH ROW EXECUTE FUNCTION tipline_refuse_change();

ALTER TABLE takeitdown_harmlesshash ENABLE ROW LEVEL SECURITY;
ALTER TABLE takeitdown_harmlesshash FORCE ROW LEVEL SECURITY;
CREATE POLICY clearinghouse ON takeitdown_harmlesshash
    USING (tipline_is_clearinghouse()) WITH CHECK (tipline_is_clearinghouse());
