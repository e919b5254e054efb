-- Who sees a content sees its hashes.
ALTER TABLE files_picturehash ENABLE ROW LEVEL SECURITY;
ALTER TABLE files_picturehash FORCE ROW LEVEL SECURITY;
CREATE POLICY clearinghouse ON files_picturehash
    USING (tipline_is_clearinghouse()) WITH CHECK (tipline_is_clearinghouse());
CREATE POLICY agency ON files_picturehash FOR SELECT
    USING (tipline_kind() = 'agency' AND EXISTS (
        SELECT 1 FROM files_reportedfile f WHERE f.content_id = files_picturehash.content_id));

ALTER TABLE files_videohash ENABLE ROW LEVEL SECURITY;
ALTER TABLE files_videohash FORCE ROW LEVEL SECURITY;
CREATE POLICY clearinghouse ON files_videohash
    USING (tipline_is_clearinghouse()) WITH CHECK (tipline_is_clearinghouse());
CREATE POLICY agency ON files_videohash FOR SELECT
    USING (tipline_kind() = 'agency' AND EXISTS (
        SELECT 1 FROM files_reportedfile f WHERE f.content_id = files_videohash.content_id));
