"""A report does not wait for its videos; when they are known it is ranked again."""

from datetime import UTC, datetime

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from tests import cast, factories
from tests.files.films import film
from tests.material import report_xml
from tipline import pipeline
from tipline.files import keeping
from tipline.files import queries as files
from tipline.files.models import Content, ReportedFile, VideoHash
from tipline.foundation.jobs.models import StepRun
from tipline.foundation.jobs.steps import ATTEMPTS_MAX
from tipline.foundation.policy.scope import acting
from tipline.matching import queries as matches
from tipline.referral.models import Referral
from tipline.triage.models import Standing

pytestmark = pytest.mark.django_db
JOURNEY = dict.fromkeys(["inspect", "match", "link", "assess", "route"], "done")


def finished_report(*contents: bytes, escalation: str = "") -> int:
    """A finished report with these files, whose journey has run."""
    platform = cast.platform()
    body = report_xml(escalation=escalation) if escalation else None
    report_id = factories.open_report(platform, body)
    for content in contents:
        factories.add_file(platform, report_id, content)
    factories.finish(platform, report_id)
    ProcrastinateJob.objects.all().delete()
    pipeline.journey.func(report_id=report_id)
    return report_id


def jobs() -> list[tuple[str, str, int]]:
    """What waits: queue, task, priority."""
    rows = ProcrastinateJob.objects.filter(status="todo").order_by("id")
    return list(rows.values_list("queue_name", "task_name", "priority"))


def next_job() -> None:
    """Run what waits longest, as a worker would."""
    job = ProcrastinateJob.objects.filter(status="todo").order_by("id").first()
    task, args = job.task_name, job.args
    ProcrastinateJob.objects.filter(pk=job.pk).delete()
    getattr(pipeline, task).func(**args)


def inspected(report_id: int) -> list[str]:
    """How the look at each file ended, empty while there was none."""
    found = files.files_of(cast.STAGE, report_id)
    return [file.content.inspection if file.content else "" for file in found]


def states(report_id: int) -> dict[str, str]:
    runs = StepRun.objects.filter(subject_id=report_id)
    return dict(runs.values_list("step", "state"))


def lose_bytes_of(report_id: int, number: int) -> None:
    """Let the vault no longer have a file; its row stays."""
    with acting(cast.STAGE):
        file = ReportedFile.objects.filter(report_id=report_id).order_by("pk")[number]
    keeping.vault().shred(keeping.from_row(file.stored))


def test_a_report_reaches_its_agency_before_its_videos_are_looked_at():
    known = finished_report(film(seconds=4, seed=21))
    next_job()
    report_id = finished_report(
        film("mkv", seconds=4, seed=21), factories.picture(21), film("gif", seconds=1)
    )
    assert states(report_id) == JOURNEY
    assert inspected(report_id) == ["", "ok", ""]
    with acting(cast.STAGE):
        assert Referral.objects.filter(report_id=report_id).exists()
    while jobs():
        next_job()
    assert states(report_id) == JOURNEY | {"watch": "done", "reassess": "done"}
    assert inspected(report_id) == ["ok", "ok", "ok"]
    assert matches.video_matches_of(cast.STAGE, report_id)
    assert inspected(known) == ["ok"]


def test_a_report_without_videos_ends_with_its_journey():
    still = factories.picture(22)
    assert jobs() == []
    report_id = finished_report(still, b"no picture at all")
    assert jobs() == []
    assert states(report_id) == JOURNEY


@pytest.mark.parametrize(
    ("escalation", "priority"), [("", 0), ("a meeting tonight", pipeline.URGENT)]
)
def test_the_videos_of_an_urgent_report_go_before_the_next_one_of_another(
    escalation, priority
):
    """Each video is a job of its own, so a report of many holds up no other."""
    first, second = film(seconds=1, seed=23), film(seconds=1, seed=24)
    report_id = finished_report(first, second, escalation=escalation)
    assert jobs() == [("videos", "watch", priority)]
    next_job()
    assert inspected(report_id) == ["ok", ""]
    assert "watch" not in states(report_id)
    assert jobs() == [("videos", "watch", priority)]
    next_job()
    assert jobs() == []
    assert inspected(report_id) == ["ok", "ok"]
    assert states(report_id)["watch"] == "done"


def test_a_video_that_is_looked_at_twice_is_kept_once():
    report_id = finished_report(film(seconds=1, seed=25))
    next_job()
    StepRun.objects.filter(subject_id=report_id).delete()
    pipeline.journey.func(report_id=report_id)
    assert jobs() == []
    pipeline.watch.func(report_id=report_id)
    assert states(report_id) == JOURNEY | {"watch": "done", "reassess": "done"}
    assert inspected(report_id) == ["ok"]


def test_a_file_that_cannot_be_read_holds_up_no_other_and_reaches_a_person():
    platform = cast.platform()
    report_id = factories.open_report(platform)
    for content in (
        factories.picture(26),
        film(seconds=1, seed=26),
        factories.picture(27),
        film(seconds=1, seed=27),
    ):
        factories.add_file(platform, report_id, content)
    factories.finish(platform, report_id)
    lose_bytes_of(report_id, 0)
    lose_bytes_of(report_id, 1)
    for _ in range(ATTEMPTS_MAX):
        pipeline.journey.func(report_id=report_id)
    assert states(report_id) == JOURNEY | {"inspect": "failed"}
    assert inspected(report_id) == ["", "", "ok", ""]
    for _ in range(ATTEMPTS_MAX + 1):
        pipeline.watch.func(report_id=report_id)
    assert inspected(report_id) == ["", "", "ok", "ok"]
    assert states(report_id)["watch"] == "failed"
    assert states(report_id)["reassess"] == "done"
    with acting(cast.STAGE):
        assert Standing.objects.get(report_id=report_id).needs_person


def test_videos_that_were_given_up_can_be_tried_again():
    report_id = finished_report(film(seconds=1, seed=28))
    ProcrastinateJob.objects.all().delete()
    now = datetime.now(UTC)
    for step, state in (("watch", "failed"), ("reassess", "done")):
        StepRun.objects.create(
            subject_id=report_id, step=step, state=state, attempts=5, updated_at=now
        )
    pipeline.retry_step(cast.STAGE, report_id, "watch")
    assert states(report_id) == JOURNEY
    assert [task for _, task, _ in jobs()] == ["watch"]
    next_job()
    assert inspected(report_id) == ["ok"]
    assert states(report_id)["reassess"] == "done"


def test_a_content_whose_answer_was_not_understood_is_looked_at_again():
    """As with the long videos that gave more frames than were believed."""
    content = film(seconds=1, seed=29)
    known = finished_report(content)
    next_job()
    with acting(cast.STAGE):
        (row,) = Content.objects.filter(reportedfile__report_id=known)
        row.hashes.all().delete()
        VideoHash.objects.filter(content=row).delete()
        row.inspection, row.inspection_reason = "killed", "bad-answer"
        row.media_type, row.width = "", None
        row.save()
    finished_report(content)
    next_job()
    assert inspected(known) == ["ok"]
    (file,) = files.files_of(cast.STAGE, known)
    assert (file.content.inspection_reason, file.content.width) == ("", 320)
    assert files.video_of(file)
