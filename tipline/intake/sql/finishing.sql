-- Close an open report for good, with its receipt and the answer, if it still is as it
-- was read; and queue what comes next, unless no task is named.
CREATE FUNCTION intake_finish_report(
    given_platform bigint, given_actor text, given_is_test boolean, given_report bigint,
    given_changed_at timestamptz, given_at timestamptz, given_receipt text,
    given_completeness integer, given_answer bytea, given_queue text, given_task text,
    given_priority integer, given_request_id text
) RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
    PERFORM intake_act_as(given_platform, given_actor, '');
    UPDATE intake_report
        SET state = 'finished', closed_at = greatest(changed_at, given_at),
            changed_at = greatest(changed_at, given_at), repeat_key = NULL,
            receipt = given_receipt, completeness = given_completeness,
            finish_answer = given_answer
        WHERE id = given_report AND (platform_id, is_test, state, changed_at)
              IS NOT DISTINCT FROM (given_platform, given_is_test, 'open', given_changed_at);
    IF NOT FOUND THEN
        RETURN false;
    END IF;
    PERFORM audit_record(given_actor, given_platform, 'report.finished',
                         'report:' || given_report, '{}', given_request_id);
    IF given_task <> '' THEN
        PERFORM jobs_defer(given_queue, given_task, given_priority,
                           jsonb_build_object('report_id', given_report));
    END IF;
    RETURN true;
END
$$;
