"""How much a slow line carries for an officer, however much there is to show."""

import html
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.test import Client

from tests import cast, factories
from tests.material import report_xml
from tipline import pipeline
from tipline.casework import cases, notes, queries, working
from tipline.casework.cases import CaseFacts, NewTask
from tipline.casework.working import Change, Mark
from tipline.intake.wording import INCIDENT_WORDINGS
from tipline.portals.agencies.columns import COLUMNS
from tipline.portals.agencies.views import cases as case_views
from tipline.portals.agencies.views import meeting, queue, report

pytestmark = pytest.mark.django_db
HERE = "/agency/"
BYTES_MOST = 150_000
HEAVIEST = {"accept-language": "th"}  # of the eight languages
REPORTS = 45  # more than any list of them shows at once
EVENTS, FILES = 1000, 32
EVENT = """<ipCaptureEvent><ipAddress>18.9.{}.{}</ipAddress>
<eventName>Login</eventName><dateTime>2026-11-20T11:00:00Z</dateTime>
<possibleProxy>true</possibleProxy><port>{}</port></ipCaptureEvent>"""
LONG_NOTE = "\N{THAI CHARACTER KO KAI}" * 5000
AN_ASSET = re.compile(r'(?:href|src)="/static/([^"?]+)')
STYLES = re.compile(r'href="(/styles/[^"]+)"')


def bytes_beside(page: str) -> int:
    """What a first visit fetches beside a page: styles, scripts, signs."""
    assets = [Path(str(finders.find(name))) for name in set(AN_ASSET.findall(page))]
    (styles,) = STYLES.findall(page)
    sheet = Client().get(styles, headers={"accept-encoding": "gzip"}).content
    return len(sheet) + sum(each.stat().st_size for each in assets)


def many_reports(officer) -> tuple[int, list[int]]:
    """A case of reports that belong together, each with all that a row can say."""
    kind = max(INCIDENT_WORDINGS, key=lambda each: len(str(each.words)))
    said = {"incident_type": kind.wire, "user_id": "one", "escalation": "Today."}
    numbers = [
        factories.routed_report(
            cast.platform(), report_xml(**said, email=f"{n}@example.net"), files=0
        )
        for n in range(REPORTS)
    ]
    for n in range(queries.CHOICES_MOST):
        facts = CaseFacts(number=f"{n:040}", title="Paper lanterns " * 8)
        case = cases.open_case(officer, facts, at=cast.NOW)
    lena, day = cast.lena().pk, cast.NOW.date()
    marks = [Mark(report_id=number, version=1) for number in numbers]
    change = Change(assignee=lena, due_on=day, case_id=case.pk, acknowledges=True)
    assert len(working.change_many(officer, marks, change, at=cast.NOW).done) == REPORTS
    for _ in range(60):
        task = NewTask(title="lantern " * 25, assignee=lena, due_on=day)
        cases.add_task(officer, case.pk, task, at=cast.NOW)
    for _ in range(6):
        said_so = {"is_private": False, "at": cast.NOW}
        notes.note_on_case(officer, case.pk, LONG_NOTE, **said_so)
        notes.note_on_report(officer, numbers[0], LONG_NOTE, **said_so)
    return case.pk, numbers


def a_big_report() -> int:
    events = "".join(EVENT.format(n // 250, n % 250 + 1, 40_000) for n in range(EVENTS))
    body = report_xml(user_id="one").decode()
    body = body.replace("</personOrUserReported>", events + "</personOrUserReported>")
    report_id = factories.open_report(cast.platform(), body.encode())
    for n in range(FILES):
        factories.add_file(cast.platform(), report_id, f"file {n}".encode())
    factories.finish(cast.platform(), report_id)
    pipeline.journey.func(report_id=report_id)
    return report_id


def all_pages(browser: Client, path: str, part: str) -> str:
    """A list by itself, page after page, as its links lead."""
    shown, following = "", f"?part={part}"
    while following:
        page = browser.get(path + following).text
        found = re.search(r'rel="next"\s+href="([^"]+)"', page)
        following = html.unescape(found[1]) if found else ""
        shown += page
    return shown


def test_every_page_is_light_however_much_there_is_to_show():
    officer = cast.principal_of(cast.lena())
    case_id, numbers = many_reports(officer)
    big = a_big_report()
    browser = factories.browser_of(cast.lena())
    browser.post(f"{HERE}columns", {"column": list(COLUMNS)})
    paths = [HERE, f"{HERE}cases/", f"{HERE}handovers/", f"{HERE}due/"]
    for path, parts in (
        (f"{HERE}reports/{big}/", report.PARTS),
        (f"{HERE}reports/{numbers[0]}/", report.PARTS),
        (f"{HERE}cases/{case_id}/", case_views.PARTS),
        (f"{HERE}reports/{numbers[0]}/cluster/", meeting.PARTS),
    ):
        paths += [path, *(f"{path}?part={name}" for name in parts)]
    for path in paths:
        page = browser.get(path, headers=HEAVIEST)
        assert page.status_code == 200
        assert '<html lang="th"' in page.text
        weight = len(page.content) + bytes_beside(page.text)
        assert weight < BYTES_MOST, (path, weight)
    assert len(browser.get(HERE).context["page"].rows) == queue.ROWS
    nothing_is_left_out(browser, numbers, big=big, case_id=case_id)


def nothing_is_left_out(browser, numbers, *, big, case_id):
    """The pages of a list hold it whole, and a file leads to the page it is on."""
    whole = browser.get(f"{HERE}reports/{big}/")
    cards = whole.context["arranged"].files
    shown = all_pages(browser, f"{HERE}reports/{big}/", "files")
    assert all(f'id="file-{card.file.file_id}"' in shown for card in cards)
    assert f'id="file-{cards[-1].file.file_id}"' not in whole.text
    last = f"{HERE}reports/{big}/?file={cards[-1].file.file_id}"
    assert f'id="file-{cards[-1].file.file_id}"' in browser.get(last).text
    shown = all_pages(browser, f"{HERE}cases/{case_id}/", "reports")
    assert all(f">{number}</a>" in shown for number in numbers)
    for nonsense in ("?part=nothing", "?part=files&page=no", "?file=no", "?part="):
        assert browser.get(f"{HERE}reports/{big}/{nonsense}").status_code == 200
