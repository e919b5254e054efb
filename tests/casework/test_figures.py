"""Figures of an agency and its officers, drawn and exported."""

import csv
import io
from datetime import UTC, date, datetime, timedelta

import psycopg
import pytest
from django.conf import settings as conf
from django.db import OperationalError, connection
from django.db.transaction import atomic
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from tests import cast, factories
from tests.access.stage import person
from tests.casework.test_working import HERE, report_of
from tipline.casework import counting, jobs
from tipline.casework.counted import LateChange, MonthFigures
from tipline.casework.exporting import TITLES
from tipline.casework.figures import dashboard
from tipline.casework.models import Work
from tipline.foundation.accounts.models import Person
from tipline.foundation.audit.models import Entry
from tipline.foundation.policy.scope import acting
from tipline.portals.agencies.charts import BOTTOM, HEIGHT, LABELS_MOST, TOP, bar_chart

TODAY = date(2026, 11, 21)


def noon(day, hour=12):
    return datetime(2026, 11, day, hour, tzinfo=UTC)


def set_work(report_id, **said):
    with acting(cast.STAGE):
        Work.objects.filter(report_id=report_id).update(**said)


@pytest.mark.django_db
def test_figures_count_what_came_is_open_and_overdue_and_take_medians():
    officer, lena = cast.principal_of(cast.lena()), cast.lena()
    reports = [report_of(user_id=f"u-{n}") for n in range(4)]
    for report_id in reports:
        set_work(report_id, made_available_at=noon(1), assignee=lena)
    set_work(reports[0], state="closed", closed_at=noon(1, 14))
    set_work(reports[1], state="closed", closed_at=noon(1, 22))
    set_work(reports[2], acknowledged_at=noon(1, 15), due_on=date(2026, 11, 20))
    set_work(
        reports[3], assignee=None, made_available_at=datetime(2025, 1, 1, tzinfo=UTC)
    )
    found = dashboard(officer, months=12, today=TODAY)
    whole = found.whole
    assert (whole.received, whole.open, whole.overdue, whole.closed) == (3, 1, 1, 2)
    assert (whole.hours_to_acknowledge, whole.hours_to_close) == (3, 6)
    assert [(each.name, each.received) for each in found.by_month] == [("2026-11", 3)]
    assert [each.name for each in found.by_person] == ["Lena"]
    every = dashboard(officer, months=36, today=TODAY)
    assert [(e.name, e.received) for e in every.by_person] == [("", 1), ("Lena", 3)]
    mine = dashboard(officer, months=36, today=TODAY, assignee=lena.pk)
    assert mine.whole.received == 3
    zed = dashboard(cast.principal_of(cast.zed()), months=36, today=TODAY)
    assert zed.whole.received == 0


@pytest.mark.django_db
def test_two_officers_of_one_name_are_two_in_the_figures():
    lena = cast.lena()
    other = person("Lena-2", "officer", lena.organization)
    with acting(cast.STAGE):
        Person.objects.filter(pk=other.pk).update(name=lena.name)
    for assignee, user_id in ((lena, "u-1"), (other, "u-2"), (other, "u-3")):
        set_work(report_of(user_id=user_id), assignee=assignee)
    browser = factories.browser_of(lena)
    page = browser.get(f"{HERE}figures/")
    counted = {
        (each.officer_id, each.account, each.received)
        for each in page.context["shown"].by_person
    }
    assert counted == {(lena.pk, lena.email, 1), (other.pk, other.email, 2)}
    table, choices = page.text.partition("By officer")[2], page.text
    for each in (lena, other):
        assert each.email in table
        assert f"Lena ({each.email})</option>" in choices
    lines = csv.DictReader(io.StringIO(browser.get(f"{HERE}export/figures").text))
    by_officer = {
        line["account"]: line["received"] for line in lines if line["by"] == "officer"
    }
    assert by_officer == {lena.email: "1", other.email: "2"}


@pytest.mark.django_db
def test_tables_are_exported_and_no_cell_is_a_formula():
    lena = factories.browser_of(cast.lena())
    report_id = report_of()
    title = "=HYPERLINK(1)"
    lena.post(f"{HERE}cases/", {"case_number": "+17", "title": title})
    drawing = "agency-chart__drawing"
    assert drawing in lena.get(f"{HERE}figures/?months=3").text
    mine = lena.get(f"{HERE}figures/?months=3&whose=me").text
    assert "No report in these months" in mine
    assert drawing not in mine

    def table(name):
        answer = lena.get(f"{HERE}export/{name}")
        assert answer["Content-Type"] == "text/csv; charset=utf-8"
        return list(csv.DictReader(io.StringIO(answer.content.decode())))

    (row,) = table("queue")
    assert (row["report"], row["state"]) == (str(report_id), "new")
    (case,) = table("cases")
    assert (case["case"], case["title"]) == ("'+17", f"'{title}")
    assert table("handovers") == []
    assert {line["by"] for line in table("figures")} >= {"all", "month", "level"}
    assert lena.get(f"{HERE}export/queue?priority=1").content.count(b"\r\n") == 1


