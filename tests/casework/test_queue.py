"""The queue: its order and pages, its filters, and changes of many reports at once."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests import cast, factories
from tipline.casework import queue
from tipline.casework.queue import After, Order, QueueFilters
from tipline.foundation.policy.scope import acting
from tipline.referral.models import Referral


def pages_of(officer, order):
    """Every page of a queue, two rows each."""
    filters, after = QueueFilters(order=order), ""
    while after is not None:
        page = queue.queue_for(officer, filters=filters, after=after, most=2)
        yield page.rows
        after = page.next_after


@pytest.mark.django_db
@pytest.mark.parametrize("order", [Order.URGENT, Order.NEWEST])
def test_pages_follow_each_other_without_a_gap_or_a_repeat(order):
    platform, officer = cast.platform(), cast.principal_of(cast.lena())
    reports = {
        factories.routed_report(
            platform,
            factories.report_xml(user_id=f"u-{n}", escalation="now" * (n % 2)),
            files=0,
        )
        for n in range(5)
    }
    pages = list(pages_of(officer, order))
    rows = [row for page in pages for row in page]
    assert [len(page) for page in pages] == [2, 2, 1]
    assert {row.report_id for row in rows} == reports
    if order is Order.URGENT:
        assert [row.priority for row in rows] == sorted(row.priority for row in rows)
    else:
        numbers = [row.referral_id for row in rows]
        assert numbers == sorted(numbers, reverse=True)


@given(st.sampled_from([*"123E", "", "2026-11-21"]), st.integers(0, 2**59))
def test_a_place_in_the_queue_survives_the_way_through_an_address(place, number):
    after = After(place, number)
    assert After.read(str(after)) == after


@given(st.text())
def test_no_text_in_the_address_breaks_the_queue(text):
    read = After.read(text)
    assert read is None or After.read(str(read)) == read


@pytest.mark.django_db
def test_only_officers_have_a_queue():
    factories.routed_report(cast.platform(), files=0)
    for person in (cast.ana(), cast.omar()):
        asked = cast.principal_of(person)
        assert queue.queue_for(asked, filters=QueueFilters()).rows == ()


@pytest.mark.django_db
def test_an_unassessed_report_stands_in_the_queue_unranked():
    report_id = factories.routed_report(cast.platform(), files=0)
    officer = cast.principal_of(cast.lena())
    with acting(cast.STAGE):
        Referral.objects.get(report_id=report_id).report.standing.delete()
    row = queue.queue_for(officer, filters=QueueFilters(priority="E")).rows[0]
    assert (row.report_id, row.priority, row.designation) == (report_id, "E", "")
