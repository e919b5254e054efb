-- What is followed is the clearinghouse's business alone.
ALTER TABLE hashlist_subscription ENABLE ROW LEVEL SECURITY;
ALTER TABLE hashlist_subscription FORCE ROW LEVEL SECURITY;
CREATE POLICY clearinghouse ON hashlist_subscription
    USING (tipline_is_clearinghouse()) WITH CHECK (tipline_is_clearinghouse());
