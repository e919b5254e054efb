"""What comes to a list finds the past files that it is, or is near to."""

import base64
import hashlib
import io
from datetime import UTC, datetime, timedelta

import pytest
from PIL import Image
from procrastinate.contrib.django.models import ProcrastinateJob

from tests import cast, factories
from tests.files.films import film
from tests.hashlist import stage
from tipline import past_reports, pipeline
from tipline.files.models import Content
from tipline.foundation.audit.models import Entry
from tipline.foundation.policy.scope import acting
from tipline.hashing.pdq import CANONICAL_RECIPE, FULL_SIZE_RECIPE
from tipline.hashlist import members, reviewing
from tipline.hashlist import services as lists
from tipline.hashlist.flood import FloodLimits
from tipline.hashlist.models import HashItem
from tipline.matching import changes, proposing, queries
from tipline.triage.models import Standing

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 21, tzinfo=UTC)


def past_report(content: bytes, *, flags: str = "") -> int:
    platform = cast.platform()
    report_id = factories.open_report(platform)
    factories.add_file(platform, report_id, content, flags=flags)
    factories.finish(platform, report_id)
    pipeline.journey.func(report_id=report_id)
    settle()
    return report_id


def settle() -> list[int]:
    """Do what the worker does after a change; give the reports that it took up."""
    with acting(cast.STAGE):
        changes.number_changes()
    before = set(ProcrastinateJob.objects.values_list("pk", flat=True))
    past_reports.look_back.func()
    jobs = ProcrastinateJob.objects.filter(task_name="journey").exclude(pk__in=before)
    reports = [job.args["report_id"] for job in jobs.order_by("pk")]
    for report_id in reports:
        pipeline.journey.func(report_id=report_id)
    return reports


def found(report_id: int) -> list[tuple[str, int, str]]:
    matches = queries.matches_of(cast.STAGE, report_id)
    return [(each.algorithm, each.distance, each.turn) for each in matches]


def content_of(report_id: int) -> Content:
    with acting(cast.STAGE):
        return Content.objects.get(reportedfile__report_id=report_id)


def pdq_of(report_id: int, recipe: str = CANONICAL_RECIPE) -> bytes:
    with acting(cast.STAGE):
        row = content_of(report_id).hashes.get(recipe=recipe)
    return bytes(row.value)


def flipped(pdq: bytes, bits: int) -> str:
    mask = ((1 << bits) - 1) << (256 - bits)
    return f"{int.from_bytes(pdq, 'big') ^ mask:064x}"


def load(*lines: str, name: str = "Known") -> lists.Loaded:
    return lists.load_list(cast.STAGE, lines, name=name, meaning="known", at=NOW)


@pytest.mark.parametrize("algorithm", ["md5", "sha1", "sha256"])
def test_an_imported_digest_finds_every_past_copy(algorithm):
    content = factories.picture(51)
    first, other = past_report(content), past_report(factories.picture(52))
    second = past_report(content)
    load(f"{algorithm},{getattr(content_of(first), algorithm)}")
    assert settle() == [first, second]
    assert found(first) == found(second) == [(algorithm, 0, "")]
    assert found(other) == []


def test_a_hash_that_only_the_platform_knew_is_found():
    flags = '<originalFileHash hashType="PhotoDNA">AbCd</originalFileHash>'
    report_id = past_report(factories.picture(53), flags=flags)
    load("PDNA,AbCd")
    assert settle() == [report_id]
    assert found(report_id) == [("pdna", 0, "")]


def test_a_video_hash_too_large_for_a_list_is_found_by_its_digest():
    large = base64.b64encode(bytes(range(256)) * 8).decode()
    flags = f'<originalFileHash hashType="TMK+PDQF">{large}</originalFileHash>'
    report_id = past_report(factories.picture(54), flags=flags)
    load(f"TMK_PDQF,{large}")
    assert settle() == [report_id]


@pytest.mark.parametrize("recipe", [CANONICAL_RECIPE, FULL_SIZE_RECIPE])
def test_a_near_picture_is_found_by_both_recipes(recipe):
    report_id = past_report(factories.picture(55, size=(1400, 900)))
    load(f"pdq,{flipped(pdq_of(report_id, recipe), 31)}")
    assert settle() == [report_id]
    ((algorithm, distance, turn),) = found(report_id)
    assert (algorithm, turn) == ("pdq", "upright")
    assert distance <= 31


def laid(content: bytes, turn: Image.Transpose) -> bytes:
    out = io.BytesIO()
    Image.open(io.BytesIO(content)).transpose(turn).save(out, "PNG")
    return out.getvalue()


@pytest.mark.parametrize(
    "turn",
    [
        Image.Transpose.FLIP_LEFT_RIGHT,
        Image.Transpose.ROTATE_90,
        Image.Transpose.ROTATE_180,
    ],
)
def test_a_file_that_three_people_listed_is_found_in_every_turn(turn):
    content = factories.picture(56)
    known = past_report(content)
    copy = past_report(laid(content, turn))
    hash_list = stage.new_list()
    with acting(cast.STAGE):
        file_id = content_of(known).reportedfile_set.get().file_id
    ana = cast.principal_of(cast.ana())
    file = proposing.proposable(ana, known, file_id)
    proposal = proposing.propose_file(
        ana, file, list_id=hash_list.pk, classification="A1", look=stage.LOOK, at=NOW
    )
    stage.vote(proposal, cast.sven())
    assert settle() == []  # nobody has agreed yet
    stage.vote(proposal, cast.mira())
    assert settle() == [known, copy]
    assert {algorithm for algorithm, _, _ in found(known)} > {"md5", "pdq"}
    assert {way for _, _, way in found(copy)} != {"upright"}


