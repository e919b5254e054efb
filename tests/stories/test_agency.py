"""An agency's day: places corrected, letters, programs, tables, and what rings.

What rings if nobody answers comes last: the watch looks each minute, and other stories
fill the time.
"""

import io
import time
from datetime import UTC, datetime, timedelta
from typing import Any

import docx
import httpx
import pytest
from django.utils.translation import gettext as _
from django.utils.translation import override
from openpyxl import load_workbook
from playwright.sync_api import Locator, expect
from standardwebhooks.webhooks import Webhook

from tests.material import report_xml
from tests.stories.officers import Analyst, Desk, Officer
from tests.stories.receiver import Receiver
from tests.stories.visitors import Platform, arrived
from tipline.alerting.models import Cause
from tipline.alerting.wording import CAUSE_WORDS
from tipline.casework.exporting import QUEUE_HEAD, TITLES
from tipline.feedback.answers import Status
from tipline.feedback.wording import STATUS_WORDS
from tipline.foundation.accounts.uses import TokenScope
from tipline.paperwork.clocks import RequestKind, Urgency
from tipline.paperwork.kinds import DraftKind
from tipline.paperwork.wording import KIND_WORDS, REQUEST_WORDS, URGENCY_WORDS
from tipline.portals.agencies.api.wording import SCOPE_WORDS
from tipline.portals.duty.words import ADVICE_WORDS

pytestmark = pytest.mark.browser
MASSACHUSETTS, OHIO = "ICAC-MA", "ICAC-OH"
LANGUAGES = ("en", "ar")
WATCHED_SECONDS = 120
TOLD_SECONDS = 20
OWN_LETTER = """# {{ agency.name }}
{{ platform.name }}: {{ report.number }}
{% for person in people %}
- {{ person.user_id }}
{% end %}"""


@pytest.fixture(scope="module")
def urgent(product):
    """An urgent report for each language, at an agency whose officer leads."""
    product.tipline("demo", "sign-in", "officer", "--agency", MASSACHUSETTS)
    product.tipline("agency", "lead", f"officer.{MASSACHUSETTS.lower()}@example.org")
    with Platform(product, "Harbor Chat") as chat:
        sent = {
            language: chat.report(
                report_xml(
                    user_id=f"urgent-{language}",
                    escalation="The account says that it travels today.",
                ).decode()
            )
            for language in LANGUAGES
        }
    for report_id in sent.values():
        arrived(product, report_id, at=MASSACHUSETTS)
    return sent


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_wrong_place_is_corrected_and_remembered(product, chromium, language):
    """Ana corrects a network: this report and the next go where they belong."""
    network = f"18.9.{41 + LANGUAGES.index(language)}"
    with Platform(product, f"Island Chat {language}") as chat:

        def reported(host: int) -> int:
            said = {"user_id": f"i-{host}-{language}", "ip": f"{network}.{host}"}
            return chat.report(report_xml(**said).decode())

        first = reported(7)
        arrived(product, first, at=MASSACHUSETTS)
        with Analyst(product, chromium) as ana:
            _corrects(ana, first, network=f"{network}.0/24")
            later = reported(8)
            shown = arrived(product, later, at=OHIO)
            ana.look(f"reports/{later}/place/")
            ana.sees(f"of {network}.0/24")  # the correction, as the source
    assert {each["agency"] for each in shown["referrals"]} == {OHIO}
    arrived(product, first, at=OHIO)
    with (
        override(language),
        Officer(product, chromium, agency=OHIO, language=language) as oscar,
    ):
        oscar.look(f"reports/{later}/")
        places = oscar.page.locator("section", has=oscar.page.locator("#places"))
        expect(places.locator("tbody th")).to_contain_text("OH, ")
        oscar.is_laid_out()


