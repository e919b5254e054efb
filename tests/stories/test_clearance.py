"""An officer clears a report; its platform, the other agency and analysts learn it."""

import json
from dataclasses import dataclass

import pytest
from django.utils.translation import gettext as _
from django.utils.translation import override
from playwright.sync_api import expect

from tests.material import picture, report_xml
from tests.stories.officers import Analyst, Officer
from tests.stories.visitors import Platform, Visitor, arrived
from tipline.clearance.verdicts import Disposal, Ground, Verdict

pytestmark = pytest.mark.browser
MASSACHUSETTS, CALIFORNIA = "ICAC-MA", "ICAC-CA-LA"
ELSEWHERE = """<supplement><reportId>{report}</reportId><reason>Abstract.</reason>
<victim><victimPerson/><ipCaptureEvent><ipAddress>171.64.64.64</ipAddress>
<eventName>Login</eventName></ipCaptureEvent></victim></supplement>"""


@dataclass(frozen=True)
class Clearing:
    """What an officer says of a report, in a language, and what becomes of it."""

    language: str
    verdict: Verdict
    ground: Ground
    disposal: Disposal
    words: str  # of the verdict, as the other agency reads it in English

    @property
    def reason(self) -> str:
        return f"Abstract: how somebody knows that it is {self.verdict}."


CLEARINGS = (
    Clearing(
        "en", Verdict.UNFOUNDED, Ground.WRONG_ACCOUNT, Disposal.PURGE, "Unfounded"
    ),
    Clearing("ar", Verdict.NOT_CSAM, Ground.ADULTS, Disposal.KEEP, "Not CSAM"),
)


@pytest.fixture(scope="module")
def chat(product):
    with Platform(product, "Clearance Chat") as platform:
        yield platform


@pytest.fixture(scope="module")
def lena(product):
    """An officer of the other agency."""
    with Visitor(product, "officer", agency=MASSACHUSETTS) as visitor:
        yield visitor


@pytest.fixture(scope="module")
def ana(product, chromium):
    with Analyst(product, chromium) as analyst:
        yield analyst


@pytest.fixture(scope="module", params=CLEARINGS, ids=lambda each: each.language)
def clearing(request):
    return request.param


@pytest.fixture(scope="module")
def cleared(product, chat, chromium, *, clearing):
    """A report of two agencies, of which an officer of one says what is wrong."""
    body = report_xml(user_id=f"u-cleared-{clearing.language}").decode()
    report_id = chat.report(body, picture(5501 + CLEARINGS.index(clearing)))
    arrived(product, report_id)
    said = ELSEWHERE.format(report=report_id)
    chat._send("/supplement", "supplementId", content=said.encode())
    arrived(product, report_id, at=CALIFORNIA)
    where = {"agency": CALIFORNIA, "language": clearing.language}
    with override(clearing.language), Officer(product, chromium, **where) as zed:
        zed.look(f"reports/{report_id}/")
        zed.page.get_by_text(_("Clear the report or files of it")).press("Enter")
        form = zed.part("clear")
        form.get_by_label(_("What you found")).select_option(
            f"{clearing.verdict}/{clearing.ground}"
        )
        if clearing.verdict is Verdict.NOT_CSAM:
            form.get_by_role("checkbox").check()
        form.get_by_label(_("How you know")).fill(clearing.reason)
        zed.is_laid_out()
        form.get_by_role("button", name=_("Say so")).press("Enter")
        notice = zed.page.locator(".notice").filter(has_text=clearing.reason)
        expect(notice).to_contain_text(_("waits for a second person"))
    return report_id


def _told(chat, report_id):
    """Give what the platform's program is told of a report, in order."""
    every = json.loads(chat.wire.get("/clearances").text)["clearances"]
    return [each for each in every if each["reportId"] == report_id]


def test_its_platform_and_the_other_agency_are_told_at_once(
    chat, lena, *, clearing, cleared
):
    (said,) = _told(chat, cleared)
    assert (said["state"], said["ground"]) == ("said", clearing.ground)
    assert len(said["files"]) == (clearing.verdict is Verdict.NOT_CSAM)
    assert "Clearance said" in lena.look("/agency/")
    page = lena.look(f"/agency/reports/{cleared}/")
    assert clearing.reason in page
    assert clearing.words in page


def test_an_analyst_decides_in_the_browser_and_all_of_them_learn_it(
    chat, lena, ana, *, clearing, cleared
):
    ana.look("clearances/")
    ana.is_laid_out()
    said = ana.page.locator("article").filter(has_text=clearing.reason)
    offered = said.get_by_label("If confirmed, the report")
    offered.select_option(clearing.disposal)
    said.get_by_role("button", name="Confirm").press("Enter")
    ana.sees("Nothing waits for a decision")
    ana.look(f"reports/{cleared}/")
    is_to_go = clearing.disposal is Disposal.PURGE
    destroyed = ana.page.get_by_text("unless something holds it")
    expect(destroyed).to_have_count(int(is_to_go))
    assert [each["state"] for each in _told(chat, cleared)] == ["said", "confirmed"]
    page = lena.look(f"/agency/reports/{cleared}/")
    assert "confirmed" in page
    assert ("is to be destroyed after" in page) == is_to_go
