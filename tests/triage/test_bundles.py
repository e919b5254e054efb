"""Reports of one widely seen file are bundled, whoever sent them; more parts them."""

import io
from collections import Counter
from datetime import UTC, datetime

import pytest
from django.db import connection
from PIL import Image

from tests import cast
from tests.material import picture
from tests.review import stage
from tests.review.label_sets import ADULTS
from tests.triage.senders import LIMITS, VIRAL, body, catch_up, send, spread
from tipline import pipeline
from tipline.files.models import Content
from tipline.foundation.audit.models import Entry
from tipline.foundation.policy.scope import acting
from tipline.intake.models import Report
from tipline.matching import circulation
from tipline.matching.models import Circulation
from tipline.referral.models import Referral
from tipline.triage import bundles, queries, services
from tipline.triage.bundle_reading import read_bundle
from tipline.triage.errors import (
    BundleNotFoundError,
    NotBundledError,
    ReportNotFoundError,
    TakingOutNeedsReasonError,
)
from tipline.triage.models import (
    Bundle,
    BundleCount,
    BundleStay,
    Standing,
)
from tipline.triage.queue_lines import BundleRow, QueueFilters, behind, counts_of

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, tzinfo=UTC)
CAT = picture(501, size=(640, 480))
DOG = picture(502, size=(640, 480))
CHAT = (
    "<internetDetails><chatImIncident><content>{}</content></chatImIncident>"
    "</internetDetails>"
)


@pytest.fixture(autouse=True)
def _few_are_many(settings):
    settings.BUNDLE_LIMITS = LIMITS


def bundle_of(report_id: int) -> int | None:
    with acting(cast.STAGE):
        return Standing.objects.get(report_id=report_id).bundle_id


def leader(report_id: int) -> int:
    with acting(cast.STAGE):
        content = Content.objects.get(reportedfile__report_id=report_id)
        return content.circulation.leader_id


def left_because(report_id: int) -> list[str]:
    with acting(cast.STAGE):
        stays = BundleStay.objects.filter(report_id=report_id, left_at__isnull=False)
        return stays.latest("left_at").left_because


def lines(**filters) -> list[object]:
    return list(queries.queue(cast.STAGE, QueueFilters(**filters)).rows)


def counts(bundle_id: int) -> tuple[int, int]:
    with acting(cast.STAGE):
        found = counts_of([bundle_id])[bundle_id]
    return found["reports"], found["incidents"]


def add_up() -> None:
    """Hold the counts of every bundle against the stays that are open in it."""
    with acting(cast.STAGE):
        counted = Counter()
        for row in BundleCount.objects.filter(reports__gt=0):
            sort = row.bundle_id, row.platform_id, row.incident_type, row.designation
            counted[sort, "reports"] += row.reports
            counted[sort, "incidents"] += row.incidents
        held = Counter()
        for stay in BundleStay.objects.filter(left_at=None).select_related("report"):
            report = stay.report
            kind = report.standing.designation
            sort = stay.bundle_id, report.platform_id, report.incident_type, kind
            assert report.standing.bundle_id == stay.bundle_id
            held[sort, "reports"] += 1
            held[sort, "incidents"] += stay.incidents
        assert counted == held
        open_stays = BundleStay.objects.filter(left_at=None).count()
        assert Standing.objects.filter(bundle__isnull=False).count() == open_stays


def test_reports_of_a_widely_seen_file_are_bundled_those_before_included():
    reports = spread(CAT)
    later = send(body(), CAT, by=cast.platform("Sample Social"))
    bundle_id = leader(reports[0])
    assert [bundle_of(each) for each in (*reports, later)] == [bundle_id] * 4
    assert counts(bundle_id) == (4, 4)
    add_up()
    with acting(cast.STAGE):
        stay = BundleStay.objects.get(report_id=later)
        assert (stay.because["reports"], stay.because["persons"]) == (3, 3)
        audited = Entry.objects.filter(action="report.bundled").values_list("subject")
        assert (f"report:{later}",) in audited


def test_below_either_limit_nothing_is_bundled():
    few = [send(body(), CAT) for _ in range(LIMITS.reports - 1)]
    one_person = [send(body("u-same"), DOG) for _ in range(LIMITS.reports + 1)]
    catch_up()
    assert {bundle_of(each) for each in (*few, *one_person)} == {None}


def test_a_journey_that_runs_twice_is_counted_once():
    report_id = send(body(), CAT)
    with acting(cast.STAGE):
        pipeline.forget_steps(report_id, ("match",))
    pipeline.journey.func(report_id=report_id)
    seen = circulation.circulation_of(cast.STAGE, leader(report_id))
    assert (seen.reports, seen.persons, seen.is_widely_seen) == (1, 1, False)