def _corrects(ana: Analyst, report_id: int, *, network: str) -> None:
    ana.look(f"reports/{report_id}/place/")
    ana.page.get_by_role("link", name=f"Correct {network}").first.click()
    form = ana.page.locator("section", has=ana.page.locator("#correct"))
    expect(form.get_by_label("Network")).to_have_value(network)
    form.get_by_label("Country").fill("US")
    form.get_by_label("State").fill("OH")
    form.get_by_label("How you know").fill("The provider told us.")
    ana.press("Correct")
    ana.sees("Kept. This report and all that come later go by it.")
    ana.page.get_by_role("link", name="All corrections").click()
    expect(ana.page.get_by_role("row").filter(has_text=network)).to_contain_text(
        "US-OH"
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_letters_are_filled_in_and_their_days_are_kept(
    product, chromium, language, *, urgent
):
    report_id = urgent[language]
    with (
        override(language),
        Officer(product, chromium, agency=MASSACHUSETTS, language=language) as lena,
    ):
        lena.look(f"drafts/{DraftKind.PRESERVATION_LETTER}/")
        lena.page.get_by_label(_("Text"), exact=True).fill(OWN_LETTER)
        sample = lena.page.locator("aside code").first
        expect(sample).to_have_css("direction", "ltr")  # as it must be typed
        lena.press(_("Keep this text"))
        lena.sees(_("The text is kept. The next draft is made of it."))
        lena.is_laid_out()
        lena.look(f"reports/{report_id}/")
        for kind in (DraftKind.LEGAL_PROCESS, DraftKind.MLAT_REQUEST):
            letter = _lines_of(lena.saves(str(KIND_WORDS[kind])))
            for filled_in in ("Harbor Chat", str(report_id), f"urgent-{language}"):
                assert any(filled_in in line for line in letter), (kind, filled_in)
        own = lena.saves(str(KIND_WORDS[DraftKind.PRESERVATION_LETTER]))
        assert _lines_of(own) == [
            "ICAC Task Force Massachusetts",
            f"Harbor Chat: {report_id}",
            f"urgent-{language}",
        ]
        _keeps_a_day(lena, report_id)


def _lines_of(letter: bytes) -> list[str]:
    return [each.text for each in docx.Document(io.BytesIO(letter)).paragraphs]


def _keeps_a_day(lena: Officer, report_id: int) -> None:
    """Note a subpoena, find its day among those that count, and close it."""
    today = datetime.now(UTC).date()
    lena.page.get_by_text(_("Note what you asked of whom")).press("Enter")
    form = lena.page.locator("form", has=lena.page.locator("#request-kind"))
    form.locator("#request-kind").select_option(RequestKind.SUBPOENA)
    form.get_by_label(_("Of whom")).fill("Harbor Chat")
    form.get_by_label(_("Sent on")).fill(today.isoformat())
    due_on = today + timedelta(days=7)
    form.locator("#request-due").fill(due_on.isoformat())
    lena.press(_("Note it"))
    lena.sees(_("The date is noted, here and under Due dates."))
    lena.is_laid_out()
    lena.look("due/")
    asked = str(REQUEST_WORDS[RequestKind.SUBPOENA])
    rows = lena.page.get_by_role("row").filter(has_text=str(report_id))
    expect(rows.filter(has_text=asked)).to_contain_text(
        str(URGENCY_WORDS[Urgency.SOON])
    )
    lena.is_laid_out()
    lena.look(f"reports/{report_id}/")
    lena.press(_("Answered"))
    clocks = lena.page.locator("section", has=lena.page.locator("#due"))
    expect(clocks.locator("li")).to_have_count(1)  # the platform's preservation


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_program_is_let_in_and_told_and_tables_are_taken_along(
    product, chromium, language, *, urgent
):
    report_id, name = urgent[language], f"Case system {language}"
    with (
        override(language),
        Receiver() as receiver,
        Officer(product, chromium, agency=MASSACHUSETTS, language=language) as lena,
    ):
        token = _makes_a_token(lena, name)
        assert report_id in _reports_of(product.url, token)
        _works(product.url, token, report_id, words=f"Written by {name}.")
        _is_told(lena, receiver)
        lena.look(f"reports/{report_id}/")
        expect(lena.part("notes")).to_contain_text(f"Written by {name}.")
        answered = lena.part("feedback").locator("strong")
        expect(answered).to_have_text(str(STATUS_WORDS[Status.ONGOING]))
        expect(lena.part("log")).to_contain_text(name)
        lena.look("tokens/")
        lena.press(_("Revoke %(name)s") % {"name": name})
        lena.sees(_("The token opens nothing any more."))
        assert _reports_of(product.url, token) == 401
        lena.look("")
        sheet = load_workbook(io.BytesIO(lena.saves(_("These, XLSX")))).active
        titles, *rows = sheet.iter_rows(values_only=True)
        assert titles == tuple(str(TITLES[column]) for column in QUEUE_HEAD)
        assert str(report_id) in {str(row[0]) for row in rows}


def _makes_a_token(lena: Officer, name: str) -> str:
    lena.look("tokens/")
    lena.page.get_by_label(_("Which program is it for?")).fill(name)
    for scope in (TokenScope.READ, TokenScope.WORK, TokenScope.ANSWERS):
        lena.page.get_by_label(str(SCOPE_WORDS[scope])).check()
    lena.press(_("Make the token"))
    shown = lena.page.locator("section", has=lena.page.locator("#secret"))
    secret = shown.locator(".code").inner_text()
    lena.is_laid_out()
    return secret


def _reports_of(url: str, token: str) -> Any:
    """Read as the program does: give the numbers of the reports, or the refusal."""
    bearer = {"Authorization": f"Bearer {token}"}
    # The newest at once: those who follow from the oldest on see them after a while.
    address = f"{url}/agency/api/v1/reports?order=newest"
    answer = httpx.get(address, headers=bearer, timeout=30)
    if answer.status_code != 200:
        return answer.status_code
    return {int(each["report_id"]) for each in answer.json()["reports"]}


def _works(url: str, token: str, report_id: int, *, words: str) -> None:
    """Take over as a national system does that knows the OpenAPI document alone."""
    api = f"{url}/agency/api/v1"
    with httpx.Client(headers={"Authorization": f"Bearer {token}"}) as program:
        document = program.get(f"{api}/openapi.json").json()
        for part, body in (
            ("notes", {"text": words}),
            ("answers", {"status": Status.ONGOING}),
        ):
            (path,) = (
                path
                for path, of_it in document["paths"].items()
                if path.endswith(f"/reports/{{report_id}}/{part}") and "post" in of_it
            )
            server = document["servers"][0]["url"]
            address = server + path.format(report_id=report_id)
            assert program.post(address, json=body).is_success, part


def _is_told(lena: Officer, receiver: Receiver) -> None:
    """Register an address; what it is told is signed by the secret shown once."""
    lena.page.get_by_role("link", name=_("Webhooks of your agency")).click()
    lena.page.get_by_label(_("Web address")).fill(receiver.url)
    lena.press(_("Tell this address"))
    shown = lena.page.locator("section", has=lena.page.locator("#secret"))
    secret = shown.locator(".code").inner_text()
    headers, body = receiver.first()
    assert Webhook(secret).verify(body, headers)["type"] == "webhook.tested"
    deliveries = lena.page.locator("section", has=lena.page.locator("#deliveries"))
    told = deliveries.locator("article").filter(has_text=receiver.url)
    deadline = time.monotonic() + TOLD_SECONDS
    while not told.filter(has_text=_("Taken")).count():
        assert time.monotonic() < deadline, deliveries.inner_text()
        lena.look("webhooks/")
    lena.is_laid_out()
    address = lena.page.locator("article").filter(has_text=receiver.url).first
    address.get_by_role("button", name=_("Tell it nothing any more")).press("Enter")
    lena.sees(_("The address is told nothing any more."))


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_alarm_stands_above_every_page_of_whoever_is_on_duty(
    product, chromium, language
):
    with (
        override(language),
        Platform(product, f"Night Chat {language}") as chat,
        Officer(product, chromium, agency=MASSACHUSETTS, language=language) as lena,
    ):
        _is_put_on_duty(lena)
        said = {"user_id": f"night-{language}", "escalation": "It is to be tonight."}
        report_id = chat.report(report_xml(**said).decode())
        arrived(product, report_id, at=MASSACHUSETTS)
        lena.look("cases/")
        bar = lena.page.get_by_role("region", name=_("Alarms"))
        expect(bar.get_by_role("button", name=_("Acknowledge")).first).to_be_visible()
        lena.is_laid_out()
        rung = _rung_about(lena, report_id, cause=Cause.LEVEL_1)
        rung.get_by_role("link", name=str(report_id)).press("Enter")
        lena.sees("It is to be tonight.")
        lena.press(_("We have it"))
        lena.sees(_("The clearinghouse knows now that you have it."))
        lena.page.goto(f"{product.url}/alarms/roster/")
        lena.press(_("Take off"))
        lena.sees(_("Nobody is on the roster."))


def _is_put_on_duty(lena: Officer) -> None:
    lena.page.goto(lena.here.rpartition("/")[0] + "/alarms/")
    lena.sees(_("Nobody is on duty now: alarms go to everybody."))
    lena.page.get_by_role("link", name=_("Roster")).press("Enter")
    now = datetime.now(UTC)
    name = f"Officer of {MASSACHUSETTS}"
    lena.page.get_by_label(_("Who"), exact=True).select_option(name)
    for label, hours in ((_("From (UTC)"), -1), (_("Until (UTC)"), 2)):
        at = now + timedelta(hours=hours)
        lena.page.get_by_label(label).fill(f"{at:%Y-%m-%dT%H:%M}")
    lena.press(_("Put on duty"))
    on_duty = lena.part("shifts").get_by_role("row").filter(has_text=name)
    expect(on_duty).to_contain_text(_("now"))
    lena.is_laid_out()


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_urgent_report_rings_until_its_agency_answers(
    product, chromium, language, *, urgent
):
    report_id = urgent[language]
    with Analyst(product, chromium) as ana, override("en"):
        rung = _rung_about(ana, report_id, cause=Cause.NOT_ACKNOWLEDGED)
        expect(rung).to_contain_text(str(ADVICE_WORDS[Cause.NOT_ACKNOWLEDGED]))
    with (
        override(language),
        Officer(product, chromium, agency=MASSACHUSETTS, language=language) as lena,
    ):
        rung = _rung_about(lena, report_id, cause=Cause.LEVEL_1)
        lena.is_laid_out()
        rung.get_by_role("button", name=_("Acknowledge")).press("Enter")
        lena.sees(_("Acknowledged: it is yours now."))
        expect(lena.page.get_by_role("button", name=_("We have it"))).to_have_count(0)
        lena.page.goto(f"{product.url}/alarms/")
        lena.sees(_("acknowledged by you"))


def _rung_about(who: Desk, report_id: int, *, cause: Cause) -> Locator:
    """Look at the alarms until one of the cause is there, and give its line."""
    row = who.page.get_by_role("row").filter(has_text=str(report_id))
    rung = row.filter(has_text=str(CAUSE_WORDS[cause]))
    deadline = time.monotonic() + WATCHED_SECONDS
    while True:
        who.page.goto(who.here.rpartition("/")[0] + "/alarms/")
        if rung.count():
            return rung.first
        assert time.monotonic() < deadline, who.page.inner_text("main")
        time.sleep(5)
