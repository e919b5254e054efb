"""A video that was looked at before is found again, whole or in part."""

from datetime import UTC, datetime

import pytest

from tests import cast, factories
from tests.files.films import film
from tests.hashlist import stage
from tipline import pipeline
from tipline.files import queries as files
from tipline.files.models import Content
from tipline.foundation.policy.scope import acting
from tipline.hashing.video import MatchRule
from tipline.hashlist import reviewing
from tipline.hashlist import services as lists
from tipline.hashlist.flood import FloodLimits
from tipline.hashlist.models import HashEntry, HashItem
from tipline.matching import queries, services
from tipline.matching.models import Match

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 21, tzinfo=UTC)


def now() -> datetime:
    return datetime.now(UTC)


def watched_report(content: bytes) -> int:
    platform = cast.platform()
    report_id = factories.open_report(platform)
    factories.add_file(platform, report_id, content)
    factories.finish(platform, report_id)
    pipeline.STEPS["inspect"](report_id)
    pipeline.VIDEO_STEPS["watch"](report_id)
    return report_id


def matched_report(content: bytes) -> int:
    report_id = watched_report(content)
    services.match_report(cast.STAGE, report_id, at=NOW)
    return report_id


def test_a_videos_frames_are_kept_with_their_times():
    report_id = matched_report(film(seconds=4, seed=11))
    (file,) = files.files_of(cast.STAGE, report_id)
    kept = files.video_of(file)
    assert (kept.length_ms, kept.cut) == (4000, "")
    assert [frame.at_ms // 1000 for frame in kept.as_frames()] == [0, 1, 2, 3]
    assert file.content.media_type == "video/mp4"
    assert files.hashes_of(file) == []


def test_a_copy_in_another_format_is_found_with_both_percentages_and_times():
    known = matched_report(film(seconds=5, seed=12))
    assert queries.video_matches_of(cast.STAGE, known) == []
    report_id = matched_report(film("mkv", seconds=5, seed=12))
    (match,) = queries.video_matches_of(cast.STAGE, report_id)
    assert (match.file_percent, match.other_percent) == (100, 100)
    assert match.intervals["file"] == [[0, 4000]]
    assert match.other.media_type == "video/mp4"


def test_a_clip_is_found_in_the_video_that_it_is_little_of():
    matched_report(film(seconds=12, seed=13))
    report_id = matched_report(film("webm", seconds=3, seed=13))
    (match,) = queries.video_matches_of(cast.STAGE, report_id)
    assert match.file_percent == 100
    assert match.other_percent < 50


def test_an_operators_rule_decides_which_videos_match(settings):
    known = matched_report(film(seconds=12, seed=18))
    list_video(own_list(), content_of(known))
    settings.VIDEO_RULE = MatchRule(must_hold="both")
    strict = watched_report(film("webm", seconds=3, seed=18))
    pipeline.STEPS["match"](strict)
    assert queries.video_matches_of(cast.STAGE, strict) == []
    assert list_hits(strict) == []
    settings.VIDEO_RULE = MatchRule(must_hold="both", known_percent_min=10)
    wide = watched_report(film("mkv", seconds=3, seed=18))
    pipeline.STEPS["match"](wide)
    found = queries.video_matches_of(cast.STAGE, wide)
    assert content_of(known).pk in {match.other_id for match in found}
    assert [hit.algorithm for hit in list_hits(wide)] == ["vpdq"]


def test_another_video_is_not_found_and_matching_twice_keeps_one():
    matched_report(film(seconds=4, seed=14))
    other = matched_report(film(seconds=4, seed=15))
    assert queries.video_matches_of(cast.STAGE, other) == []
    copy = matched_report(film("avi", seconds=4, seed=14))
    services.match_report(cast.STAGE, copy, at=NOW)
    assert len(queries.video_matches_of(cast.STAGE, copy)) == 1


def test_an_exact_copy_is_one_content_and_no_other_video():
    content = film(seconds=3, seed=16)
    matched_report(content)
    assert queries.video_matches_of(cast.STAGE, matched_report(content)) == []


def test_a_mirrored_copy_is_found_and_called_so():
    known = matched_report(film(seconds=6, seed=17))
    list_video(own_list(), content_of(known))
    report_id = matched_report(film("mkv", seconds=6, seed=17, is_mirrored=True))
    (match,) = queries.video_matches_of(cast.STAGE, report_id)
    assert match.turn == "mirrored"
    assert match.file_percent >= 80
    (hit,) = list_hits(report_id)
    assert (hit.algorithm, hit.turn) == ("vpdq", "mirrored")


# Videos on lists


def own_list(kind: str = "csam"):
    return stage.new_list(kind, f"list {kind}")


def content_of(report_id: int) -> Content:
    with acting(cast.STAGE):
        return Content.objects.get(reportedfile__report_id=report_id)


def list_video(hash_list, content: Content):
    """List a video that was looked at, by its SHA-256 alone; nothing else is equal."""
    item = stage.listed(hash_list, f"{hash_list.pk} {content.pk}")
    with acting(cast.STAGE):
        HashEntry.objects.filter(item=item, algorithm="sha256").update(
            value=content.sha256
        )
    return item


def list_hits(report_id: int) -> list[Match]:
    return queries.matches_of(cast.STAGE, report_id)


def test_a_copy_of_a_listed_video_is_a_hit_with_percentages_and_times():
    hash_list = own_list()
    item = list_video(hash_list, content_of(matched_report(film(seconds=8, seed=31))))
    (hit,) = list_hits(matched_report(film("mkv", seconds=4, seed=31)))
    assert (hit.entry.item_id, hit.algorithm) == (item.pk, "vpdq")
    assert hit.file_percent == 100
    assert hit.item_percent < 60
    assert hit.intervals["file"] == [[0, 3000]]
    assert hit.intervals["item"][0][0] == 0
    assert hit.distance <= hash_list.match_distance


def test_an_equal_file_is_one_exact_hit_and_none_by_frames():
    content = film(seconds=3, seed=32)
    list_video(own_list(), content_of(matched_report(content)))
    (hit,) = list_hits(matched_report(content))
    assert (hit.algorithm, hit.file_percent, hit.intervals) == ("sha256", None, None)


def test_a_video_that_a_list_knows_by_its_frames_alone_is_a_hit_without_their_times():
    known = content_of(matched_report(film(seconds=5, seed=33)))
    with acting(cast.STAGE):
        frames = known.video.as_frames()
    hash_list = own_list()
    item = stage.listed(hash_list, "a video", pdq=frames[0].value.hex())
    with acting(cast.STAGE):
        HashItem.objects.filter(pk=item.pk).update(media="video")
        HashEntry.objects.bulk_create(
            HashEntry(
                hash_list=hash_list,
                item=item,
                algorithm="pdq",
                value=frame.value.hex(),
                added_at=NOW,
            )
            for frame in frames[1:]
        )
    (hit,) = list_hits(matched_report(film("webm", seconds=5, seed=33)))
    assert (hit.entry.item_id, hit.algorithm) == (item.pk, "vpdq")
    assert (hit.file_percent, hit.item_percent) == (100, 100)
    assert hit.intervals == {"file": [[0, 4000]], "item": []}


def test_another_video_is_on_no_list():
    list_video(own_list(), content_of(matched_report(film(seconds=4, seed=34))))
    assert list_hits(matched_report(film(seconds=4, seed=35))) == []


@pytest.mark.parametrize("what", ["list", "challenge"])
def test_a_listed_video_that_was_switched_off_hits_nothing(what):
    hash_list = own_list()
    item = list_video(hash_list, content_of(matched_report(film(seconds=4, seed=36))))
    if what == "list":
        lists.kill_list(cast.STAGE, hash_list.pk, at=NOW)
    else:
        ana = cast.principal_of(cast.ana())
        reviewing.challenge(ana, item.pk, reason="An adult.", at=NOW)
    assert list_hits(matched_report(film("mkv", seconds=4, seed=36))) == []


def test_each_list_has_its_own_distance_for_frames_too():
    hash_list = own_list()
    list_video(hash_list, content_of(matched_report(film(seconds=4, seed=37))))
    lists.set_match_distance(cast.STAGE, hash_list.pk, bits=0)
    assert list_hits(matched_report(film("avi", seconds=4, seed=37))) == []


def test_a_harmless_video_hides_what_is_in_its_own_frames_and_nothing_else():
    harmless, harmful = film(seconds=5, seed=38), film(seconds=5, seed=39)
    seen = [content_of(matched_report(each)) for each in (harmless, harmful)]
    csam, negative = own_list(), own_list("negative")
    for content in seen:
        list_video(csam, content)
    list_video(negative, seen[0])
    assert list_hits(matched_report(film("mkv", seconds=5, seed=38))) == []
    (hit,) = list_hits(matched_report(film("mkv", seconds=5, seed=39)))
    assert hit.item_percent == 100


def test_a_video_that_hits_too_often_is_held_back():
    item = list_video(own_list(), content_of(matched_report(film(seconds=3, seed=40))))
    limits = FloodLimits(hits_a_day=1)
    for kind in ("mkv", "avi"):
        report_id = matched_report(film(kind, seconds=3, seed=40))
        with acting(cast.STAGE):
            Match.objects.filter(report_id=report_id).delete()
        services.match_report(cast.STAGE, report_id, limits=limits, at=now())
    with acting(cast.STAGE):
        item.refresh_from_db()
    assert item.state == "suspended"
