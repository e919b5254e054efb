"""A picture that is a frame of a listed video is suggested, and the reverse."""

import io
from datetime import UTC, datetime

import pytest
from PIL import Image

from tests import cast
from tests.files.films import RATE, film, pixels
from tests.hashlist import stage
from tests.matching.test_looking_back import (
    content_of,
    flipped,
    found,
    load,
    past_report,
)
from tests.matching.test_looking_back import settle as settled
from tipline import pipeline
from tipline.files.models import ReportedFile
from tipline.foundation.policy.scope import acting
from tipline.hashlist import services as lists
from tipline.hashlist.models import HashEntry, HashItem
from tipline.matching import queries, services, sweeping
from tipline.matching.models import FrameMatch
from tipline.matching.spreading import in_process

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 21, tzinfo=UTC)


def still(seed: int, second: int, *, is_mirrored: bool = False) -> bytes:
    """A picture of what a film shows at a second, saved anew."""
    shown = Image.fromarray(pixels(seed, second * RATE))
    out = io.BytesIO()
    if is_mirrored:
        shown = shown.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    shown.save(out, "JPEG", quality=80)
    return out.getvalue()


def seen(content: bytes) -> int:
    report_id = past_report(content)
    pipeline.VIDEO_STEPS["watch"](report_id)
    settled()
    services.match_report(cast.STAGE, report_id, at=NOW)
    return report_id


def suggested(report_id: int) -> list[FrameMatch]:
    return queries.frame_matches_of(cast.STAGE, report_id)


def test_a_still_of_a_listed_video_is_a_suggestion_with_its_time_and_no_hit():
    known = seen(film(seconds=4, seed=71))
    load(f"sha256,{content_of(known).sha256}")
    settled()
    report_id = seen(still(71, 2, is_mirrored=True))
    (match,) = suggested(report_id)
    assert (match.frame_of, match.turn, match.at_ms // 1000) == ("item", "mirrored", 2)
    assert match.distance <= 31
    assert 50 <= match.quality <= 100
    assert match.entry.hash_list.name == "Known"
    assert found(report_id) == []
    services.match_report(cast.STAGE, report_id, at=NOW)
    assert len(suggested(report_id)) == 1
    assert suggested(seen(still(72, 2))) == []


def test_a_listed_video_finds_past_stills_at_once_and_by_a_sweep():
    known, report_id = seen(film(seconds=3, seed=73)), seen(still(73, 1))
    assert suggested(report_id) == []
    load(f"md5,{content_of(known).md5}")
    assert report_id in settled()
    assert [match.at_ms // 1000 for match in suggested(report_id)] == [1]
    again: list[int] = []
    assert sweeping.begin(cast.STAGE, at=NOW)
    is_left = sweeping.go_on(
        cast.STAGE,
        again.append,
        spread=in_process,
        is_over=lambda: False,
        clock=lambda: NOW,
    )
    assert (is_left, sorted(again)) == (False, sorted([known, report_id]))


def test_a_listed_picture_is_found_in_a_past_video_and_in_one_that_comes():
    past = seen(film(seconds=4, seed=74))
    picture = seen(still(74, 2))
    with acting(cast.STAGE):
        pdq = bytes(content_of(picture).hashes.order_by("recipe")[0].value).hex()
    stage.listed(stage.new_list(), "a picture", pdq=pdq)
    assert past in settled()
    new = seen(film("mkv", seconds=3, seed=74))
    for report_id in (past, new):
        (match,) = suggested(report_id)
        assert (match.frame_of, match.at_ms // 1000) == ("file", 2)
        assert found(report_id) == []
    assert [each[0] for each in found(picture)] == ["pdq"]


def test_a_frame_that_a_list_names_is_no_hit_for_a_picture_and_may_be_harmless():
    known = seen(film(seconds=3, seed=75))
    with acting(cast.STAGE):
        frames = content_of(known).video.as_frames()
    own = stage.new_list()
    item = stage.listed(own, "a video", pdq=frames[1].value.hex())
    with acting(cast.STAGE):
        HashItem.objects.filter(pk=item.pk).update(media="video")
    report_id = seen(still(75, 1))
    (match,) = suggested(report_id)
    assert (match.entry.item_id, match.at_ms, match.frame_of) == (item.pk, None, "item")
    assert found(report_id) == []
    with acting(cast.STAGE):
        FrameMatch.objects.all().delete()
    lists.set_match_distance(cast.STAGE, own.pk, bits=match.distance)
    negative = stage.new_list("negative", "Harmless")
    with acting(cast.STAGE):
        file = ReportedFile.objects.get(report_id=report_id)
        exact = bytes(file.content.hashes.get(recipe=match.recipe).value).hex()
    stage.listed(negative, "a title", pdq=exact)
    services.match_report(cast.STAGE, report_id, at=NOW)
    assert suggested(report_id) == []


def test_a_frame_of_a_harmless_video_hides_no_hit():
    harmless = seen(film(seconds=3, seed=76))
    frame = stage.listed(stage.new_list("negative", "Harmless"), "a film")
    with acting(cast.STAGE):
        sha256 = content_of(harmless).sha256
        HashEntry.objects.filter(item=frame, algorithm="sha256").update(value=sha256)
    report_id = seen(still(76, 1))
    with acting(cast.STAGE):
        (pdq,) = content_of(report_id).hashes.values_list("value", flat=True)[:1]
    load(f"pdq,{flipped(bytes(pdq), 25)}")
    settled()
    assert [each[0] for each in found(report_id)] == ["pdq"]
    assert suggested(report_id) == []
