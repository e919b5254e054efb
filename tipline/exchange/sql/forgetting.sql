-- Answers are kept for a day: the worker lets go of those that no program asks for again.
CREATE POLICY clearinghouse_select ON exchange_keptanswer FOR SELECT
    USING (tipline_is_clearinghouse());
CREATE POLICY clearinghouse_delete ON exchange_keptanswer FOR DELETE
    USING (tipline_is_clearinghouse());

-- An answer can say what a report says. When that is destroyed, the answer goes with it.
CREATE FUNCTION exchange_forget_report() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM exchange_keptanswer WHERE position(NEW.id::text IN body) > 0;
    RETURN NULL;
END
$$;
CREATE TRIGGER exchange_forget_report AFTER UPDATE OF purged_at ON intake_report
    FOR EACH ROW WHEN (OLD.purged_at IS NULL AND NEW.purged_at IS NOT NULL)
    EXECUTE FUNCTION exchange_forget_report();
