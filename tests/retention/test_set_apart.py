"""What is kept apart or destroyed waits for nobody: no file, no line, no bundle."""

from datetime import UTC, datetime, timedelta

import pytest

from tests import cast, factories, material
from tests.material import report_xml
from tests.portals.platforms.reporter import Reporter, file_details
from tests.portals.platforms.test_supplements import send, stage, supplement
from tests.retention.test_purging import LONG_AGO, NOW
from tests.review.stage import handed_to
from tests.triage.senders import LIMITS, spread
from tests.triage.test_bundles import add_up, bundle_of, left_because
from tests.triage.test_floods import flood
from tipline import pipeline, supplementing
from tipline.alerting import patrol
from tipline.alerting import services as alerting
from tipline.alerting.watching import WatchLimits
from tipline.clearance.jobs import purge_cleared
from tipline.files.models import ReportedFile
from tipline.foundation.policy.scope import acting
from tipline.retention import purging, services
from tipline.retention.models import PurgeClock
from tipline.review import queries
from tipline.triage import queries as triage
from tipline.triage import services as ranking
from tipline.triage.bundle_reading import read_bundle
from tipline.triage.queue_lines import BundleRow, QueueFilters

pytestmark = pytest.mark.django_db
UNTIL = NOW + timedelta(days=3)


def report_with(content: bytes) -> int:
    platform = cast.platform("Exemplar Chat")
    report_id = factories.open_report(platform)
    factories.add_file(platform, report_id, content)
    factories.finish(platform, report_id)
    pipeline.journey.func(report_id=report_id)
    return report_id


def content_of(report_id: int) -> int | None:
    with acting(cast.STAGE):
        return ReportedFile.objects.get(report_id=report_id).content_id


def listed():
    page = queries.queue_page(cast.principal_of(cast.ana()), at=NOW)
    return {row.content_id: row.report_id for row in page.rows}


def contents_of(report_id: int) -> set[int | None]:
    with acting(cast.STAGE):
        files = ReportedFile.objects.filter(report_id=report_id)
        return set(files.values_list("content_id", flat=True))


def destroyed(report_id: int) -> None:
    """Destroy a report whose clock has ended: bytes are left to the vault."""
    with acting(cast.STAGE):
        PurgeClock.objects.create(
            report_id=report_id,
            clearance_id=1,
            started_by="person:7",
            started_at=LONG_AGO,
            due_at=LONG_AGO + timedelta(days=1),
        )
    purging.purge(cast.STAGE, report_id, also=lambda _: 0, at=datetime.now(UTC))


def set_apart(report_id: int, *, at=NOW) -> None:
    services.place_hold(
        cast.STAGE,
        report_id,
        kind="segregated",
        reason="abstract",
        ends_at=UNTIL,
        at=at,
    )


def bundle_lines():
    rows = triage.queue(cast.STAGE, QueueFilters()).rows
    return [row for row in rows if isinstance(row, BundleRow)]


def ranked_again(report_id: int) -> None:
    with acting(cast.STAGE):
        pipeline.forget_steps(report_id, ("assess",))
    pipeline.journey.func(report_id=report_id)


def test_its_files_wait_for_nobody_until_its_hold_ends():
    report_id = report_with(material.picture(3))
    content = content_of(report_id)
    assert handed_to(cast.ana(), at=NOW) == content
    set_apart(report_id)
    assert handed_to(cast.ana(), at=NOW) is None
    assert handed_to(cast.sven(), at=NOW) is None
    assert listed() == {}
    later = UNTIL + timedelta(seconds=1)
    purging.end_holds(cast.STAGE, at=later)
    assert handed_to(cast.sven(), at=later) == content


def test_a_file_that_another_report_has_too_is_looked_at_through_that():
    first, other = (report_with(material.picture(4)) for _ in range(2))
    content = content_of(first)
    assert listed() == {content: first}
    set_apart(first)
    assert listed() == {content: other}
    assert handed_to(cast.sven(), at=NOW) == content


def test_a_report_that_comes_later_brings_it_back():
    first = report_with(material.picture(5))
    set_apart(first)
    later = report_with(material.picture(5))
    assert listed() == {content_of(first): later}


def test_it_leaves_its_bundle_and_comes_back_into_it(settings):
    settings.BUNDLE_LIMITS = LIMITS
    one, two, three = spread(material.picture(6))
    bundle_id = bundle_of(one)
    at = datetime.now(UTC)
    set_apart(one, at=at)
    (line,) = bundle_lines()
    assert (line.reports, line.incidents) == (2, 2)
    assert line.first_report_id == two
    read = read_bundle(cast.STAGE, bundle_id)
    assert {member.report_id for member in read.members} == {two, three}
    assert left_because(one) == ["kept-apart"]
    ana = factories.browser_of(cast.ana())
    assert "kept apart" in ana.get(f"/console/bundles/{bundle_id}/").text
    ranked_again(one)
    assert bundle_of(one) is None
    for each in (two, three):
        set_apart(each, at=at)
    assert bundle_lines() == []
    add_up()
    ranking.escalate(cast.STAGE, two, at=at + timedelta(hours=1))
    purging.end_holds(cast.STAGE, at=UNTIL + timedelta(seconds=1))
    assert [bundle_of(each) for each in (one, two, three)] == [
        bundle_id,
        None,
        bundle_id,
    ]
    add_up()


def test_it_leaves_its_flood_and_ranking_does_not_put_it_back():
    *_, other, last = flood()
    set_apart(last, at=datetime.now(UTC))
    ranked_again(last)
    (line,) = bundle_lines()
    assert (bundle_of(last), bundle_of(other)) == (None, line.bundle_id)
    assert line.reports == 1


