"""The invented reports are valid, varied, and the same every time."""

import io
from collections import Counter
from datetime import UTC, datetime

import pytest

from tipline.demo import bar, documents, pictures, scenes, summary
from tipline.intake.profile import Profile
from tipline.intake.wire import read_file_details, read_report

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
SCENES = [scenes.scene(7, number, at=NOW) for number in range(2 * len(scenes.KINDS))]
FILE_ID = "a" * 32


@pytest.mark.parametrize("scene", SCENES, ids=range(len(SCENES)))
def test_the_strictest_reader_finds_nothing_wrong(scene):
    read = read_report(
        documents.report(scene),
        content_type="text/xml",
        profile=Profile.STRICT,
        at=NOW,
        own_reports=lambda _: set(),
    )
    assert read.warnings == ()
    for upload in scene.uploads:
        body = documents.file_details(upload, report_id=1, file_id=FILE_ID, at=NOW)
        details = read_file_details(
            body,
            content_type="text/xml",
            profile=Profile.STRICT,
            at=NOW,
            batched=bool(scene.batch),
        )
        assert details.warnings == ()


def test_every_kind_of_incident_is_told():
    assert len({scene.incident_type for scene in SCENES}) == 8


def test_there_is_something_of_everything():
    assert any(scene.batch for scene in SCENES)
    assert any(scene.escalation for scene in SCENES)
    assert any(scene.victim_age for scene in SCENES)
    assert any(not scene.uploads for scene in SCENES)
    assert {scene.ending for scene in SCENES} == {"finish", "retract", "leave open"}


def test_files_and_people_come_back():
    files = Counter(u.content for scene in SCENES for u in scene.uploads)
    people = Counter(scene.subject.user_id for scene in SCENES if scene.subject)
    assert max(files.values()) > 1
    assert max(people.values()) > 1


def test_the_same_seed_tells_the_same_story():
    again = [scenes.scene(7, number, at=NOW) for number in range(len(SCENES))]
    assert again == SCENES
    other = [scenes.scene(8, number, at=NOW) for number in range(len(SCENES))]
    assert other != SCENES


def test_what_is_listed_later_was_sent_before():
    sent = {u.content for scene in SCENES for u in scene.uploads}
    assert {pictures.original(number) for number in pictures.LATE[:2]} <= sent
    assert pictures.copy(pictures.FIRST_NOVEL + 1) in sent


def test_a_list_holds_the_hashes_of_its_pictures():
    lines = list(pictures.list_lines(pictures.VIRAL))
    assert len(lines) == 1 + 3 * len(pictures.VIRAL)
    assert pictures.copy(pictures.VIRAL[0]) != pictures.original(pictures.VIRAL[0])


def test_scores_are_counted_by_band():
    assert summary.bands([]) == {}
    assert summary.bands([39, 40, 69, 90, 100]) == {
        "under 40": 1,
        "40 to 69": 2,
        "90 and more": 2,
    }


class Terminal(io.StringIO):
    def isatty(self):
        return True


def test_a_bar_is_for_people_only():
    terminal, log = Terminal(), io.StringIO()
    for out in (terminal, log):
        shown = bar.Bar("Sending", out=out)
        shown(1, 2)
        shown.end()
    assert "1 of 2" in terminal.getvalue()
    assert log.getvalue() == ""
