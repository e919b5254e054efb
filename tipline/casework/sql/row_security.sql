-- Every row belongs to one agency, and no other sees it.
ALTER TABLE casework_case ENABLE ROW LEVEL SECURITY;
ALTER TABLE casework_case FORCE ROW LEVEL SECURITY;
CREATE POLICY clearinghouse ON casework_case
    USING (tipline_is_clearinghouse()) WITH CHECK (tipline_is_clearinghouse());

-- A case that is with another agency, or was given back, is seen no longer.
CREATE POLICY agency_select ON casework_case FOR SELECT
    USING (tipline_kind() = 'agency' AND agency_id = tipline_organization()
           AND ended_at IS NULL);
CREATE POLICY agency_insert ON casework_case FOR INSERT
    WITH CHECK (tipline_kind() = 'agency' AND agency_id = tipline_organization());
CREATE POLICY agency_update ON casework_case FOR UPDATE
    USING (tipline_kind() = 'agency' AND agency_id = tipline_organization()
           AND ended_at IS NULL)
    WITH CHECK (tipline_kind() = 'agency' AND agency_id = tipline_organization()
                AND ended_at IS NULL);

-- Through its case, whose own policy says whose it is.
-- In a language whose plans a connection keeps: hashlist's who_reads.sql says why.
CREATE FUNCTION casework_has_case(given_case bigint) RETURNS boolean
    LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
BEGIN
    RETURN EXISTS (SELECT FROM casework_case c
                   WHERE c.id = given_case AND c.agency_id = tipline_organization()
                     AND c.ended_at IS NULL);
END
$$;

ALTER TABLE casework_casemember ENABLE ROW LEVEL SECURITY;
ALTER TABLE casework_casemember FORCE ROW LEVEL SECURITY;
CREATE POLICY clearinghouse ON casework_casemember
    USING (tipline_is_clearinghouse()) WITH CHECK (tipline_is_clearinghouse());
CREATE POLICY agency ON casework_casemember
    USING (tipline_kind() = 'agency' AND casework_has_case(case_id))
    WITH CHECK (tipline_kind() = 'agency' AND casework_has_case(case_id));

ALTER TABLE casework_task ENABLE ROW LEVEL SECURITY;
ALTER TABLE casework_task FORCE ROW LEVEL SECURITY;
CREATE POLICY clearinghouse ON casework_task
    USING (tipline_is_clearinghouse()) WITH CHECK (tipline_is_clearinghouse());
CREATE POLICY agency_select ON casework_task FOR SELECT
    USING (tipline_kind() = 'agency' AND casework_has_case(case_id));
CREATE POLICY agency_insert ON casework_task FOR INSERT
    WITH CHECK (tipline_kind() = 'agency' AND casework_has_case(case_id));
CREATE POLICY agency_update ON casework_task FOR UPDATE
    USING (tipline_kind() = 'agency' AND casework_has_case(case_id))
    WITH CHECK (tipline_kind() = 'agency' AND casework_has_case(case_id));

ALTER TABLE casework_work ENABLE ROW LEVEL SECURITY;
ALTER TABLE casework_work FORCE ROW LEVEL SECURITY;
CREATE POLICY clearinghouse ON casework_work
    USING (tipline_is_clearinghouse()) WITH CHECK (tipline_is_clearinghouse());
CREATE POLICY agency_select ON casework_work FOR SELECT
    USING (tipline_kind() = 'agency' AND agency_id = tipline_organization()
           AND ended_at IS NULL);
CREATE POLICY agency_update ON casework_work FOR UPDATE
    USING (tipline_kind() = 'agency' AND agency_id = tipline_organization()
           AND ended_at IS NULL)
    WITH CHECK (tipline_kind() = 'agency' AND agency_id = tipline_organization()
                AND ended_at IS NULL AND (case_id IS NULL OR casework_has_case(case_id)));