def test_a_file_that_comes_while_it_is_apart_waits_only_when_it_is_back():
    report_id = report_with(material.picture(7))
    set_apart(report_id)
    reporter = Reporter(cast.platform("Exemplar Chat"))
    file_id = stage(reporter, report_id).file_id
    more = file_details(report_id, file_id).decode()
    urgent = "<escalateToHighPriority>Abstract: now.</escalateToHighPriority>"
    answer = send(reporter, supplement(report_id, urgent + more))
    assert answer.status == 200, answer.body
    supplementing.take_up.func(report_id=report_id)
    pipeline.journey.func(report_id=report_id)
    assert (len(contents_of(report_id)), listed()) == (2, {})
    person = [report_id]
    assert queries.media_of(cast.STAGE, person, at=NOW) == ()
    purging.end_holds(cast.STAGE, at=UNTIL + timedelta(seconds=1))
    assert listed() == dict.fromkeys(contents_of(report_id), report_id)
    assert len(queries.media_of(cast.STAGE, person, at=NOW)) == 2


def test_what_an_older_version_left_in_queues_leaves_them_at_night(
    monkeypatch, settings
):
    settings.BUNDLE_LIMITS = LIMITS
    one, two, *_ = spread(material.picture(9))
    gone = factories.routed_report(
        cast.platform("Exemplar Chat"), report_xml(escalation="It travels today.")
    )
    apart = report_with(material.picture(10))
    now = datetime.now(UTC)
    alerting.follow_level(cast.STAGE, gone, at=now)
    with monkeypatch.context() as older:
        older.setattr(purging, "give_up", lambda *_, **__: None)
        older.setattr(services, "set_apart", lambda *_, **__: None)
        for each in (one, gone):
            destroyed(each)
        for each in (two, apart):
            set_apart(each, at=now)
    assert apart in listed().values()
    purge_cleared.func(timestamp=int(now.timestamp()))
    assert not {one, two, gone, apart} & set(listed().values())
    assert [bundle_of(each) for each in (one, two)] == [None, None]
    assert [line.reports for line in bundle_lines()] == [1]
    rows = triage.queue(cast.STAGE, QueueFilters()).rows
    assert [row for row in rows if not isinstance(row, BundleRow)] == []
    assert patrol.patrol(cast.STAGE, limits=WatchLimits(), at=now) == 0
    add_up()


def test_what_is_urgent_is_kept_apart_by_nobody_alone_and_rings_if_it_is():
    chat = cast.platform("Exemplar Chat")
    urgent = factories.routed_report(chat, report_xml(escalation="It travels today."))
    ana, lena = factories.browser_of(cast.ana()), factories.browser_of(cast.lena())
    said = {"kind": "segregated", "reason": "abstract", "until": f"{UNTIL:%Y-%m-%d}"}
    refused = ana.post(f"/console/reports/{urgent}/hold", said, follow=True)
    assert "At level 1 a report stays in the queue." in refused.text
    assert len(triage.queue(cast.STAGE, QueueFilters()).rows) == 1

    apart = report_with(material.picture(11))
    ana.post(f"/console/reports/{apart}/hold", said)
    ana.post(f"/console/reports/{apart}/escalate", {"reason": "abstract"})
    assert len(triage.queue(cast.STAGE, QueueFilters()).rows) == 1
    lena.post(f"/agency/reports/{urgent}/acknowledge")
    later = datetime.now(UTC) + timedelta(hours=2)
    assert patrol.patrol(cast.STAGE, limits=WatchLimits(), at=later) == 2
    for browser, page in ((ana, "/console/"), (lena, "/agency/")):
        assert str(apart) in browser.get(page).text
    lena.post(f"/agency/reports/{apart}/acknowledge")
    patrol.patrol(cast.STAGE, limits=WatchLimits(), at=later)
    assert patrol.patrol(cast.STAGE, limits=WatchLimits(), at=later) == 0


def test_a_destroyed_report_waits_for_nobody_rings_nobody_and_agencies_read_so():
    chat = cast.platform("Exemplar Chat")
    urgent = factories.routed_report(chat, report_xml(escalation="It travels today."))
    alerting.follow_level(cast.STAGE, urgent, at=NOW)
    (content,) = contents_of(urgent)
    assert handed_to(cast.sven(), at=NOW) == content
    destroyed(urgent)
    assert (listed(), handed_to(cast.sven(), at=NOW)) == ({}, None)
    ana = factories.browser_of(cast.ana())
    assert ana.get(f"/console/files/{content}/").status_code == 404
    purging.end_holds(cast.STAGE, at=UNTIL)
    assert triage.queue(cast.STAGE, QueueFilters()).rows == ()
    assert triage.level_counts(cast.STAGE)["1"] == 0
    assert triage.oldest_by_level(cast.STAGE) == []
    assert triage.is_findable(cast.STAGE, urgent)
    alerting.follow_level(cast.STAGE, urgent, at=NOW)
    assert patrol.patrol(cast.STAGE, limits=WatchLimits(), at=UNTIL) == 0
    assert alerting.repeat_alarms(cast.STAGE, at=UNTIL) == 0
    shown = factories.browser_of(cast.lena()).get(f"/agency/reports/{urgent}/")
    assert "destroyed this report" in shown.text


def test_a_destroyed_report_leaves_its_bundle_and_its_file_is_another_reports(settings):
    settings.BUNDLE_LIMITS = LIMITS
    one, *others = spread(material.picture(8))
    destroyed(one)
    (line,) = bundle_lines()
    assert line.reports == len(others)
    assert left_because(one) == ["destroyed"]
    content = content_of(others[0])
    assert listed() == {content: others[0]}
    place = queries.place_of(cast.principal_of(cast.ana()), content, at=NOW)
    assert place.report_id in others
    add_up()
