-- Two keys instead of four: a source is a member of its item's list, and a
-- fingerprint's list is that of its item. Each key is a look into another table for
-- every row.
ALTER TABLE hashlist_hashitem ADD CONSTRAINT hashlist_item_member_of_list
    FOREIGN KEY (member_id, hash_list_id) REFERENCES hashlist_listmember (id, hash_list_id)
    DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE hashlist_hashentry ADD CONSTRAINT hashlist_hashentry_item_of_list
    FOREIGN KEY (item_id, hash_list_id) REFERENCES hashlist_hashitem (id, hash_list_id)
    DEFERRABLE INITIALLY DEFERRED;

-- Entry ids stand in addresses and cursors. Said without a counted repetition, which is
-- expanded at each match.
ALTER TABLE hashlist_hashitem ADD CONSTRAINT hashlist_item_entry_id_plain
    CHECK (entry_id <> '' AND entry_id !~ '[^A-Za-z0-9._~-]');

-- Installations that were there before tables were made in one step have this name:
-- with it all have the same.
ALTER TABLE hashlist_hashlist
    RENAME CONSTRAINT hashlist_hashlist_slug_key TO hashlist_hashlist_slug_786a6c98_uniq;
