"""Nobody is handed a file of a report that is kept apart, and of no other."""

from datetime import timedelta

import pytest

from tests import cast, factories, material
from tests.retention.test_purging import NOW, cleared
from tests.review.stage import handed_to
from tipline import pipeline
from tipline.files.models import ReportedFile
from tipline.foundation.policy.scope import acting
from tipline.retention import purging
from tipline.review import queries

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


def set_apart(report_id: int) -> None:
    cleared(report_id, disposal="segregate", at=NOW, until=UNTIL)


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
