"""Two officers of one agency work reports, and another agency learns nothing of it."""

import html
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import cast, factories, material
from tests.access.stage import person
from tests.portals.platforms.reporter import Reporter
from tipline import pipeline, supplementing
from tipline.casework import queue
from tipline.casework.models import LogEntry, Note, QueueView
from tipline.casework.queue import QueueFilters
from tipline.files.models import ReportedFile
from tipline.foundation.policy.scope import acting

pytestmark = pytest.mark.django_db
HERE = "/agency/"


@pytest.fixture
def lena():
    return factories.browser_of(cast.lena())


@pytest.fixture
def carl():
    organization = cast.agency(cast.LENAS_AGENCY).organization
    return factories.browser_of(person("Carl", "officer", organization))


def report_of(**said):
    body = factories.report_xml(**said)
    return factories.routed_report(cast.platform(), body, files=1)


def rows(browser, query=""):
    return {
        row.report_id: row for row in browser.get(HERE + query).context["page"].rows
    }


def said_to(answer):
    return [str(message) for message in answer.context["messages"]]


def test_a_colleague_who_was_faster_is_not_written_over(lena, carl):
    one, two = report_of(user_id="u-1"), report_of(user_id="u-2")
    marks = [f"{one}.1", f"{two}.1", f"{two + 1}.1"]
    me = cast.lena().pk
    answer = carl.post(f"{HERE}reports/{two}/work", {"version": 1, "state": "waiting"})
    assert answer.status_code == 302
    change = {"mark": marks, "assignee": me, "state": "in-work", "due": "2026-01-02"}
    answer = lena.post(f"{HERE}change", change, follow=True)
    told = said_to(answer)
    assert told[0] == "1 report was changed."
    assert f"Report {two} was left as it is: Carl changed this at" in told[1]
    assert f"Report {two + 1} was left as it is: There is nothing here" in told[2]
    found = rows(lena)
    assert (found[one].state, found[one].assignee) == ("in-work", "Lena")
    assert (found[two].state, found[two].assignee) == ("waiting", "")
    # By the page's own form too, and nothing is half done.
    answer = lena.post(
        f"{HERE}reports/{two}/work", {"version": 1, "state": "closed"}, follow=True
    )
    assert "Carl changed this at" in said_to(answer)[0]
    assert rows(lena)[two].state == "waiting"
    assert set(rows(lena, "?assignee=me")) == {one}
    assert set(rows(lena, "?assignee=nobody&state=waiting")) == {two}
    assert set(rows(lena, "?due=overdue")) == {one}
    assert list(rows(lena, "?order=due")) == [one]
    nobody = lena.post(f"{HERE}change", {"mark": marks}, follow=True)
    assert said_to(nobody) == ["Choose reports, and what is to become of them."]
    stranger = {"mark": f"{one}.2", "assignee": cast.zed().pk}
    answer = lena.post(f"{HERE}change", stranger, follow=True)
    assert "Choose an officer of your agency." in said_to(answer)[0]


def test_a_closed_report_leaves_the_queue_and_is_found_by_what_is_asked(lena):
    kept = report_of(user_id="u-1", email="amber.kite@example.net")
    closed = report_of(user_id="u-2", screen_name="violet_lantern")
    lena.post(f"{HERE}reports/{closed}/work", {"version": 1, "state": "closed"})
    assert set(rows(lena)) == {kept}
    for query, expected in {
        "?state=closed": {closed},
        f"?number={closed}": {closed},
        "?text=violet_lantern": {closed},
        "?text=Amber.Kite@example.net": {kept},
        "?text=nothing-of-this-sort": set(),
        "?text=violet_lantern+amber": set(),
        "?text=%00+%27%25--": set(),
        f"?text={material.MASSACHUSETTS}": {kept, closed},
    }.items():
        assert set(rows(lena, query)) == expected, query
    with acting(cast.STAGE):
        sha256 = ReportedFile.objects.get(report_id=kept).sha256
    assert set(rows(lena, f"?text={sha256}")) == {kept}
    zed = factories.browser_of(cast.zed())
    assert rows(zed, "?text=amber") == rows(zed, f"?text={sha256}") == {}