def test_a_listed_video_finds_past_copies_in_other_formats():
    known, copy, other = (
        past_report(content)
        for content in (
            film(seconds=4, seed=61),
            film("mkv", seconds=3, seed=61),
            film(seconds=3, seed=62),
        )
    )
    for report_id in (known, copy, other):
        pipeline.VIDEO_STEPS["watch"](report_id)
    load(f"sha256,{content_of(known).sha256}")
    assert settle() == [known, copy]
    assert found(known) == [("sha256", 0, "")]
    ((algorithm, _, _),) = found(copy)
    assert algorithm == "vpdq"
    assert found(other) == []


def test_the_report_is_assessed_anew():
    report_id = past_report(factories.picture(62))
    before = reasons_of(report_id)
    load(f"md5,{content_of(report_id).md5}")
    assert settle() == [report_id]
    assert "novel-material" in before
    assert reasons_of(report_id) != before


def reasons_of(report_id: int) -> str:
    with acting(cast.STAGE):
        rows = Standing.objects.filter(report_id=report_id)
        return str(rows.values_list("assessment__reasons", flat=True).get())


def test_the_search_is_queued_once_when_lists_have_changed():
    def queued():
        return ProcrastinateJob.objects.filter(task_name="look_back").count()

    past_reports.look_back_surely.func(timestamp=0)
    assert queued() == 0
    load("md5," + "0" * 32)
    for _ in range(2):
        past_reports.look_back_surely.func(timestamp=0)
        assert queued() == 1


def test_what_is_searched_is_in_the_audit_and_searched_once():
    report_id = past_report(factories.picture(57))
    load(f"md5,{content_of(report_id).md5}", "md5," + "0" * 32)
    assert settle() == [report_id]
    with acting(cast.STAGE):
        entry = Entry.objects.filter(action="archive.searched").latest("pk")
    assert entry.details == '{"entries": 2, "reports": 1}'
    assert settle() == []


@pytest.mark.parametrize("what", ["list", "source", "quarantine", "distance"])
def test_what_counts_again_is_looked_for_again(what):
    report_id = past_report(factories.picture(58))
    hash_list = stage.new_list("imported", "Partner")
    with acting(cast.STAGE):
        member_id = hash_list.members.get().pk
    if what == "list":
        lists.kill_list(cast.STAGE, hash_list.pk, at=NOW)
    elif what == "source":
        members.kill_source(cast.STAGE, member_id, at=NOW)
    elif what == "quarantine":
        with acting(cast.STAGE):
            hash_list.members.update(quarantine_from=cast.YESTERDAY)
    else:
        lists.set_match_distance(cast.STAGE, hash_list.pk, bits=3)
    load(f"pdq,{flipped(pdq_of(report_id), 4)}", name="Partner")
    settle()
    assert found(report_id) == []
    if what == "list":
        lists.revive_list(cast.STAGE, hash_list.pk)
    elif what == "source":
        members.revive_source(cast.STAGE, member_id)
    elif what == "quarantine":
        members.release_quarantine(cast.STAGE, member_id, at=NOW)
    else:
        lists.set_match_distance(cast.STAGE, hash_list.pk, bits=4)
    assert settle() == [report_id]
    assert found(report_id) == [("pdq", 4, "upright")]


def test_what_a_negative_list_suppressed_is_a_hit_once_it_is_withdrawn():
    report_id = past_report(factories.picture(59))
    pdq = pdq_of(report_id)
    harmless = stage.listed(stage.new_list("negative", "Harmless"), "x", pdq=pdq.hex())
    load(f"pdq,{flipped(pdq, 9)}")
    settle()
    assert found(report_id) == []
    reviewing.withdraw(
        cast.principal_of(cast.mira()), harmless.pk, reason="Not harmless.", at=NOW
    )
    assert settle() == [report_id]
    assert found(report_id) == [("pdq", 9, "upright")]


@pytest.mark.parametrize(("days_later", "state"), [(0, "suspended"), (2, "active")])
def test_past_files_are_no_flood(monkeypatch, settings, *, days_later, state):
    content = factories.picture(60)
    reports = [past_report(content) for _ in range(3)]
    now = datetime.now(UTC) + timedelta(days=days_later)
    monkeypatch.setattr(pipeline, "_now", lambda: now)
    settings.FLOOD_LIMITS = FloodLimits(hits_a_day=2)
    load(f"md5,{md5_of(content)}")
    assert settle() == reports
    with acting(cast.STAGE):
        assert HashItem.objects.get().state == state


def md5_of(content: bytes) -> str:
    return hashlib.md5(content, usedforsecurity=False).hexdigest()


def test_reports_of_a_test_credential_are_left_alone():
    platform = cast.platform(is_test=True)
    report_id = factories.open_report(platform)
    content = factories.picture(61)
    factories.add_file(platform, report_id, content)
    factories.finish(platform, report_id)
    pipeline.STEPS["inspect"](report_id)
    load(f"md5,{md5_of(content)}")
    assert settle() == []
