-- Who sees which rows. A platform reads the lists that it has access to, up to its
-- tier: what is or was listed, and its own canaries alone. An agency sees what its
-- reports hit. An audit firm sees the items of its samples.
ALTER TABLE hashlist_hashlist ENABLE ROW LEVEL SECURITY;
ALTER TABLE hashlist_hashlist FORCE ROW LEVEL SECURITY;
CREATE POLICY clearinghouse ON hashlist_hashlist
    USING (tipline_is_clearinghouse()) WITH CHECK (tipline_is_clearinghouse());
CREATE POLICY agency ON hashlist_hashlist FOR SELECT USING (tipline_kind() = 'agency');
CREATE POLICY platform ON hashlist_hashlist FOR SELECT USING (hashlist_may_read(id));
CREATE POLICY audit_firm ON hashlist_hashlist FOR SELECT
    USING (tipline_kind() = 'audit-firm' AND EXISTS (
        SELECT 1 FROM hashlist_listaudit a WHERE a.hash_list_id = hashlist_hashlist.id));

ALTER TABLE hashlist_listaccess ENABLE ROW LEVEL SECURITY;
ALTER TABLE hashlist_listaccess FORCE ROW LEVEL SECURITY;
CREATE POLICY clearinghouse ON hashlist_listaccess
    USING (tipline_is_clearinghouse()) WITH CHECK (tipline_is_clearinghouse());
CREATE POLICY own ON hashlist_listaccess FOR SELECT
    USING (tipline_kind() = 'platform' AND organization_id = tipline_organization());

ALTER TABLE hashlist_listmember ENABLE ROW LEVEL SECURITY;
ALTER TABLE hashlist_listmember FORCE ROW LEVEL SECURITY;
CREATE POLICY clearinghouse ON hashlist_listmember
    USING (tipline_is_clearinghouse()) WITH CHECK (tipline_is_clearinghouse());
CREATE POLICY platform ON hashlist_listmember FOR SELECT
    USING (hashlist_may_read(hash_list_id));
CREATE POLICY agency ON hashlist_listmember FOR SELECT USING (tipline_kind() = 'agency' AND hashlist_listed_a_hit(id));

ALTER TABLE hashlist_hashitem ENABLE ROW LEVEL SECURITY;
ALTER TABLE hashlist_hashitem FORCE ROW LEVEL SECURITY;
CREATE POLICY clearinghouse ON hashlist_hashitem
    USING (tipline_is_clearinghouse()) WITH CHECK (tipline_is_clearinghouse());
-- Who asks is said first: a function that looks into tables would be called for every
-- row that the clearinghouse reads or writes.
CREATE POLICY platform ON hashlist_hashitem FOR SELECT
    USING (tipline_kind() = 'platform' AND hashlist_may_hold(hash_list_id) AND listed_at IS NOT NULL
           AND (canary_for_id IS NULL OR hashlist_is_own(canary_for_id)));
CREATE POLICY platform_adds ON hashlist_hashitem FOR INSERT
    WITH CHECK (tipline_kind() = 'platform' AND basis = 'member' AND state = 'active'
                AND hashlist_may_add(member_id, hash_list_id));
CREATE POLICY platform_changes ON hashlist_hashitem FOR UPDATE
    USING (tipline_kind() = 'platform' AND basis = 'member' AND state = 'active'
           AND hashlist_may_add(member_id, hash_list_id))
    WITH CHECK (tipline_kind() = 'platform' AND basis = 'member' AND state IN ('active', 'withdrawn')
                AND hashlist_may_add(member_id, hash_list_id));
CREATE POLICY agency ON hashlist_hashitem FOR SELECT
    USING (tipline_kind() = 'agency' AND hashlist_was_hit(id));
CREATE POLICY audit_firm ON hashlist_hashitem FOR SELECT
    USING (tipline_kind() = 'audit-firm' AND EXISTS (
        SELECT 1 FROM hashlist_auditeditem a WHERE a.item_id = hashlist_hashitem.id));

ALTER TABLE hashlist_hashentry ENABLE ROW LEVEL SECURITY;
ALTER TABLE hashlist_hashentry FORCE ROW LEVEL SECURITY;
CREATE POLICY clearinghouse ON hashlist_hashentry
    USING (tipline_is_clearinghouse()) WITH CHECK (tipline_is_clearinghouse());
CREATE POLICY platform ON hashlist_hashentry FOR SELECT
    USING (tipline_kind() = 'platform' AND hashlist_is_shown(hash_list_id, item_id, algorithm));
CREATE POLICY platform_adds ON hashlist_hashentry FOR INSERT
    WITH CHECK (tipline_kind() = 'platform' AND EXISTS (SELECT 1 FROM hashlist_hashitem i WHERE i.id = item_id
        AND i.hash_list_id = hashlist_hashentry.hash_list_id
        AND i.basis = 'member' AND hashlist_may_add(i.member_id, i.hash_list_id)));
CREATE POLICY platform_changes ON hashlist_hashentry FOR UPDATE
    USING (tipline_kind() = 'platform' AND EXISTS (SELECT 1 FROM hashlist_hashitem i WHERE i.id = item_id
        AND i.basis = 'member' AND hashlist_may_add(i.member_id, i.hash_list_id)))
    WITH CHECK (tipline_kind() = 'platform' AND EXISTS (SELECT 1 FROM hashlist_hashitem i WHERE i.id = item_id
        AND i.hash_list_id = hashlist_hashentry.hash_list_id
        AND i.basis = 'member' AND hashlist_may_add(i.member_id, i.hash_list_id)));
CREATE POLICY audit_firm ON hashlist_hashentry FOR SELECT
    USING (tipline_kind() = 'audit-firm' AND hashlist_is_audited(item_id));

