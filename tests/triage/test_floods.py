"""Many send the same form: an analyst sees one line, and nobody else is lost in it."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from tests import cast
from tests.triage import form_senders
from tests.triage.senders import catch_up
from tests.triage.test_alike import LONG, PAGE
from tipline import pipeline, web_form
from tipline.foundation.audit.models import Entry
from tipline.foundation.policy.scope import acting
from tipline.intake.models import Submission
from tipline.triage import bundles, floods, queries, services
from tipline.triage.alike import GATHERED_AFTER, Kin
from tipline.triage.bundle_reading import read_bundle
from tipline.triage.errors import (
    BundleNotFoundError,
    FloodInQueueError,
    MoreInHalfError,
    SettingAsideNeedsReasonError,
)
from tipline.triage.models import Likeness, Standing
from tipline.triage.queue_lines import BundleRow, QueueFilters

pytestmark = pytest.mark.django_db
NOW = datetime.now(UTC)
FEW = GATHERED_AFTER[Kin.ALL] + 1  # the first, and those that follow it alone
JUNK = {"what": LONG, "urls": PAGE, "kind": "misleading"}


def send(*, at=NOW, **answers):
    return form_senders.report({**JUNK, **answers}, at=at)


def flood(number=FEW + 2):
    return [send(what=f"{LONG}{'!' * n}") for n in range(number)]


def bundle_of(report_id):
    with acting(cast.STAGE):
        return Standing.objects.get(report_id=report_id).bundle_id


def lines(**filters):
    return queries.queue(cast.STAGE, QueueFilters(**filters)).rows


def gathered(rows):
    return [row for row in rows if isinstance(row, BundleRow)]


def test_a_flood_is_one_line_and_what_differs_stands_by_itself():
    first, *others = flood()
    apart = {
        "other page": send(urls="https://pictures.example.org/album/8"),
        "other words": send(what="It is my neighbor: I saw him upload this one."),
        "a school": send(child_school="Sample School"),
        "a danger": send(danger_now="yes"),
        "words of danger": send(danger="abstract words"),
        "a child": send(told_by="child"),
    }
    assert [bundle_of(each) for each in (first, *others)] == [None] * FEW + [first] * 2
    assert {name: bundle_of(each) for name, each in apart.items()} == dict.fromkeys(
        apart
    )
    rows = lines()
    (line,) = gathered(rows)
    assert (line.is_flood, line.reports, line.platforms) == (True, 2, 0)
    assert line.bundle_id == first
    shown = {row.report_id for row in rows if row is not line}
    assert shown == {first, *others[: FEW - 1], *apart.values()}
    assert rows[0].report_id == apart["a danger"]
    assert gathered(lines(is_by_form=True)) == [line]
    assert not gathered(lines(is_by_telephone=True))
    assert not gathered(lines(platform_id=1))


def test_no_row_of_it_says_where_anybody_is():
    report_id = send(told_by="other", reporter_email="ana@example.org")
    with acting(cast.STAGE):
        kept = Likeness.objects.filter(pk=report_id).values().get()
    assert set(kept) == {
        *("report_id", "leader_id", "kin", "is_gathered", "at", "alike", "half"),
        *("keys", "sketch", "short", "named", "answers"),
    }
    assert not any("example.org" in str(value) for value in kept.values())


def test_a_journey_that_runs_again_counts_nobody_twice():
    first, second, *_ = flood(3)
    with acting(cast.STAGE):
        pipeline.travel_again(second, steps=("assess",))
        pipeline.travel_again(first, steps=("assess",))
    catch_up()
    with acting(cast.STAGE):
        assert Likeness.objects.get(pk=first).alike == 2
        assert Likeness.objects.get(pk=first).leader_id is None


def test_who_has_something_of_its_own_later_leaves_the_flood():
    first, *_ = flood(FEW)
    key, writes = form_senders.fill_in(JUNK, at=NOW)
    pipeline.journey.func(report_id=writes)
    raised, failed, taken, stays = (send() for _ in range(4))
    assert {bundle_of(each) for each in (writes, raised, failed, taken)} == {first}
    web_form.add_message(web_form.returning(key), "One more thing.", at=NOW)
    web_form.heed_message.func(report_id=writes)
    services.escalate(cast.STAGE, raised, at=NOW)
    services.need_person(cast.STAGE, failed, step="route", at=NOW)
    bundles.take_out(cast.STAGE, taken, reason="abstract reason", at=NOW)
    with acting(cast.STAGE):
        pipeline.travel_again(taken, steps=("assess",))
    catch_up()
    assert [bundle_of(each) for each in (writes, raised, failed, taken)] == [None] * 4
    assert bundle_of(stays) == first
    left = {
        gone.report_id: gone.because for gone in read_bundle(cast.STAGE, first).left
    }
    assert left[writes] == ("wrote-again",)
    assert left[taken] == ("taken-out",)


def test_half_alike_is_gathered_only_where_very_many_come_in_a_day(monkeypatch):
    monkeypatch.setattr(floods, "GATHERED_AFTER", {**GATHERED_AFTER, Kin.WORDS: 2})
    pages = [send(urls=f"https://pages.example.org/{n}") for n in range(5)]
    assert [bundle_of(each) for each in pages] == [None] * 3 + [pages[3]] * 2
    read = read_bundle(cast.STAGE, pages[0])
    assert (read.half.half_of, read.half.reports, read.members) == (pages[0], 2, ())
    assert {each.alike_in for each in read.half.members} == {"words"}
    monkeypatch.setattr(floods, "WITHIN", dict.fromkeys(Kin, timedelta()))
    assert bundle_of(send(urls="https://later.example.org/")) is None


def test_a_flood_is_set_aside_and_taken_back_and_what_is_new_comes_anyway(monkeypatch):
    monkeypatch.setattr(floods, "GATHERED_AFTER", {**GATHERED_AFTER, Kin.WORDS: 0})
    first, *others = flood()
    ana = cast.principal_of(cast.ana())
    with pytest.raises(SettingAsideNeedsReasonError):
        floods.set_aside(ana, first, reason=" ", at=NOW)
    floods.set_aside(ana, first, reason="abstract reason", at=NOW)
    assert not gathered(lines())
    same, new = send(), send(urls="https://pages.example.org/new")
    assert (bundle_of(same), bundle_of(new)) == (first, None)
    assert not gathered(lines())
    assert new in [row.report_id for row in lines()]
    floods.take_back(ana, first)
    assert gathered(lines())[0].reports == len(others) - FEW + 2
    with acting(cast.STAGE):
        said = Entry.objects.filter(subject=f"bundle:{first}").order_by("pk")
        assert list(said.values_list("action", "actor")) == [
            ("bundle.set_aside", ana.actor),
            ("bundle.taken_back", ana.actor),
        ]
    for deed in (floods.take_back, lambda *a: floods.set_aside(*a, reason="x", at=NOW)):
        with pytest.raises(BundleNotFoundError):
            deed(ana, others[0])


def test_who_is_half_alike_stays_in_the_queue_when_the_flood_is_set_aside(monkeypatch):
    monkeypatch.setattr(floods, "GATHERED_AFTER", {**GATHERED_AFTER, Kin.WORDS: 0})
    first, *_ = flood()
    half = [send(urls=f"https://pages.example.org/{n}") for n in range(2)]
    ana = cast.principal_of(cast.ana())
    seen = read_bundle(ana, first).half.newest
    with pytest.raises(FloodInQueueError):
        floods.set_half_aside(ana, first, seen=seen, reason="x", at=NOW)
    floods.set_aside(ana, first, reason="abstract reason", at=NOW)
    (line,) = gathered(lines())
    assert (line.bundle_id, line.half_of, line.reports) == (half[0], first, 2)
    with pytest.raises(SettingAsideNeedsReasonError):
        floods.set_half_aside(ana, first, seen=seen, reason=" ", at=NOW)
    with pytest.raises(MoreInHalfError):
        floods.set_half_aside(ana, first, seen=seen - 1, reason="x", at=NOW)
    floods.set_half_aside(ana, first, seen=seen, reason="abstract reason", at=NOW)
    assert not gathered(lines())
    late = send(urls="https://pages.example.org/late")
    assert late in [row.report_id for row in lines()]
    floods.take_back(ana, first)
    assert [line.half_of for line in gathered(lines())] == [None, first]
    with acting(cast.STAGE):
        said = Entry.objects.filter(action="bundle.set_aside").order_by("pk")
        subjects = [f"bundle:{first}", f"bundle:{half[0]}"]
        assert list(said.values_list("subject", flat=True)) == subjects
    for nothing in (half[0], half[1]):
        with pytest.raises(BundleNotFoundError):
            floods.set_aside(ana, nothing, reason="x", at=NOW)


def test_of_a_destroyed_report_no_digest_is_left_and_the_next_one_is_the_first():
    first, *_, last = flood(FEW + 1)
    with acting(cast.STAGE):
        assert floods.forget_report(first) == 1
        assert floods.forget_report(last) == 0
        gone = Likeness.objects.get(pk=first)
    left = (gone.keys, gone.sketch, gone.short, gone.named, gone.answers)
    assert left == ([], [], None, [], [])
    assert bundle_of(last) == first
    again = send()
    with acting(cast.STAGE):
        assert Likeness.objects.get(pk=again).leader_id is None


def test_platforms_reports_have_places_that_no_form_takes():
    with acting(cast.STAGE):
        before = Submission.objects.count()
    form_senders.fill_in(JUNK, at=NOW)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT queue_name FROM procrastinate_jobs WHERE task_name = 'journey'"
            " ORDER BY id DESC LIMIT 1"
        )
        assert cursor.fetchone() == ("forms",)
    with acting(cast.STAGE):
        assert Submission.objects.count() > before