@pytest.mark.django_db
def test_a_workbook_has_the_rows_and_columns_of_the_csv_and_runs_nothing():
    lena = factories.browser_of(cast.lena())
    report_of()
    lena.post(f"{HERE}cases/", {"case_number": "+17", "title": "=HYPERLINK(1)"})
    for name in ("queue", "cases", "handovers", "figures", "due-dates"):
        plain = lena.get(f"{HERE}export/{name}").content.decode()
        head, *lines = csv.reader(io.StringIO(plain))
        answer = lena.get(f"{HERE}export/{name}?as=xlsx")
        assert answer["Content-Disposition"].endswith('.xlsx"')
        sheet = load_workbook(io.BytesIO(answer.content)).active
        titles, *rows = sheet.iter_rows(values_only=True)
        assert titles == tuple(str(TITLES[column]) for column in head)
        said = [[cell or "" for cell in row] for row in rows]
        assert said == [[cell.lstrip("'") for cell in line] for line in lines]
        if name == "cases":
            cell = sheet.cell(2, 2)
            assert (cell.value, cell.data_type) == ("=HYPERLINK(1)", "s")
            assert cell.quotePrefix
    with acting(cast.STAGE):
        noted = Entry.objects.filter(
            action="table.exported", details__contains='"xlsx"'
        )
        assert noted.count() == 5
    assert lena.get(f"{HERE}export/queue?as=exe").status_code == 404
    german = lena.get(f"{HERE}export/cases?as=xlsx", headers={"accept-language": "de"})
    sheet = load_workbook(io.BytesIO(german.content)).active
    assert sheet.cell(1, 2).value == "Titel"


@given(st.lists(st.tuples(st.text(max_size=4), st.integers(0, 10**9)), max_size=40))
def test_no_bar_leaves_its_drawing_and_no_count_is_without_a_line(values):
    chart = bar_chart(values)
    assert sum(bool(bar.label) for bar in chart.bars) <= LABELS_MOST
    for bar, (_, value) in zip(chart.bars, values, strict=True):
        assert TOP <= bar.y <= HEIGHT - BOTTOM
        assert bar.y + bar.height == chart.base
        assert 0 <= bar.x <= chart.width - chart.bar_width
        assert (bar.height > 0) == (value > 0)


# What figures are, counted from scratch in one statement; months are those of UTC.
FROM_SCRATCH = """
    SELECT CASE grouping(month, level, incident_type, assignee_id)
               WHEN 15 THEN 'whole' WHEN 7 THEN 'month' WHEN 11 THEN 'level'
               WHEN 13 THEN 'incident' ELSE 'person' END,
           coalesce(month, level, incident_type, assignee_id::text, ''),
           count(*), count(*) FILTER (WHERE closed_at IS NULL),
           count(*) FILTER (WHERE closed_at IS NULL AND due_on < %(today)s),
           count(closed_at),
           percentile_cont(0.5) WITHIN GROUP (ORDER BY date_part('epoch',
               acknowledged_at - made_available_at) / 3600),
           percentile_cont(0.5) WITHIN GROUP (ORDER BY date_part('epoch',
               closed_at - made_available_at) / 3600)
    FROM (SELECT *, to_char(made_available_at AT TIME ZONE 'UTC', 'YYYY-MM') AS month
          FROM casework_work) AS found
    WHERE agency_id = %(agency)s AND NOT is_set_apart AND ended_at IS NULL
      AND made_available_at >= %(since)s
      AND (%(assignee)s::bigint IS NULL OR assignee_id = %(assignee)s)
    GROUP BY GROUPING SETS ((), (month), (level), (incident_type), (assignee_id))
"""


def from_scratch(officer, *, assignee):
    said = {"agency": officer.organization_id, "today": TODAY, "assignee": assignee}
    with acting(officer), connection.cursor() as cursor:
        cursor.execute(
            FROM_SCRATCH, {**said, "since": datetime(2025, 12, 1, tzinfo=UTC)}
        )
        return {
            (sort, name): [
                *counts,
                *(
                    None if h is None else pytest.approx(h, abs=0.051)
                    for h in (ack, close)
                ),
            ]
            for sort, name, *counts, ack, close in cursor.fetchall()
        }


def shown(officer, *, assignee):
    found = dashboard(officer, months=12, today=TODAY, assignee=assignee)
    sorts = {
        "whole": [found.whole],
        "month": found.by_month,
        "level": found.by_level,
        "incident": found.by_incident,
        "person": found.by_person,
    }
    return {
        (sort, str(each.officer_id or "") if sort == "person" else each.name): [
            each.received,
            each.open,
            each.overdue,
            each.closed,
            each.hours_to_acknowledge,
            each.hours_to_close,
        ]
        for sort, lines in sorts.items()
        for each in lines
    }


