-- Where rows are copied to before they are listed: seen by this transaction alone.
CREATE TEMPORARY TABLE IF NOT EXISTS hashlist_given (
    item_id bigint NOT NULL, is_first boolean NOT NULL, entry_id text, media text NOT NULL,
    classification text NOT NULL, algorithm text NOT NULL, value text NOT NULL, recipe text NOT NULL
) ON COMMIT DROP;
TRUNCATE hashlist_given
