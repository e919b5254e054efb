-- Bundles cross platforms and agencies: the clearinghouse's alone. What left stays as it was.
ALTER TABLE triage_bundle ENABLE ROW LEVEL SECURITY;
ALTER TABLE triage_bundle FORCE ROW LEVEL SECURITY;
CREATE POLICY clearinghouse ON triage_bundle
    USING (tipline_is_clearinghouse()) WITH CHECK (tipline_is_clearinghouse());

ALTER TABLE triage_bundlestay ENABLE ROW LEVEL SECURITY;
ALTER TABLE triage_bundlestay FORCE ROW LEVEL SECURITY;
CREATE POLICY clearinghouse ON triage_bundlestay
    USING (tipline_is_clearinghouse()) WITH CHECK (tipline_is_clearinghouse());

ALTER TABLE triage_bundlecount ENABLE ROW LEVEL SECURITY;
ALTER TABLE triage_bundlecount FORCE ROW LEVEL SECURITY;
CREATE POLICY clearinghouse ON triage_bundlecount
    USING (tipline_is_clearinghouse()) WITH CHECK (tipline_is_clearinghouse());

-- Installations that were there before tables were made in one step have these names:
-- with them all have the same.
ALTER TABLE triage_bundle RENAME CONSTRAINT
    triage_bundle_content_id_9c94ae77_fk_files_content_id TO triage_bundle_content_id_fk;
ALTER TABLE triage_bundlecount RENAME CONSTRAINT
    triage_bundlecount_bundle_id_2875d36a_fk_triage_bundle_id
    TO triage_bundlecount_bundle_id_2875d36a_fk_triage_bu;
ALTER TABLE triage_bundlestay RENAME CONSTRAINT
    triage_bundlestay_bundle_id_1f208721_fk_triage_bundle_id
    TO triage_bundlestay_bundle_id_1f208721_fk_triage_bu;
ALTER TABLE triage_standing RENAME CONSTRAINT
    triage_standing_bundle_id_00c085ea_fk_triage_bundle_id
    TO triage_standing_bundle_id_00c085ea_fk_triage_bundle_content_id;
