-- How often lists hit is the clearinghouse's business alone.
ALTER TABLE hashlist_listhits ENABLE ROW LEVEL SECURITY;
ALTER TABLE hashlist_listhits FORCE ROW LEVEL SECURITY;
CREATE POLICY clearinghouse ON hashlist_listhits
    USING (tipline_is_clearinghouse()) WITH CHECK (tipline_is_clearinghouse());

-- As before, but a list in quarantine answers no question with yes.
CREATE OR REPLACE FUNCTION hashlist_counts(given_entry bigint, given_list bigint, asker bigint)
    RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT e.withdrawn_at IS NULL
        AND i.state = 'active' AND l.killed_at IS NULL AND m.killed_at IS NULL
        AND l.quarantined_at IS NULL
        AND (m.quarantine_from IS NULL OR e.added_at <= m.quarantine_from)
        AND (i.canary_for_id IS NULL OR i.canary_for_id = asker)
        AND (l.id <> given_list OR i.member_id = asker
             OR NOT EXISTS (SELECT 1 FROM hashlist_itemaudience x WHERE x.item_id = i.id)
             OR EXISTS (SELECT 1 FROM hashlist_itemaudience x
                        WHERE x.item_id = i.id AND x.member_id = asker))
    FROM hashlist_hashentry e
    JOIN hashlist_hashitem i ON i.id = e.item_id
    JOIN hashlist_listmember m ON m.id = i.member_id
    JOIN hashlist_hashlist l ON l.id = i.hash_list_id
    WHERE e.id = given_entry
$$;
