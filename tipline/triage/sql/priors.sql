-- A sender sees its own priors and appeals, and may open an appeal; nobody else's. Both are history.
ALTER TABLE triage_senderprior ENABLE ROW LEVEL SECURITY;
ALTER TABLE triage_senderprior FORCE ROW LEVEL SECURITY;
CREATE POLICY clearinghouse ON triage_senderprior
    USING (tipline_is_clearinghouse()) WITH CHECK (tipline_is_clearinghouse());
CREATE POLICY own ON triage_senderprior FOR SELECT
    USING (tipline_kind() = 'platform' AND platform_id = tipline_organization());
CREATE TRIGGER triage_senderprior_refuse_change BEFORE UPDATE OR DELETE ON triage_senderprior
    FOR EACH ROW EXECUTE FUNCTION tipline_refuse_change();

ALTER TABLE triage_priorappeal ENABLE ROW LEVEL SECURITY;
ALTER TABLE triage_priorappeal FORCE ROW LEVEL SECURITY;
CREATE POLICY clearinghouse ON triage_priorappeal
    USING (tipline_is_clearinghouse()) WITH CHECK (tipline_is_clearinghouse());
CREATE POLICY own ON triage_priorappeal FOR SELECT
    USING (tipline_kind() = 'platform' AND platform_id = tipline_organization());
CREATE POLICY appeals ON triage_priorappeal FOR INSERT
    WITH CHECK (tipline_kind() = 'platform' AND platform_id = tipline_organization()
                AND state = 'open');
CREATE TRIGGER triage_priorappeal_answered_once BEFORE UPDATE ON triage_priorappeal
    FOR EACH ROW WHEN (OLD.state <> 'open') EXECUTE FUNCTION tipline_refuse_change();
