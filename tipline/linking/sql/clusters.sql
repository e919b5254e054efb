-- Clusters cross platforms and agencies: the clearinghouse's alone.
ALTER TABLE linking_cluster ENABLE ROW LEVEL SECURITY;
ALTER TABLE linking_cluster FORCE ROW LEVEL SECURITY;
CREATE POLICY clearinghouse ON linking_cluster
    USING (tipline_is_clearinghouse()) WITH CHECK (tipline_is_clearinghouse());

ALTER TABLE linking_clusterstay ENABLE ROW LEVEL SECURITY;
ALTER TABLE linking_clusterstay FORCE ROW LEVEL SECURITY;
CREATE POLICY clearinghouse ON linking_clusterstay
    USING (tipline_is_clearinghouse()) WITH CHECK (tipline_is_clearinghouse());
CREATE TRIGGER linking_clusterstay_left_once BEFORE UPDATE ON linking_clusterstay
    FOR EACH ROW WHEN (OLD.left_at IS NOT NULL) EXECUTE FUNCTION tipline_refuse_change();

ALTER TABLE linking_clusterchange ENABLE ROW LEVEL SECURITY;
ALTER TABLE linking_clusterchange FORCE ROW LEVEL SECURITY;
CREATE POLICY clearinghouse ON linking_clusterchange
    USING (tipline_is_clearinghouse()) WITH CHECK (tipline_is_clearinghouse());
-- But for the number of a cluster that is gone.
CREATE TRIGGER linking_clusterchange_stays
    BEFORE UPDATE OF id, cluster_id, kind, report_ids, reason, changed_by, changed_at
    ON linking_clusterchange FOR EACH ROW EXECUTE FUNCTION tipline_refuse_change();