def test_what_is_typed_stands_in_no_address(lena):
    kept = report_of(user_id="u-1", email="amber.kite@example.net")
    report_of(user_id="u-2", screen_name="violet_lantern")
    typed = {"text": "amber.kite@example.net", "state": "new"}
    page = lena.post(HERE, typed, follow=True)
    ((address, _),) = page.redirect_chain
    assert [row.report_id for row in page.context["page"].rows] == [kept]
    assert 'value="amber.kite@example.net"' in page.text  # typed once, and still there
    assert address == lena.post(HERE, typed)["Location"]  # going back leads to the same
    lena.post(f"{HERE}filters", {"query": page.context["chosen"], "name": "Kites"})
    page = lena.get(address)
    links = re.findall(
        r'(?:href|action|name="(?:here|query)" value)="([^"]*)"', page.text
    )
    assert not [link for link in links if "amber" in link]
    for link in links:
        if "words=" in link and link.startswith("/agency/"):
            found = lena.get(html.unescape(link))
            assert str(kept) in found.content.decode(errors="ignore") or "xlsx" in link
    assert page.text.count("words=") > 3  # the saved filter, exports, what is kept
    with acting(cast.STAGE):
        assert QueueView.objects.get(name="Kites").query == (
            "state=new&text=amber.kite%40example.net"
        )
    # What one officer typed opens for nobody else, and nothing else opens.
    for browser, query in (
        (factories.browser_of(cast.zed()), address.partition("?")[2]),
        (lena, "words=amber"),
        (lena, "words=%C3%A4"),
    ):
        assert browser.get(f"{HERE}?{query}").status_code == 404
        assert browser.get(f"{HERE}export/queue?{query}").status_code == 404


def test_what_came_later_is_found_and_what_was_taken_back_is_not(lena):
    platform = cast.platform()
    body = factories.report_xml(user_id="u-1", screen_name="violet_lantern")
    report_id = factories.routed_report(platform, body, files=0)
    more = f"""<supplement><reportId>{report_id}</reportId><reason>Abstract.</reason>
    <additionalInfo>marmalade</additionalInfo></supplement>"""
    sent = Reporter(platform).call("POST", "/supplement", more.encode())
    assert sent.status == 200, sent.body
    supplementing.take_up.func(report_id=report_id)
    pipeline.journey.func(report_id=report_id)
    assert set(rows(lena, "?text=marmalade")) == {report_id}


def what_the_case_tells(page, table, report_id):
    (item,) = page.context["portions"]["evidence"].rows
    assert (item.report_id, item.file.gate.may_open) == (report_id, False)
    assert item.file.sha256 in page.text
    told = page.context["portions"]["events"].rows
    assert {"incident", "received", "ip"} <= {event.kind for event in told}
    assert [event.at for event in told] == sorted(event.at for event in told)
    assert f"{material.MASSACHUSETTS},{report_id}" in table.text


def test_a_case_gathers_reports_notes_tasks_evidence_and_its_log(lena, carl):
    report_id = report_of(user_id="u-1")
    new = {"case_number": "2026-17", "title": "Paper lanterns"}
    page = lena.post(f"{HERE}cases/", new, follow=True)
    case = page.context["case"]
    here = f"{HERE}cases/{case.pk}/"
    again = lena.post(f"{HERE}cases/", new, follow=True)
    assert "Your agency has a case with the number 2026-17" in said_to(again)[0]
    lena.post(f"{HERE}change", {"mark": f"{report_id}.1", "case": case.pk})
    lena.post(f"{here}task", {"title": "Ask the provider", "due": "2026-01-01"})
    lena.post(f"{here}note", {"text": "For everybody."})
    lena.post(f"{here}note", {"text": "For me.", "private": "yes"})
    lena.post(f"{HERE}reports/{report_id}/note", {"text": "Mine.", "private": "yes"})
    mine, his = lena.get(here), carl.get(here)
    assert "For me." in mine.text
    assert "For everybody." in his.text
    assert "For me." not in his.text
    assert "Mine." in lena.get(f"{HERE}reports/{report_id}/").text
    assert "Mine." not in carl.get(f"{HERE}reports/{report_id}/").text
    what_the_case_tells(his, carl.get(f"{here}export/timeline"), report_id)
    (task,) = his.context["portions"]["tasks"].rows
    carl.post(f"{HERE}tasks/{task.pk}/done")
    log = [
        (entry.kind, entry.by)
        for entry in lena.get(here).context["portions"]["log"].rows
    ]
    assert log == [
        ("task-done", "Carl"),
        ("noted", "Lena"),
        ("task", "Lena"),
        ("gathered", "Lena"),
        ("opened", "Lena"),
    ]
    zed = factories.browser_of(cast.zed())
    hidden, absent = zed.get(here), zed.get(f"{HERE}cases/{case.pk + 1}/")
    assert hidden.status_code == absent.status_code == 404
    assert rows(lena, f"?case={case.pk}").keys() == {report_id}
    assert rows(zed, f"?case={case.pk}") == {}


