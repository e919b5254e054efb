-- What is like a flood in half is a bundle of its own, and comes under no decision that came before it.
CREATE FUNCTION triage_refuse_other_part() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    half_of bigint;
    set_aside_at timestamptz;
    is_half boolean := NEW.because ->> 'alike_in' IN ('words', 'named');
BEGIN
    SELECT bundle.half_of_id, bundle.set_aside_at INTO half_of, set_aside_at
    FROM triage_bundle bundle WHERE bundle.id = NEW.bundle_id;
    IF coalesce(is_half, false) <> (half_of IS NOT NULL) THEN
        RAISE EXCEPTION 'report % belongs to the other part of its flood', NEW.report_id
            USING ERRCODE = 'check_violation';
    END IF;
    IF is_half AND set_aside_at IS NOT NULL THEN
        RAISE EXCEPTION 'report % came after what is half alike was set aside', NEW.report_id
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER triage_bundlestay_in_its_part BEFORE INSERT ON triage_bundlestay
    FOR EACH ROW EXECUTE FUNCTION triage_refuse_other_part();

-- Those that are in a flood already come into its half, and so into the queue again.
SET LOCAL tipline.kind = 'clearinghouse';
INSERT INTO triage_bundle
    (id, half_of_id, opened_at, priority, place, set_aside_by, set_aside_because)
SELECT min(report_id), bundle_id, min(joined_at), '', 0, '', '' FROM triage_bundlestay
WHERE left_at IS NULL AND because ->> 'alike_in' IN ('words', 'named')
GROUP BY bundle_id;
UPDATE triage_bundlestay stay SET bundle_id = half.id FROM triage_bundle half
WHERE half.half_of_id = stay.bundle_id AND stay.left_at IS NULL
    AND stay.because ->> 'alike_in' IN ('words', 'named');
UPDATE triage_standing standing SET bundle_id = half.id
FROM triage_bundlestay stay JOIN triage_bundle half ON half.id = stay.bundle_id
WHERE half.half_of_id IS NOT NULL AND stay.left_at IS NULL
    AND stay.report_id = standing.report_id;
DELETE FROM triage_bundlecount
WHERE bundle_id IN (SELECT half_of_id FROM triage_bundle WHERE half_of_id IS NOT NULL);
INSERT INTO triage_bundlecount
    (bundle_id, platform_id, incident_type, designation, reports, incidents)
SELECT stay.bundle_id, report.platform_id, report.incident_type, stay.designation,
    count(*), sum(stay.incidents)
FROM triage_bundlestay stay JOIN intake_report report ON report.id = stay.report_id
JOIN triage_bundle bundle ON bundle.id = stay.bundle_id
WHERE stay.left_at IS NULL AND (
    bundle.half_of_id IS NOT NULL
    OR EXISTS (SELECT FROM triage_bundle half WHERE half.half_of_id = bundle.id)
)
GROUP BY 1, 2, 3, 4;
UPDATE triage_bundle bundle SET
    priority = coalesce(head.priority, ''), place = coalesce(head.place, 0),
    first_report_id = head.report_id
FROM triage_bundle part LEFT JOIN LATERAL (
    SELECT priority, place, report_id FROM triage_standing WHERE bundle_id = part.id
    ORDER BY priority, place, report_id LIMIT 1
) head ON true
WHERE part.id = bundle.id AND (
    part.half_of_id IS NOT NULL
    OR EXISTS (SELECT FROM triage_bundle half WHERE half.half_of_id = part.id)
);
