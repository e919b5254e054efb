-- A vote for a hash list says that its person was shown the file only where that is on
-- record: a clear preview of the same content, to that person, of which every byte left.
CREATE FUNCTION viewing_check_list_look() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM viewing_viewing v
        JOIN files_reportedfile f ON f.id = v.file_id
        JOIN files_content c ON c.id = f.content_id
        JOIN hashlist_proposal p ON p.id = NEW.proposal_id
        JOIN hashlist_hashentry e ON e.item_id = p.item_id
            AND e.algorithm = 'sha256' AND e.value = c.sha256
        WHERE v.id = NEW.viewing_id AND v.person_id = NEW.person_id
            AND v.variant = 'clear' AND v.served_bytes = v.size_bytes
    ) THEN
        RAISE EXCEPTION 'No such look was served.' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER hashlist_review_look_was_served BEFORE INSERT ON hashlist_review
    FOR EACH ROW WHEN (NEW.viewing_id IS NOT NULL)
    EXECUTE FUNCTION viewing_check_list_look();
