"""Contents that came before turns and the second recipe get them in the background."""

from datetime import UTC, datetime

import pytest
from django.db import connection
from procrastinate.contrib.django.models import ProcrastinateJob

from tests import cast, factories
from tests.matching import test_looking_back as past
from tipline import past_reports, pipeline
from tipline.files.models import Content, PictureHash, ReportedFile
from tipline.foundation.jobs.models import StepRun
from tipline.foundation.policy.scope import acting
from tipline.hashing.pdq import CANONICAL_RECIPE, RECIPES

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 21, tzinfo=UTC)


def old_report(seed: int, *, size=(640, 480)) -> int:
    """A report whose picture was hashed as the first versions did."""
    report_id = past.past_report(factories.picture(seed, size=size))
    with acting(cast.STAGE):
        content = past.content_of(report_id)
        content.hashes.exclude(recipe=CANONICAL_RECIPE).delete()
        content.hashes.update(turned=b"")
    return report_id


def hashes_of(report_id: int) -> dict[str, int]:
    """Give by recipe how many turns are kept."""
    with acting(cast.STAGE):
        rows = past.content_of(report_id).hashes.all()
        return {row.recipe: len(bytes(row.turned)) // 32 for row in rows}


def look_again(*, idle: bool = True) -> None:
    if idle:
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM procrastinate_jobs")
    past_reports.look_again.func(timestamp=0)


def test_old_contents_get_both_recipes_and_all_turns():
    reports = [old_report(seed) for seed in (91, 92)]
    young = past.past_report(factories.picture(93))
    look_again()
    for report_id in (*reports, young):
        assert hashes_of(report_id) == dict.fromkeys(RECIPES, 7)
    with acting(cast.STAGE):
        again = Content.objects.exclude(looked_again_at=None)
        assert again.count() == len(reports)


def test_the_new_hashes_are_matched_behind_everything_else():
    report_id = old_report(94)
    upright = factories.picture(94, size=(640, 480))
    turned = past.laid(upright, past.Image.Transpose.ROTATE_90)
    other = past.past_report(turned)
    past.load(f"pdq,{past.pdq_of(other).hex()}")
    past.settle()
    assert past.found(report_id) == []
    look_again()
    job = ProcrastinateJob.objects.filter(task_name="journey").latest("pk")
    assert (job.args, job.priority) == ({"report_id": report_id}, pipeline.BEHIND)
    with acting(cast.STAGE):  # with other hashes it may be near to another, too
        done = StepRun.objects.filter(subject_id=report_id, state="done")
        assert set(done.values_list("step", flat=True)) == {"inspect"}
    pipeline.journey.func(report_id=report_id)
    assert past.found(report_id) != []


def test_it_waits_while_reports_wait():
    report_id = old_report(95)
    pipeline.journey.defer(report_id=report_id)
    look_again(idle=False)
    assert hashes_of(report_id) == {CANONICAL_RECIPE: 0}


def test_what_cannot_be_hashed_better_is_looked_at_once():
    sliver, shredded = old_report(96, size=(64, 4)), old_report(97)
    with acting(cast.STAGE):
        ReportedFile.objects.filter(report_id=shredded).update(shredded_at=NOW)
    look_again()
    assert hashes_of(shredded) == {CANONICAL_RECIPE: 0}
    with acting(cast.STAGE):
        assert not Content.objects.filter(looked_again_at=None).exists()
        assert PictureHash.objects.filter(turned=b"").exists()
    assert hashes_of(sliver)