CREATE TRIGGER casework_work_stays BEFORE UPDATE OF referral_id, report_id, agency_id
    ON casework_work FOR EACH ROW
    WHEN ((OLD.referral_id, OLD.report_id, OLD.agency_id)
          IS DISTINCT FROM (NEW.referral_id, NEW.report_id, NEW.agency_id))
    EXECUTE FUNCTION tipline_refuse_change();

-- What hangs on a report is read as long as the agency has the report.
CREATE FUNCTION casework_has_referral(given_referral bigint) RETURNS boolean
    LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
BEGIN
    RETURN EXISTS (SELECT FROM casework_work w
                   WHERE w.referral_id = given_referral
                     AND w.agency_id = tipline_organization() AND w.ended_at IS NULL);
END
$$;

-- A private note is read by its author alone: casework.notes says who reads.
ALTER TABLE casework_note ENABLE ROW LEVEL SECURITY;
ALTER TABLE casework_note FORCE ROW LEVEL SECURITY;
CREATE POLICY clearinghouse ON casework_note
    USING (tipline_is_clearinghouse()) WITH CHECK (tipline_is_clearinghouse());
CREATE POLICY agency_select ON casework_note FOR SELECT
    USING (tipline_kind() = 'agency' AND agency_id = tipline_organization()
           AND (NOT is_private
                OR author_id::text = current_setting('tipline.person', true))
           AND (casework_has_case(case_id) OR casework_has_referral(referral_id)));
CREATE POLICY agency_insert ON casework_note FOR INSERT
    WITH CHECK (tipline_kind() = 'agency' AND agency_id = tipline_organization()
                AND (casework_has_case(case_id) OR casework_has_referral(referral_id)));
CREATE TRIGGER casework_note_refuse_change BEFORE UPDATE
    ON casework_note FOR EACH ROW EXECUTE FUNCTION tipline_refuse_change();

ALTER TABLE casework_logentry ENABLE ROW LEVEL SECURITY;
ALTER TABLE casework_logentry FORCE ROW LEVEL SECURITY;
CREATE POLICY clearinghouse ON casework_logentry
    USING (tipline_is_clearinghouse()) WITH CHECK (tipline_is_clearinghouse());
CREATE POLICY agency_select ON casework_logentry FOR SELECT
    USING (tipline_kind() = 'agency' AND agency_id = tipline_organization()
           AND (case_id IS NULL OR casework_has_case(case_id))
           AND (referral_id IS NULL OR casework_has_referral(referral_id)));
CREATE POLICY agency_insert ON casework_logentry FOR INSERT
    WITH CHECK (tipline_kind() = 'agency' AND agency_id = tipline_organization()
                AND (case_id IS NULL OR casework_has_case(case_id))
                AND (referral_id IS NULL OR casework_has_referral(referral_id)));
CREATE TRIGGER casework_logentry_refuse_change BEFORE UPDATE OR DELETE
    ON casework_logentry FOR EACH ROW EXECUTE FUNCTION tipline_refuse_change();

ALTER TABLE casework_queueview ENABLE ROW LEVEL SECURITY;
ALTER TABLE casework_queueview FORCE ROW LEVEL SECURITY;
CREATE POLICY clearinghouse ON casework_queueview
    USING (tipline_is_clearinghouse()) WITH CHECK (tipline_is_clearinghouse());
CREATE POLICY agency ON casework_queueview
    USING (tipline_kind() = 'agency' AND agency_id = tipline_organization())
    WITH CHECK (tipline_kind() = 'agency' AND agency_id = tipline_organization());

ALTER TABLE casework_searchword ENABLE ROW LEVEL SECURITY;
ALTER TABLE casework_searchword FORCE ROW LEVEL SECURITY;
CREATE POLICY clearinghouse ON casework_searchword
    USING (tipline_is_clearinghouse()) WITH CHECK (tipline_is_clearinghouse());
CREATE POLICY agency ON casework_searchword FOR SELECT
    USING (tipline_kind() = 'agency' AND agency_id = tipline_organization());