def variant(quality: int) -> bytes:
    out = io.BytesIO()
    Image.open(io.BytesIO(CAT)).save(out, "JPEG", quality=quality)
    return out.getvalue()


def test_what_is_nearly_the_same_counts_together_and_shares_the_bundle():
    reports = [send(body(), each) for each in (CAT, variant(40), variant(30))]
    catch_up()
    assert len({leader(each) for each in reports}) == 1
    assert {bundle_of(each) for each in reports} == {leader(reports[0])}
    copies = circulation.copies_of(cast.STAGE, leader(reports[0]), most=9)
    assert [copy.bits for copy in copies] == sorted(copy.bits for copy in copies)
    assert len(copies) == 3
    with acting(cast.STAGE):
        assert Circulation.objects.filter(reports__gt=0).count() == 1


NEW_SIGNALS = {
    "another file": ((CAT, DOG), {}),
    "a conversation": ((CAT,), {"inside": CHAT.format("abstract words")}),
    "a term of urgency": ((CAT,), {"inside": CHAT.format("It is tonight.")}),
    "an escalation": ((CAT,), {"escalation": "Please look today."}),
    "enticement": ((CAT,), {"incident": "enticement"}),
}


@pytest.mark.parametrize("signal", NEW_SIGNALS)
def test_a_report_with_something_of_its_own_stands_by_itself(signal):
    spread(CAT)
    files, said = NEW_SIGNALS[signal]
    report_id = send(body(**said), *files)
    assert bundle_of(report_id) is None
    assert report_id in [line.report_id for line in lines() if not is_bundle(line)]


def is_bundle(line: object) -> bool:
    return isinstance(line, BundleRow)


def test_an_analyst_who_raises_a_report_takes_it_out_in_the_same_breath():
    report_id, *others = spread(CAT)
    bundle_id = bundle_of(report_id)
    services.escalate(cast.STAGE, report_id, at=NOW)
    assert bundle_of(report_id) is None
    assert left_because(report_id) == ["level-1"]
    first, second = lines()
    assert (first.report_id, first.priority) == (report_id, "1")
    assert (second.bundle_id, second.reports) == (bundle_id, len(others))
    add_up()


def test_a_person_who_is_reported_again_is_no_longer_one_of_many():
    report_id, *_others = spread(CAT)
    with acting(cast.STAGE):
        document = Report.objects.get(pk=report_id).document
        user = document["reported_persons"][0]["user_id"]
    send(body(user), DOG)
    catch_up()
    assert bundle_of(report_id) is None
    assert left_because(report_id) == ["repeat-person"]
    add_up()


def test_a_failed_step_takes_a_report_out_and_it_comes_back_when_it_is_mended():
    report_id, *_others = spread(CAT)
    services.need_person(cast.STAGE, report_id, step="route", at=NOW)
    assert left_because(report_id) == ["needs-person"]
    services.need_no_person(cast.STAGE, report_id, at=NOW)
    again(report_id)
    assert bundle_of(report_id) == leader(report_id)
    add_up()


def again(report_id: int) -> None:
    """Let a report be assessed again."""
    pipeline.forget_steps(report_id, ("assess",))
    pipeline.journey.func(report_id=report_id)


def test_what_a_person_took_out_no_rule_puts_back():
    report_id, *_others = spread(CAT)
    ana = cast.principal_of(cast.ana())
    with pytest.raises(TakingOutNeedsReasonError):
        bundles.take_out(ana, report_id, reason=" ", at=NOW)
    bundles.take_out(ana, report_id, reason=" Look at the profile. ", at=NOW)
    again(report_id)
    assert bundle_of(report_id) is None
    with acting(cast.STAGE):
        stay = BundleStay.objects.get(report_id=report_id)
        assert (stay.note, stay.left_by) == ("Look at the profile.", ana.actor)
    with pytest.raises(NotBundledError):
        bundles.take_out(ana, report_id, reason="again", at=NOW)
    with pytest.raises(ReportNotFoundError):
        bundles.take_out(ana, 17, reason="missing", at=NOW)
    add_up()


def test_a_batched_report_joins_by_its_own_word_with_an_incident_a_person():
    batched = send(body("b-1", "b-2", "b-3", batched=True), CAT, flags=VIRAL)
    single = send(body(), CAT)
    catch_up()
    bundle_id = bundle_of(batched)
    assert bundle_id == leader(batched)
    assert bundle_of(single) is None  # one platform's word is not everybody's
    assert counts(bundle_id) == (1, 3)
    send(body(), CAT)
    catch_up()
    assert bundle_of(single) == bundle_id
    assert counts(bundle_id) == (3, 5)
    add_up()


