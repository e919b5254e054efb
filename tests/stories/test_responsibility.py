"""Who answers for a place abroad, what an analyst decides, and who must not see it."""

from dataclasses import dataclass

import pytest
from django.utils.translation import gettext as _
from django.utils.translation import override
from playwright.sync_api import expect

from tests.material import report_xml
from tests.stories.officers import Analyst, Officer
from tests.stories.visitors import Platform, arrived
from tipline.referral.evidence_words import SOURCE_WORDS
from tipline.referral.jurisdiction import EvidenceSource

pytestmark = pytest.mark.browser
BY_ATTACHE, ATTACHE = "DESK-AZ", "legal attachés abroad"
NORFOLK, COLLEAGUE = "ICAC-VA-SO", "somebody@icac-va-so.example.org"
MILITARY = "US-MIL"
SHARED = (
    "Evidence names a military address or mail domain; military investigators share"
    " jurisdiction."
)
CARRIES = "Carries the report to %(agency)s."
NO_LONGER = "No longer carries the report to the desk of this place."
IN_ITS_PLACE = "Receives it in the place of another agency."


@dataclass(frozen=True)
class Abroad:
    """A country that an address is in: its desk, who else has it, and why."""

    language: str
    ip: str
    country: str
    desk: str
    other: str
    why: str


PLACES = (
    Abroad(
        language="en",
        ip="129.187.1.1",
        country="DE",
        desk="DESK-DE",
        other="Europol",
        why="Europol is informed about reports that concern a member state of the"
        " European Union.",
    ),
    Abroad(
        language="ar",
        ip="180.94.77.1",
        country="AF",
        desk="DESK-AF",
        other="Interpol, national central bureaus",
        why=CARRIES,
    ),
)


@pytest.fixture(scope="module")
def chat(product):
    with Platform(product, "Far Chat") as platform:
        yield platform


@pytest.fixture(scope="module")
def ana(product, chromium):
    with Analyst(product, chromium) as analyst:
        yield analyst


@pytest.mark.parametrize("abroad", PLACES, ids=lambda each: each.language)
def test_a_report_goes_to_who_answers_for_the_place_and_to_nobody_it_is_about(
    product, chromium, *, chat, ana, abroad
):
    body = report_xml(user_id=f"abroad-{abroad.language}", ip=abroad.ip).decode()
    report_id = chat.report(body)
    arrived(product, report_id, at=abroad.desk)
    language = abroad.language
    with (
        override(language),
        Officer(product, chromium, agency=abroad.desk, language=language) as desk,
        Officer(product, chromium, agency=BY_ATTACHE, language=language) as anar,
    ):
        desk.look("")
        desk.page.get_by_role("link", name=str(report_id)).first.press("Enter")
        _is_had_by(desk, abroad.other, abroad.why)
        desk.is_laid_out()
        _decides(ana, report_id, abroad.country)
        arrived(product, report_id, at=BY_ATTACHE)
        anar.look(f"reports/{report_id}/")
        first = anar.part("places").locator("tbody tr").first
        expect(first).to_contain_text(str(SOURCE_WORDS[EvidenceSource.ANALYST]))
        _is_had_by(anar, ATTACHE, CARRIES)
        _excludes(ana, report_id)
        anar.look(f"reports/{report_id}/", status=404)
        arrived(product, report_id, at="INTERPOL")
        desk.look(f"reports/{report_id}/")
        _is_had_by(desk, ATTACHE, NO_LONGER)
        if "Interpol" not in abroad.other:  # else it has the report already
            _is_had_by(desk, "Interpol", IN_ITS_PLACE)
        expect(desk.part("who")).not_to_contain_text(BY_ATTACHE)


def _is_had_by(officer, agency, why):
    who = officer.part("who").get_by_role("listitem").filter(has_text=agency)
    expect(who).to_contain_text(_(why).partition("%")[0])


def _decides(ana, report_id, country):
    """Ana decides; what the machine made of it stays beside."""
    ana.look(f"reports/{report_id}/place/")
    form = ana.part("decide")
    form.get_by_label("Country").fill("AZ")
    form.get_by_label("How you know").fill("A school there is named.")
    ana.press("Decide")
    figures = ana.page.locator(".figures__figure")
    decided = figures.filter(has_text="jurisdiction, decided by a person")
    expect(decided).to_contain_text("AZ")
    resolved = figures.filter(has_text="resolved by the machine")
    expect(resolved).to_contain_text(country)
    ana.is_laid_out()


def _excludes(ana, report_id):
    form = ana.part("exclude")
    form.get_by_label("Code of the agency").fill(BY_ATTACHE)
    form.get_by_label("How you know").fill("The reported person works there.")
    ana.press("Keep it from this agency")
    expect(ana.part("exclude")).to_contain_text("sees nothing of it")
    ana.look(f"reports/{report_id}/")
    expect(ana.part("agencies")).not_to_contain_text(BY_ATTACHE)


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_city_reaches_the_task_force_that_covers_it_but_no_colleague_of_a_suspect(
    product, chromium, *, chat, ana, language
):
    first, second = (
        chat.report(_in_norfolk(f"norfolk-{language}", email=email))
        for email in (f"norfolk-{language}@example.net", COLLEAGUE)
    )
    arrived(product, first, at=NORFOLK)
    arrived(product, second, at="US-FED")
    where = {"agency": NORFOLK, "language": language}
    with override(language), Officer(product, chromium, **where) as vic:
        vic.look(f"reports/{first}/")
        stated = str(SOURCE_WORDS[EvidenceSource.STATED_ADDRESS])
        named = vic.part("places").get_by_role("row").filter(has_text=stated)
        expect(named.get_by_role("rowheader")).to_contain_text("Norfolk, VA")
        vic.look(f"reports/{second}/", status=404)
    ana.look(f"reports/{second}/place/")
    kept_out = ana.part("exclude").locator(".link").filter(has_text=NORFOLK)
    expect(kept_out).to_contain_text("sees nothing of it")


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_military_address_reaches_the_military_desk_beside_who_else_answers(
    product, chromium, *, chat, language
):
    said = {"user_id": f"at-sea-{language}", "email": f"kite-{language}@example.mil"}
    report_id = chat.report(report_xml(**said).decode())
    arrived(product, report_id, at=MILITARY)
    where = {"agency": MILITARY, "language": language}
    with override(language), Officer(product, chromium, **where) as desk:
        desk.look("")
        desk.page.get_by_role("link", name=str(report_id)).first.press("Enter")
        who = desk.part("who").get_by_role("listitem")
        expect(who.filter(has_text="Massachusetts")).to_have_count(1)
        desk.is_laid_out()
        expect(desk.page.get_by_text(_(SHARED))).to_be_visible()


def _in_norfolk(account, *, email):
    said = {"user_id": account, "email": email, "ip": "192.0.2.7"}
    address = "<address><city>Norfolk</city><state>VA</state><country>US</country>"
    body = report_xml(**said).decode()
    return body.replace(f"{email}</email>", f"{email}</email>{address}</address>")
