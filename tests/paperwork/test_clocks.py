from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from tipline.paperwork.clocks import (
    Urgency,
    preserved_since,
    preserved_until,
    request_problem,
    urgency_of,
)

DAYS = st.dates(min_value=date(1990, 1, 1), max_value=date(2200, 12, 31))


def test_a_report_is_preserved_for_a_year():
    assert preserved_until(datetime(2026, 11, 20, tzinfo=UTC)) == date(2027, 11, 20)
    assert preserved_until(datetime(2028, 2, 29, tzinfo=UTC)) == date(2029, 2, 28)


@given(DAYS)
def test_what_ends_today_or_later_is_never_left_out(today):
    finish = preserved_since(today) - timedelta(days=1)
    at = datetime(finish.year, finish.month, finish.day, tzinfo=UTC)
    assert preserved_until(at) < today


@given(DAYS, st.integers(-400, 400))
def test_the_day_itself_still_counts(today, days):
    urgency = urgency_of(today + timedelta(days=days), today)
    assert (urgency is Urgency.OVER) is (days < 0)
    assert (urgency is Urgency.SOON) is (0 <= days <= 30)


def test_a_request_needs_its_kind_and_days_that_fit():
    day, later = date(2026, 11, 1), date(2026, 12, 1)
    assert request_problem("subpoena", day, later) is None
    assert request_problem("letter", day, later)
    assert request_problem("subpoena", None, later)
    assert request_problem("subpoena", later, day)
    assert request_problem("subpoena", day, date(2090, 1, 1))
