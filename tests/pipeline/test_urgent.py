"""What looks like level 1 overtakes everything that waits, by order and not by time."""

import json

import pytest
from django.db import connection

from tests import cast, factories
from tests.material import report_xml
from tipline import pipeline
from tipline.alerting.models import Alarm
from tipline.foundation.jobs import worker
from tipline.foundation.jobs.models import StepRun
from tipline.foundation.policy.scope import acting
from tipline.referral.models import Referral
from tipline.triage.models import Assessment, Standing

pytestmark = pytest.mark.django_db
WAITING = 25
CALM = "Misleading Words or Digital Images on the Internet"


def take(queues=None):
    """Take the next job as a worker does: its task and report, or None."""
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO procrastinate_workers DEFAULT VALUES RETURNING id")
        (worker_id,) = cursor.fetchone()
        cursor.execute(
            "SELECT task_name, args::text FROM procrastinate_fetch_job_v2(%s, %s)",
            [queues or worker.QUEUES, worker_id],
        )
        name, args = cursor.fetchone() or (None, None)
    return None if name is None else (name, json.loads(args)["report_id"])


def run(job):
    name, report_id = job
    tasks = {"hasten": pipeline.hasten, "journey": pipeline.journey}
    tasks[name].func(report_id=report_id)


def finished(body):
    platform = cast.platform()
    report_id = factories.open_report(platform, body)
    factories.add_file(platform, report_id)
    factories.finish(platform, report_id)
    return report_id


def has_agency(report_id):
    with acting(cast.STAGE):
        return Referral.objects.filter(report_id=report_id).exists()


def waiting_reports():
    bodies = (report_xml(incident_type=CALM, user_id=f"u-{n}") for n in range(WAITING))
    return [finished(body) for body in bodies]


def chat(words):
    said = f"<chatImIncident><content>{words}</content></chatImIncident>"
    return report_xml(user_id="u-urgent").replace(
        b"<internetDetails>",
        f"<internetDetails>{said}</internetDetails><internetDetails>".encode(),
    )


@pytest.mark.parametrize(
    "body",
    [
        report_xml(escalation="Please look today.", user_id="u-urgent"),
        report_xml(incident_type="Child Sexual Molestation", user_id="u-urgent"),
        chat("Nos vemos esta noche en la estación."),
    ],
    ids=["escalated", "hands-on", "a term in a text"],
)
def test_level_1_is_at_its_agency_before_anything_that_waits(body):
    cast.lena()  # without an officer, nobody at the agency could be called
    waits = waiting_reports()
    urgent = finished(body)
    first = take()
    assert first == ("hasten", urgent)
    run(first)
    assert has_agency(urgent)
    assert not any(has_agency(report_id) for report_id in waits)
    with acting(cast.STAGE):
        assert Standing.objects.get(report_id=urgent).priority == "1"
        assert Alarm.objects.filter(report_id=urgent).count() == 2
    # No file has been looked at for it, and none of the others' either.
    assert not StepRun.objects.filter(step="inspect").exists()
    # Its journey is next, and then theirs, in the order they came.
    assert take() == ("journey", urgent)
    assert [take() for _ in waits] == [("journey", report_id) for report_id in waits]


def test_what_looks_like_level_2_goes_before_level_3():
    waits = waiting_reports()[:3]
    soon = finished(report_xml(user_id="u-soon"))
    assert take() == ("journey", soon)
    assert take() == ("journey", waits[0])


def test_the_journey_adds_what_the_files_say_and_takes_nothing_back():
    urgent = finished(report_xml(escalation="Please look today.", user_id="u-more"))
    run(take())
    run(take())
    with acting(cast.STAGE):
        first, then = Assessment.objects.filter(report_id=urgent).order_by("pk")
    rules = [{r["rule"] for r in each.reasons} for each in (first, then)]
    assert "novel-material" not in rules[0]
    assert rules[0] | {"novel-material"} <= rules[1]
    assert then.risk > first.risk
    with acting(cast.STAGE):
        assert Referral.objects.filter(report_id=urgent).count() == 1


def test_what_is_tried_again_of_an_urgent_report_still_goes_first(monkeypatch):
    urgent = finished(report_xml(escalation="Please look today.", user_id="u-again"))
    run(take())

    def broken(_):
        raise RuntimeError

    monkeypatch.setattr(pipeline, "STEPS", {**pipeline.STEPS, "inspect": broken})
    run(take())
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT priority FROM procrastinate_jobs WHERE status = 'todo'"
            " AND args::jsonb ->> 'report_id' = %s",
            [str(urgent)],
        )
        assert cursor.fetchall() == [(pipeline.URGENT,)]


def test_the_place_of_the_urgent_takes_nothing_else():
    waiting_reports()
    assert take(worker.CANNOT_WAIT) is None


def test_what_breaks_on_the_way_of_the_urgent_does_not_stop_the_journey(monkeypatch):
    urgent = finished(report_xml(escalation="Please look today.", user_id="u-broken"))

    def broken(*_, **__):
        raise RuntimeError

    with monkeypatch.context() as broken_for_now:
        broken_for_now.setattr(pipeline, "_route", broken)
        run(take())
    assert not has_agency(urgent)
    run(take())
    assert has_agency(urgent)
