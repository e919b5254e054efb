-- Bundles cross platforms and agencies: the clearinghouse's alone. What left stays as it was.
ALTER TABLE triage_bundle ENABLE ROW LEVEL SECURITY;
ALTER TABLE triage_bundle FORCE ROW LEVEL SECURITY;
CREATE POLICY clearinghouse ON triage_bundle
    USING (tipline_is_clearinghouse()) WITH CHECK (tipline_is_clearinghouse());

ALTER TABLE triage_bundlestay ENABLE ROW LEVEL SECURITY;
ALTER TABLE triage_bundlestay FORCE ROW LEVEL SECURITY;
CREATE POLICY clearinghouse ON triage_bundlestay
    USING (tipline_is_clearinghouse()) WITH CHECK (tipline_is_clearinghouse());
CREATE TRIGGER triage_bundlestay_left_once BEFORE UPDATE ON triage_bundlestay
    FOR EACH ROW WHEN (OLD.left_at IS NOT NULL) EXECUTE FUNCTION tipline_refuse_change();

ALTER TABLE triage_bundlecount ENABLE ROW LEVEL SECURITY;
ALTER TABLE triage_bundlecount FORCE ROW LEVEL SECURITY;
CREATE POLICY clearinghouse ON triage_bundlecount
    USING (tipline_is_clearinghouse()) WITH CHECK (tipline_is_clearinghouse());

-- Those that stand already keep their level and find their place in it.
SET LOCAL tipline.kind = 'clearinghouse';
UPDATE triage_standing SET place = 100 - risk;
