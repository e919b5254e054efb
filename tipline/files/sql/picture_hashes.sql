-- Hashes of contents that were looked at before go into rows of their own. The owner of
-- the tables is bound by their policies too, until the transaction of the migration ends.
ALTER TABLE files_content NO FORCE ROW LEVEL SECURITY;
INSERT INTO files_picturehash (content_id, recipe, value, quality, turned)
    SELECT id, pdq_recipe, pdq, pdq_quality, '' FROM files_content
    WHERE pdq IS NOT NULL AND pdq_quality IS NOT NULL;
SET CONSTRAINTS ALL IMMEDIATE;
ALTER TABLE files_content FORCE ROW LEVEL SECURITY;

-- Who sees a content sees its hashes.
ALTER TABLE files_picturehash ENABLE ROW LEVEL SECURITY;
ALTER TABLE files_picturehash FORCE ROW LEVEL SECURITY;
CREATE POLICY clearinghouse ON files_picturehash
    USING (tipline_is_clearinghouse()) WITH CHECK (tipline_is_clearinghouse());
CREATE POLICY agency ON files_picturehash FOR SELECT
    USING (tipline_kind() = 'agency' AND EXISTS (
        SELECT 1 FROM files_reportedfile f WHERE f.content_id = files_picturehash.content_id));