def test_a_case_costs_the_same_few_queries_however_many_reports_it_gathers(lena):
    new = {"case_number": "2026-17", "title": "Paper lanterns"}
    case = lena.post(f"{HERE}cases/", new, follow=True).context["case"]
    asked = []
    for number in range(3):
        mark = f"{report_of(user_id=f'u-{number}')}.1"
        lena.post(f"{HERE}change", {"mark": mark, "case": case.pk})
        with CaptureQueriesContext(connection) as queries:
            page = lena.get(f"{HERE}cases/{case.pk}/")
        assert len(page.context["portions"]["evidence"].rows) == number + 1
        asked.append(len(queries))
    assert asked[1] == asked[2]


def test_a_due_date_that_is_set_or_taken_away_stands_in_the_log(lena):
    report_id = report_of(user_id="u-1")
    new = {"case_number": "2026-18", "title": "Paper kites"}
    case = lena.post(f"{HERE}cases/", new, follow=True).context["case"]
    here = f"{HERE}cases/{case.pk}/"
    for version, day in enumerate(("2026-12-24", ""), 1):
        said = {**new, "state": "open", "version": version, "due": day}
        lena.post(here, said)
    lena.post(f"{HERE}change", {"mark": f"{report_id}.1", "due": "2026-12-31"})
    away = {"version": 2, "had_due": "yes", "due": "", "case": case.pk}
    lena.post(f"{HERE}reports/{report_id}/work", away)
    for page in (here, f"{HERE}reports/{report_id}/"):
        log = lena.get(page).text.partition('id="log"')[2]
        assert "took the due date away" in log, page
        assert "set the due date:" in log
    assert "Dec 24, 2026" in lena.get(here).text.partition('id="log"')[2]


def test_a_closed_case_takes_no_report_and_nobody_is_written_over(lena, carl):
    new = {"case_number": "2026-17", "title": "Paper lanterns"}
    case = lena.post(f"{HERE}cases/", new, follow=True).context["case"]
    here = f"{HERE}cases/{case.pk}/"
    facts = {**new, "state": "closed", "version": case.version}
    stale = {**facts, "title": "Written over"}
    lena.post(here, facts)
    assert "Lena changed this at" in said_to(carl.post(here, stale, follow=True))[0]
    taken = lena.post(f"{HERE}change", {"mark": f"{report_of()}.1", "case": case.pk})
    assert "Case 2026-17 is closed" in said_to(lena.get(taken["Location"]))[-1]


def test_a_private_note_is_hidden_by_the_database_itself(lena):
    report_id = report_of()
    said = {"text": "Mine.", "private": "yes"}
    lena.post(f"{HERE}reports/{report_id}/note", said)
    with acting(cast.principal_of(cast.lena())):
        assert list(Note.objects.all()) == []
        assert not LogEntry.objects.filter(kind="noted").exists()
    with acting(cast.STAGE):
        assert Note.objects.get().text == "Mine."


def test_saved_filters_are_own_or_shared_and_columns_are_own(lena, carl):
    report_of()
    for name, shared in (("Urgent", "yes"), ("Own", "")):
        said = {"name": name, "query": "priority=1&nonsense=x", "shared": shared}
        answer = lena.post(f"{HERE}filters", said)
        assert answer["Location"] == "/agency/?priority=1"
    saved = carl.get(HERE).context["saved"]
    assert [(view.name, view.query, view.is_own) for view, _ in saved] == [
        ("Urgent", "priority=1", False)
    ]
    assert carl.post(f"{HERE}filters/{saved[0][0].view_id}/drop").status_code == 404
    lena.post(
        f"{HERE}columns", {"column": ["due", "platform", "x"], "here": "state=new"}
    )
    assert lena.get(HERE).context["columns"] == ("platform", "due")
    assert "completeness" in carl.get(HERE).context["columns"]
    zed = factories.browser_of(cast.zed())
    assert zed.get(HERE).context["saved"] == []


def test_pages_by_due_date_follow_each_other(lena):
    officer = cast.principal_of(cast.lena())
    days = ("2027-01-02", "2026-01-02", "2027-01-02")
    reports = [report_of(user_id=f"u-{n}") for n in range(3)]
    for report_id, day in zip(reports, days, strict=True):
        lena.post(f"{HERE}reports/{report_id}/work", {"version": 1, "due": day})
    found, after = [], ""
    filters = QueueFilters(order=queue.Order.DUE)
    while after is not None:
        page = queue.queue_for(officer, filters=filters, after=after, most=1)
        found += [row.report_id for row in page.rows]
        after = page.next_after
    assert found == [reports[1], reports[0], reports[2]]
