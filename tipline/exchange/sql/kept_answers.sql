-- What a program was answered is its agency's alone.
ALTER TABLE exchange_keptanswer ENABLE ROW LEVEL SECURITY;
ALTER TABLE exchange_keptanswer FORCE ROW LEVEL SECURITY;
CREATE POLICY own ON exchange_keptanswer
    USING (tipline_kind() = 'agency' AND organization_id = tipline_organization())
    WITH CHECK (tipline_kind() = 'agency' AND organization_id = tipline_organization());
