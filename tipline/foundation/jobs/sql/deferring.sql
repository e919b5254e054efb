-- Queue a job from within a function, so that it is there exactly when the change is.
CREATE FUNCTION jobs_defer(
    given_queue text, given_task text, given_priority integer, given_args jsonb
) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM procrastinate_defer_jobs_v1(ARRAY[
        ROW(given_queue, given_task, given_priority, NULL, NULL, given_args, NULL)
    ]::procrastinate_job_to_defer_v1[]);
END
$$;
