"""A picture that is on no list, but came before, is found again."""

import io
from datetime import UTC, datetime

import pytest
from PIL import Image

from tests import cast, factories
from tipline import pipeline
from tipline.files.models import PictureHash
from tipline.foundation.policy.scope import acting
from tipline.matching import pictures, queries
from tipline.matching.indexes import QUALITY_MIN

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 21, tzinfo=UTC)


def report_of(*contents: bytes) -> int:
    platform = cast.platform()
    report_id = factories.open_report(platform)
    for content in contents:
        factories.add_file(platform, report_id, content)
    factories.finish(platform, report_id)
    pipeline.journey.func(report_id=report_id)
    return report_id


def seen(report_id: int) -> list[tuple[int, str, tuple[int, ...]]]:
    """Give distance, turn and reports of what is near to a report's only file."""
    found = queries.near_pictures_of(cast.STAGE, report_id)
    return [(n.distance, n.turn, n.report_ids) for each in found.values() for n in each]


def variant(
    seed: int, *, quality: int = 60, turn: Image.Transpose | None = None
) -> bytes:
    """A generated picture as a JPEG, perhaps turned."""
    image = Image.open(io.BytesIO(factories.picture(seed, size=(640, 480))))
    out = io.BytesIO()
    (image.transpose(turn) if turn is not None else image).save(
        out, "JPEG", quality=quality
    )
    return out.getvalue()


def test_the_same_file_in_another_report_is_named_in_both():
    first = report_of(variant(71))
    assert seen(first) == []
    second = report_of(variant(71))
    assert seen(second) == [(0, "", (first,))]
    assert seen(first) == [(0, "", (second,))]


def test_a_near_copy_is_found_whichever_came_first():
    first = report_of(variant(72))
    other = report_of(variant(73))
    second = report_of(variant(72, quality=30))
    ((distance, turn, reports),) = seen(second)
    assert (turn, reports) == ("upright", (first,))
    assert distance <= 31
    assert seen(first) == [(distance, turn, (second,))]
    assert seen(other) == []


def test_a_turned_copy_says_how_it_lies():
    first = report_of(variant(74))
    second = report_of(variant(74, turn=Image.Transpose.ROTATE_90))
    ((_, turn, reports),) = seen(second)
    assert (turn, reports) == ("turned-right", (first,))


def test_many_copies_are_one_line_that_names_a_few_reports():
    reports = [report_of(variant(75)) for _ in range(7)]
    ((_, _, named),) = seen(reports[0])
    assert list(named) == reports[:1:-1]
    (found,) = queries.near_pictures_of(cast.STAGE, reports[0]).values()
    assert found[0].has_more


def test_of_many_variants_the_nearest_are_kept(monkeypatch):
    monkeypatch.setattr(pictures, "MOST_NEAR", 2)
    for quality in (20, 25, 30, 35):
        report_of(variant(76, quality=quality))
    near = seen(report_of(variant(76, quality=40)))
    assert len(near) == 2
    assert near == sorted(near)


def test_a_flat_picture_is_near_to_nothing():
    report_of(variant(77))
    with acting(cast.STAGE):
        PictureHash.objects.update(quality=QUALITY_MIN - 1)
    report_id = report_of(variant(77, quality=30))
    assert seen(report_id) == []


def test_two_files_of_one_report_name_no_other_report():
    assert seen(report_of(variant(78), variant(78, quality=30))) == []
