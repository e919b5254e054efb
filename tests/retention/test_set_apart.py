"""What is kept apart or destroyed waits for nobody: no file of it, no line, no bundle."""

from datetime import UTC, datetime, timedelta

import pytest

from tests import cast, factories, material
from tests.retention.test_purging import NOW
from tests.review.stage import handed_to
from tests.triage.senders import LIMITS, spread
from tests.triage.test_bundles import add_up, bundle_of, left_because
from tests.triage.test_floods import flood
from tipline import pipeline
from tipline.files.models import ReportedFile
from tipline.foundation.policy.scope import acting
from tipline.retention import purging, services
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
