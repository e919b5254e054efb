"""A video that was looked at before is found again, whole or in part."""

from datetime import UTC, datetime

import pytest

from tests import cast, factories
from tests.files.films import film
from tipline import pipeline
from tipline.files import queries as files
from tipline.matching import queries, services

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 21, tzinfo=UTC)


def matched_report(content: bytes) -> int:
    platform = cast.platform()
    report_id = factories.open_report(platform)
    factories.add_file(platform, report_id, content)
    factories.finish(platform, report_id)
    pipeline.STEPS["inspect"](report_id)
    pipeline.VIDEO_STEPS["watch"](report_id)
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
