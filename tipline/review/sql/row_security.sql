-- What people said, and who has what in hand, is the clearinghouse's alone.
ALTER TABLE review_opinion ENABLE ROW LEVEL SECURITY;
ALTER TABLE review_opinion FORCE ROW LEVEL SECURITY;
CREATE POLICY clearinghouse ON review_opinion
    USING (tipline_is_clearinghouse()) WITH CHECK (tipline_is_clearinghouse());
CREATE TRIGGER review_opinion_refuse_change BEFORE UPDATE OR DELETE ON review_opinion
    FOR EACH ROW EXECUTE FUNCTION tipline_refuse_change();

ALTER TABLE review_contentreview ENABLE ROW LEVEL SECURITY;
ALTER TABLE review_contentreview FORCE ROW LEVEL SECURITY;
CREATE POLICY clearinghouse ON review_contentreview
    USING (tipline_is_clearinghouse()) WITH CHECK (tipline_is_clearinghouse());

ALTER TABLE review_setaside ENABLE ROW LEVEL SECURITY;
ALTER TABLE review_setaside FORCE ROW LEVEL SECURITY;
CREATE POLICY clearinghouse ON review_setaside
    USING (tipline_is_clearinghouse()) WITH CHECK (tipline_is_clearinghouse());

ALTER TABLE review_reviewerskills ENABLE ROW LEVEL SECURITY;
ALTER TABLE review_reviewerskills FORCE ROW LEVEL SECURITY;
CREATE POLICY clearinghouse ON review_reviewerskills
    USING (tipline_is_clearinghouse()) WITH CHECK (tipline_is_clearinghouse());

-- What stands also goes to the agencies that see the content, and to nobody before it stands.
ALTER TABLE review_contentlabels ENABLE ROW LEVEL SECURITY;
ALTER TABLE review_contentlabels FORCE ROW LEVEL SECURITY;
CREATE POLICY clearinghouse ON review_contentlabels
    USING (tipline_is_clearinghouse()) WITH CHECK (tipline_is_clearinghouse());
CREATE POLICY agency ON review_contentlabels FOR SELECT
    USING (tipline_kind() = 'agency' AND EXISTS (
        SELECT 1 FROM files_reportedfile f
        WHERE f.content_id = review_contentlabels.content_id));
