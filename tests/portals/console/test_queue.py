import re
import time

import pytest
from django.test import Client
from django.urls import reverse

from tests import cast, factories, material
from tipline.foundation.policy.scope import acting
from tipline.intake.wording import incident_wire
from tipline.triage import queries
from tipline.triage.models import Standing

pytestmark = pytest.mark.django_db

QUEUE = reverse("console:queue")
# Session, person, two settings of the scope, failed steps, platforms, a page of rows,
# its referrals, agencies and organizations, the levels, the bundles.
QUERIES_MOST = 19  # two of them for the bar of alarms
NUMBER = re.compile(r'class="queue__title" href="/console/reports/(\d+)/"')


def listed(page):
    """The numbers of the reports on a page, in their order."""
    return [int(number) for number in NUMBER.findall(page.text)]


def sent(platform, **fields):
    """A routed report with an account of its own, so that nothing links it."""
    fields = {"user_id": f"u-{time.monotonic_ns()}", **fields}
    email, name = f"{fields['user_id']}@example.net", fields["user_id"]
    return factories.routed_report(
        platform, material.report_xml(email=email, screen_name=name, **fields), files=0
    )


@pytest.fixture
def three(exemplar):
    """Reports of level 2, 1 and 2, sent in this order."""
    return [
        sent(exemplar),
        sent(exemplar, escalation="A meeting is planned for tonight."),
        sent(exemplar),
    ]


def test_the_queue_goes_by_level_then_risk_and_then_by_how_long_a_report_waits(
    ana, three
):
    first, urgent, second = three
    # The later of two at level 2 shares an address with others: its risk is greater.
    assert listed(ana.get(QUEUE)) == [urgent, second, first]
    with acting(cast.STAGE):
        Standing.objects.update(place=50)
    assert listed(ana.get(QUEUE)) == [urgent, first, second]


def test_the_pages_of_the_queue_are_read_by_key_and_miss_nothing(three):
    reader = cast.STAGE
    after, seen = "", []
    while True:
        page = queries.queue(reader, queries.QueueFilters(), after=after, most=1)
        seen += [row.report_id for row in page.rows]
        after = page.next_after
        if not after:
            break
    first, urgent, second = three
    assert seen == [urgent, second, first]


@pytest.mark.parametrize("after", ["", "nonsense", "1-", "9-5", "1-²", "1-" + "9" * 30])
def test_a_key_that_cannot_be_read_starts_at_the_top(three, after):
    reader = cast.STAGE
    page = queries.queue(reader, queries.QueueFilters(), after=after)
    assert len(page.rows) == len(three)


def test_a_page_of_the_queue_takes_as_many_queries_as_its_parts_and_not_its_rows(
    ana, three, django_assert_max_num_queries
):
    with django_assert_max_num_queries(QUERIES_MOST):
        assert len(listed(ana.get(QUEUE))) == len(three)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("priority=1", [1]),
        ("priority=2", [2, 0]),
        ("priority=3", []),
        ("escalated=on", [1]),
        ("designation=referral", [1, 2, 0]),
        ("designation=informational", []),
        ("incident=enticement", [1, 2, 0]),
        ("incident=domain", []),
        ("person=on", [2]),
        ("priority=nonsense&platform=x", [1, 2, 0]),
    ],
)
def test_ana_narrows_the_queue(ana, three, *, query, expected):
    with acting(cast.STAGE):
        Standing.objects.filter(report_id=three[2]).update(needs_person=True)
    assert listed(ana.get(f"{QUEUE}?{query}")) == [three[at] for at in expected]


@pytest.mark.usefixtures("three")
def test_ana_narrows_the_queue_to_a_platform(ana):
    other = cast.platform("Sample Social")
    theirs = sent(other)
    page = ana.get(f"{QUEUE}?platform={other.organization.pk}")
    assert listed(page) == [theirs]


def test_the_levels_are_counted(three):
    reader = cast.STAGE
    assert queries.level_counts(reader) == {"1": 1, "2": len(three) - 1, "3": 0, "E": 0}


def test_a_row_tells_why_where_and_with_whom(ana, exemplar):
    report_id = factories.routed_report(exemplar, files=2)
    reader = cast.STAGE
    (row,) = queries.queue(reader, queries.QueueFilters()).rows
    assert row.report_id == report_id
    assert (row.novel_files, row.known_files, row.viral_files) == (2, 0, 0)
    assert row.reason == "Enticement of a child is reported."
    assert row.places == ("US-MA",)
    assert row.agencies == (cast.agency(cast.LENAS_AGENCY).organization.name,)
    text = ana.get(QUEUE).text
    assert row.reason in text
    assert "2 novel" in text


def test_ana_jumps_to_a_report_by_its_number(ana, three):
    page = ana.get(QUEUE, {"report": f" #{three[0]} "})
    assert page.status_code == 302
    assert page.url == reverse("console:report", args=[three[0]])


@pytest.mark.parametrize("number", ["17", "seventeen", "", "9" * 40])
def test_a_number_of_no_report_is_said_to_be_none(ana, number):
    page = ana.get(QUEUE, {"report": number})
    assert page.status_code == 200
    assert "No finished report has this number." in page.text


def test_a_test_report_never_appears(ana):
    platform = cast.platform(is_test=True)
    report_id = factories.open_report(platform)
    factories.finish(platform, report_id)
    assert listed(ana.get(QUEUE)) == []
    assert "The queue is empty" in ana.get(QUEUE).text
    assert "No finished report" in ana.get(QUEUE, {"report": report_id}).text


def test_the_statutes_wording_is_nowhere_on_the_page(ana, exemplar):
    wire = incident_wire("csam")
    sent(exemplar, incident_type=wire)
    page = ana.get(QUEUE).text
    assert "CSAM: possession, production or distribution" in page
    assert wire.partition(" (")[0] not in page


@pytest.mark.usefixtures("three")
def test_a_stranger_is_sent_to_the_door():
    page = Client(headers={"host": "localhost"}).get(QUEUE)
    assert page.status_code == 302
    assert page.url.startswith(reverse("door:sign-in"))


@pytest.mark.usefixtures("three")
def test_others_find_nothing_here(outsiders):
    assert [browser.get(QUEUE).status_code for browser in outsiders] == [404, 404]