ALTER TABLE hashlist_largefingerprint ENABLE ROW LEVEL SECURITY;
ALTER TABLE hashlist_largefingerprint FORCE ROW LEVEL SECURITY;
CREATE POLICY clearinghouse ON hashlist_largefingerprint
    USING (tipline_is_clearinghouse()) WITH CHECK (tipline_is_clearinghouse());
CREATE POLICY platform ON hashlist_largefingerprint FOR SELECT
    USING (tipline_kind() = 'platform' AND hashlist_sees_entry(entry_id));
CREATE POLICY platform_adds ON hashlist_largefingerprint FOR INSERT
    WITH CHECK (EXISTS (SELECT 1 FROM hashlist_hashentry e
        JOIN hashlist_hashitem i ON i.id = e.item_id
        WHERE e.id = hashlist_largefingerprint.entry_id AND i.basis = 'member' AND hashlist_may_add(i.member_id, i.hash_list_id)));

ALTER TABLE hashlist_proposal ENABLE ROW LEVEL SECURITY;
ALTER TABLE hashlist_proposal FORCE ROW LEVEL SECURITY;
CREATE POLICY clearinghouse ON hashlist_proposal
    USING (tipline_is_clearinghouse()) WITH CHECK (tipline_is_clearinghouse());

ALTER TABLE hashlist_review ENABLE ROW LEVEL SECURITY;
ALTER TABLE hashlist_review FORCE ROW LEVEL SECURITY;
CREATE POLICY clearinghouse ON hashlist_review
    USING (tipline_is_clearinghouse()) WITH CHECK (tipline_is_clearinghouse());
CREATE TRIGGER hashlist_review_refuse_change BEFORE UPDATE OR DELETE ON hashlist_review
    FOR EACH ROW EXECUTE FUNCTION tipline_refuse_change();

ALTER TABLE hashlist_itemevent ENABLE ROW LEVEL SECURITY;
ALTER TABLE hashlist_itemevent FORCE ROW LEVEL SECURITY;
CREATE POLICY clearinghouse ON hashlist_itemevent
    USING (tipline_is_clearinghouse()) WITH CHECK (tipline_is_clearinghouse());
CREATE POLICY platform ON hashlist_itemevent FOR SELECT
    USING (tipline_kind() = 'platform' AND EXISTS (
        SELECT 1 FROM hashlist_hashitem i WHERE i.id = item_id AND hashlist_is_own(i.member_id)));
CREATE POLICY platform_adds ON hashlist_itemevent FOR INSERT
    WITH CHECK (tipline_kind() = 'platform' AND EXISTS (
        SELECT 1 FROM hashlist_hashitem i
        WHERE i.id = item_id AND hashlist_may_add(i.member_id, i.hash_list_id)));
CREATE TRIGGER hashlist_itemevent_refuse_change BEFORE UPDATE OR DELETE ON hashlist_itemevent
    FOR EACH ROW EXECUTE FUNCTION tipline_refuse_change();

ALTER TABLE hashlist_feedback ENABLE ROW LEVEL SECURITY;
ALTER TABLE hashlist_feedback FORCE ROW LEVEL SECURITY;
CREATE POLICY clearinghouse ON hashlist_feedback
    USING (tipline_is_clearinghouse()) WITH CHECK (tipline_is_clearinghouse());
CREATE POLICY platform ON hashlist_feedback FOR SELECT
    USING (tipline_kind() = 'platform' AND hashlist_sees_entry(entry_id));
CREATE POLICY platform_votes ON hashlist_feedback FOR INSERT
    WITH CHECK (hashlist_is_own(member_id) AND EXISTS (
        SELECT 1 FROM hashlist_hashentry e JOIN hashlist_listaccess a USING (hash_list_id)
        WHERE e.id = entry_id AND a.member_id = hashlist_feedback.member_id));
CREATE POLICY platform_votes_again ON hashlist_feedback FOR UPDATE
    USING (hashlist_is_own(member_id)) WITH CHECK (hashlist_is_own(member_id) AND EXISTS (
        SELECT 1 FROM hashlist_hashentry e JOIN hashlist_listaccess a USING (hash_list_id)
        WHERE e.id = entry_id AND a.member_id = hashlist_feedback.member_id));

ALTER TABLE hashlist_listaudit ENABLE ROW LEVEL SECURITY;
ALTER TABLE hashlist_listaudit FORCE ROW LEVEL SECURITY;
CREATE POLICY clearinghouse ON hashlist_listaudit
    USING (tipline_is_clearinghouse()) WITH CHECK (tipline_is_clearinghouse());
CREATE POLICY own ON hashlist_listaudit FOR SELECT
    USING (tipline_kind() = 'audit-firm' AND organization_id = tipline_organization());

ALTER TABLE hashlist_auditeditem ENABLE ROW LEVEL SECURITY;
ALTER TABLE hashlist_auditeditem FORCE ROW LEVEL SECURITY;
CREATE POLICY clearinghouse ON hashlist_auditeditem
    USING (tipline_is_clearinghouse()) WITH CHECK (tipline_is_clearinghouse());
CREATE POLICY own ON hashlist_auditeditem FOR SELECT
    USING (EXISTS (SELECT 1 FROM hashlist_listaudit a WHERE a.id = audit_id
                   AND tipline_kind() = 'audit-firm'));
CREATE POLICY own_finding ON hashlist_auditeditem FOR UPDATE
    USING (finding = '' AND EXISTS (SELECT 1 FROM hashlist_listaudit a WHERE a.id = audit_id
           AND tipline_kind() = 'audit-firm' AND a.published_at IS NULL))
    WITH CHECK (EXISTS (SELECT 1 FROM hashlist_listaudit a WHERE a.id = audit_id
           AND tipline_kind() = 'audit-firm' AND a.published_at IS NULL));
