-- Which steps ran: for the clearinghouse, and for the worker, which keeps this book
-- between the steps, when it acts for nobody.
ALTER TABLE jobs_steprun ENABLE ROW LEVEL SECURITY;
ALTER TABLE jobs_steprun FORCE ROW LEVEL SECURITY;
CREATE POLICY clearinghouse ON jobs_steprun
    USING (tipline_is_clearinghouse()) WITH CHECK (tipline_is_clearinghouse());
CREATE POLICY worker ON jobs_steprun
    USING (tipline_kind() = '' AND current_user = 'tipline_worker')
    WITH CHECK (tipline_kind() = '' AND current_user = 'tipline_worker');