moments = st.integers(0, 385 * 24 * 3600 * 1000).map(
    lambda ms: datetime(2025, 11, 1, tzinfo=UTC) + timedelta(milliseconds=ms)
)
changes = st.one_of(
    st.fixed_dictionaries({"made_available_at": moments}),
    st.fixed_dictionaries({"level": st.sampled_from("123E")}),
    st.fixed_dictionaries({"incident_type": st.sampled_from(["Abstract", "Other"])}),
    st.fixed_dictionaries({"assignee": st.sampled_from(["Lena", "Carl", None])}),
    st.fixed_dictionaries({"acknowledged_at": st.none() | moments}),
    st.fixed_dictionaries({"closed_at": st.none() | moments}),
    st.fixed_dictionaries({"due_on": st.none() | st.dates(date(2026, 1, 1), TODAY)}),
    st.fixed_dictionaries({"is_set_apart": st.booleans()}),
    st.fixed_dictionaries({"ended_at": st.none() | moments}),
)


@pytest.mark.django_db
def test_what_is_counted_once_is_what_is_counted_from_scratch_after_any_changes():
    lena, officer = cast.lena(), cast.principal_of(cast.lena())
    people = {"Lena": lena, "Carl": person("Carl", "officer", lena.organization)}
    reports = [report_of(user_id=f"u-{n}") for n in range(5)]

    @settings(max_examples=60, deadline=None)
    @given(st.lists(st.tuples(st.sampled_from(reports), changes) | st.just(None)))
    def run(steps):
        for step in steps:
            if step is None:
                assert counting.count_some(cast.STAGE, today=TODAY, most=3) <= 3
                continue
            report_id, said = step
            if "assignee" in said:
                said = {"assignee": people.get(said["assignee"])}
            if "closed_at" in said:
                said |= {"state": "closed" if said["closed_at"] else "new"}
            set_work(report_id, **said)
        for whose in (None, lena.pk):
            expected = from_scratch(officer, assignee=whose)
            assert shown(officer, assignee=whose) == expected

    run()


@pytest.mark.django_db
def test_months_that_are_over_are_counted_once_and_again_when_they_change():
    officer = cast.principal_of(cast.lena())
    past, running = report_of(user_id="u-1"), report_of(user_id="u-2")
    set_work(past, made_available_at=datetime(2026, 9, 30, 23, 59, tzinfo=UTC))
    set_work(running, made_available_at=noon(1))

    def kept():
        with acting(cast.STAGE):
            changed = LateChange.objects.filter(agency_id=officer.organization_id)
            counted = MonthFigures.objects.values_list("month", "received")
            return {each.month.month for each in changed}, set(counted)

    for _ in range(2):
        jobs.count_months.func(timestamp=int(noon(21).timestamp()))
        assert kept() == ({11}, {(date(2026, 9, 1), 1)})
    # That is what is shown, and nobody else's.
    with acting(cast.STAGE):
        MonthFigures.objects.update(received=7)
    found = dashboard(officer, months=12, today=TODAY)
    assert [each.received for each in found.by_month] == [7, 1]
    other = dashboard(cast.principal_of(cast.zed()), months=12, today=TODAY)
    assert other.whole.received == 0
    set_work(past, due_on=TODAY)
    assert kept()[0] == {9, 11}
    found = dashboard(officer, months=12, today=TODAY)
    assert [each.received for each in found.by_month] == [1, 1]
    jobs.count_months.func(timestamp=int(noon(21).timestamp()))
    assert kept() == ({11}, {(date(2026, 9, 1), 1)})


@pytest.mark.django_db
def test_a_month_is_not_counted_while_somebody_changes_it_nor_changed_while_counted():
    officer, report_id = cast.principal_of(cast.lena()), report_of()
    august, september = (datetime(2026, month, 5, tzinfo=UTC) for month in (8, 9))
    set_work(report_id, made_available_at=september)
    login = conf.ENVIRONMENT.cluster.connection("tipline_superuser")
    with psycopg.connect(login.url()) as other:
        other.execute("SET lock_timeout = '5s'")
        for month, is_counted, act in (
            (9, False, lambda: counting.count_some(cast.STAGE, today=TODAY)),
            (8, True, lambda: set_work(report_id, made_available_at=august)),
        ):
            said = [officer.organization_id, date(2026, month, 1), is_counted]
            other.execute("SELECT casework_lock_month(%s, %s, %s)", said)
            with pytest.raises(OperationalError, match="lock timeout"):
                at_once(act)
            other.rollback()
            act()


def at_once(act):
    """Do something in 50 milliseconds or not at all."""
    with atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL lock_timeout = '50ms'")
        act()
