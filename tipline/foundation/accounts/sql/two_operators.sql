-- What operators want for people is the clearinghouse's business alone.
ALTER TABLE accounts_senioritywish ENABLE ROW LEVEL SECURITY;
ALTER TABLE accounts_senioritywish FORCE ROW LEVEL SECURITY;
CREATE POLICY clearinghouse ON accounts_senioritywish
    USING (tipline_is_clearinghouse()) WITH CHECK (tipline_is_clearinghouse());