def test_every_report_of_a_bundle_is_with_its_agency():
    reports = spread(CAT)
    with acting(cast.STAGE):
        with_agency = Referral.objects.filter(report_id__in=reports)
        assert with_agency.values("report_id").distinct().count() == len(reports)


def test_a_bundle_keeps_the_level_of_its_most_urgent_report():
    reports = spread(CAT)
    (line,) = lines()
    # Nobody has looked at the file yet, however many sent it: that lowers nothing.
    assert line.priority == "2"
    assert {level(each) for each in reports} == {"2"}
    assert (line.reports, line.incidents, line.platforms) == (3, 3, 1)
    assert line.reason == "Files match no list: a child may be unidentified."


def level(report_id: int) -> str:
    with acting(cast.STAGE):
        return Standing.objects.get(report_id=report_id).priority


def test_a_report_in_a_bundle_is_counted_under_its_new_designation():
    reports = spread(CAT)
    with acting(cast.STAGE):
        content = Content.objects.get(reportedfile__report_id=reports[0])
    for person in (cast.ana(), cast.sven()):
        stage.say(person, content, ADULTS)
    pipeline.follow_labels(cast.STAGE, [content.pk])
    catch_up()
    add_up()
    assert [is_bundle(line) for line in lines(designation="informational")] == [True]
    assert lines(designation="referral") == []


def test_the_queue_has_one_line_and_filters_find_it_by_what_is_in_it():
    spread(CAT)
    other = cast.platform("Sample Social")
    alone = send(body(), DOG, by=other)
    kinds = [is_bundle(line) for line in lines()]
    assert sorted(kinds) == [False, True]
    ours = cast.platform().organization.pk
    assert [is_bundle(line) for line in lines(platform_id=ours)] == [True]
    assert [is_bundle(line) for line in lines(platform_id=other.organization.pk)] == [
        False
    ]
    assert [is_bundle(line) for line in lines(priority="3")] == []
    assert lines(needs_person=True) == []
    assert lines(is_escalated=True) == []
    assert [each.report_id for each in lines() if not is_bundle(each)] == [alone]


def test_the_pages_of_the_queue_miss_nothing_where_bundles_are_among_reports():
    spread(CAT)
    alone = {send(body(), picture(600 + number)) for number in range(3)}
    spread(DOG)
    after, seen = "", []
    while True:
        page = queries.queue(cast.STAGE, QueueFilters(), after=after, most=1)
        seen += page.rows
        after = page.next_after
        if not after:
            break
    assert {line.report_id for line in seen if not is_bundle(line)} == alone
    assert len([line for line in seen if is_bundle(line)]) == 2
    assert [line.key for line in seen] == sorted(line.key for line in seen)


def test_a_bundle_is_read_by_pages_with_what_left_it():
    reports = spread(CAT)
    bundle_id = leader(reports[0])
    bundles.take_out(cast.STAGE, reports[0], reason="abstract reason", at=NOW)
    first = read_bundle(cast.STAGE, bundle_id, most=1)
    second = read_bundle(cast.STAGE, bundle_id, after=first.next_after, most=1)
    read = [member.report_id for member in (*first.members, *second.members)]
    assert sorted(read) == sorted(reports[1:])
    assert second.next_after == ""
    (gone,) = first.left
    assert (gone.report_id, gone.because) == (reports[0], ("taken-out",))
    with pytest.raises(BundleNotFoundError):
        read_bundle(cast.STAGE, 17)


def test_a_bundle_that_all_have_left_is_in_no_queue():
    reports = spread(CAT)
    for report_id in reports:
        bundles.take_out(cast.STAGE, report_id, reason="abstract reason", at=NOW)
    assert not any(map(is_bundle, lines()))
    assert read_bundle(cast.STAGE, leader(reports[0])).members == ()
    add_up()


def test_the_queue_and_a_bundle_are_read_by_their_indexes():
    """Whatever the planner thinks of small tables: no sorting is needed."""
    reports = spread(CAT)
    key = ("2", 90, reports[0])
    ordered = ("priority", "place", "report_id")
    alone = Standing.objects.filter(bundle=None).order_by(*ordered)
    held = Standing.objects.filter(bundle_id=leader(reports[0])).order_by(*ordered)
    lines = Bundle.objects.exclude(priority="")
    lines = lines.order_by("priority", "place", "first_report_id")
    plans = {
        "triage_standing_order": behind(alone, key, "report_id"),
        "triage_standing_bundled": behind(held, key, "report_id"),
        "triage_bundle_queue": behind(lines, key, "first_report_id"),
    }
    with acting(cast.STAGE), connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("SET LOCAL enable_bitmapscan = off")
        for index, rows in plans.items():
            plan = rows.values_list("pk", flat=True)[:50].explain()
            assert index in plan, plan
            assert "Sort" not in plan, plan
