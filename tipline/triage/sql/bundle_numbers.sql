-- A bundle has a number of its own, so that a flood, which no content leads, can be one too.
SET CONSTRAINTS ALL IMMEDIATE;
ALTER TABLE triage_bundle RENAME COLUMN content_id TO id;
ALTER TABLE triage_bundle ADD COLUMN content_id bigint;
SET LOCAL tipline.kind = 'clearinghouse';
UPDATE triage_bundle SET content_id = id;
DO $$
DECLARE
    reference text;
BEGIN
    SELECT conname INTO STRICT reference FROM pg_constraint
    WHERE conrelid = 'triage_bundle'::regclass AND contype = 'f'
      AND confrelid = 'files_content'::regclass;
    EXECUTE format('ALTER TABLE triage_bundle DROP CONSTRAINT %I', reference);
END $$;
ALTER TABLE triage_bundle
    ADD CONSTRAINT triage_bundle_content_id_key UNIQUE (content_id),
    ADD CONSTRAINT triage_bundle_content_id_fk FOREIGN KEY (content_id)
        REFERENCES files_content (id) DEFERRABLE INITIALLY DEFERRED;
