"""Two agencies work a case: gathered, shared, given back; by keys, without script."""

import pytest
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override
from playwright.sync_api import Locator, expect

from tests.material import picture, report_xml
from tests.stories.officers import Officer
from tests.stories.visitors import Platform, arrived
from tipline.casework.chain import HandoverState
from tipline.casework.wording import HANDOVER_STATE_WORDS

MASSACHUSETTS, CALIFORNIA, OHIO = "ICAC-MA", "ICAC-CA-LA", "ICAC-OH"
# 400 kbit/s, as a telephone network of the third generation at its edge.
SLOW = {
    "offline": False,
    "latency": 300,
    "downloadThroughput": 50_000,
    "uploadThroughput": 50_000,
}
USABLE_SECONDS, TABS_MOST = 10, 60
PAGE_BYTES_MOST = 150_000
LANGUAGES = ("en", "ar")
BYTES = """["navigation", "resource"].flatMap((kind) =>
  performance.getEntriesByType(kind)).reduce((sum, each) =>
  sum + each.decodedBodySize, 0)"""


@pytest.mark.browser
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_case_is_worked_shared_and_given_back(product, chromium, language):
    number, account = f"2026-{language}", f"amber_kite_{language}"
    with Platform(product, f"Casework Chat {language}") as chat:
        body = report_xml(user_id=f"u-{language}", screen_name=account).decode()
        report_id = chat.report(body, picture(7701 + LANGUAGES.index(language)))
    arrived(product, report_id, at=MASSACHUSETTS)
    where = {"agency": MASSACHUSETTS, "language": language}
    with (
        override(language),
        Officer(product, chromium, **where) as lena,
        Officer(product, chromium, **{**where, "agency": CALIFORNIA}) as zed,
    ):
        _finds_by_keys_alone(lena, report_id, account=account)
        _opens(lena, number)
        _gathers(lena, number, account=account)
        lena.page.get_by_role("link", name=_("Hand the case on")).click()
        _offers(lena, CALIFORNIA, OHIO)
        _withdraws(lena, "ICAC Task Force Ohio")
        zed.look(f"reports/{report_id}/", status=404)
        _accepts(zed, report_id)
        _gives_back(zed, report_id)
        lena.look("handovers/")
        lena.sees("Not ours after all.")
        lena.is_laid_out()
        _hands_on_and_has_it_back(lena, zed, report_id)
        _counts(lena)


def _finds_by_keys_alone(lena: Officer, report_id: int, *, account: str) -> None:
    """By Tab and Enter to the report, once on a slow line and an old computer."""
    device = lena.page.context.new_cdp_session(lena.page)
    if lena.language == "en":
        device.send("Network.enable")
        device.send("Network.emulateNetworkConditions", SLOW)
        device.send("Emulation.setCPUThrottlingRate", {"rate": 4})
    lena.look("")
    lena.page.keyboard.press("Tab")
    to_content = lena.page.get_by_role("link", name=_("Skip to the content"))
    expect(to_content).to_be_focused()
    lena.page.keyboard.press("Enter")
    words = lena.page.get_by_label(_("Words, e-mail, phone, IP, URL or hash"))
    _tabs_to(lena, words)
    lena.page.keyboard.type(account)
    lena.page.keyboard.press("Enter")
    report = lena.page.get_by_role("link", name=str(report_id)).first
    expect(lena.page.locator("tbody tr")).to_have_count(1)
    lena.page.keyboard.press("Tab")
    lena.page.keyboard.press("Enter")
    _tabs_to(lena, report)
    lena.page.keyboard.press("Enter")
    heading = lena.page.get_by_role("heading", level=1)
    expect(heading).to_contain_text(str(report_id), timeout=USABLE_SECONDS * 1000)
    device.detach()


def _tabs_to(lena: Officer, wanted: Locator) -> None:
    for _each in range(TABS_MOST):
        lena.page.keyboard.press("Tab")
        if wanted.evaluate("it => it === document.activeElement"):
            return
    raise AssertionError(lena.page.url)


def _opens(lena: Officer, number: str) -> None:
    """Open a case; a page is light enough for a slow line."""
    lena.look("cases/")
    lena.page.wait_for_load_state("networkidle")
    assert 0 < int(lena.page.evaluate(BYTES)) < PAGE_BYTES_MOST
    lena.page.get_by_label(_("Number"), exact=True).fill(number)
    lena.page.get_by_label(_("Title"), exact=True).fill("Paper lanterns")
    lena.press(_("Open the case"))
    expect(lena.page.get_by_role("heading", name=number).first).to_be_visible()


def _gathers(lena: Officer, number: str, *, account: str) -> None:
    """Put the report into the case from the queue, all by keyboard."""
    lena.look("")
    words = lena.page.get_by_label(_("Words, e-mail, phone, IP, URL or hash"))
    words.fill(account)
    words.press("Enter")
    expect(words).to_have_value(account)
    assert account not in lena.page.url
    lena.is_laid_out()
    lena.page.get_by_label(_("Choose all reports on this page")).focus()
    lena.page.keyboard.press("Space")
    choice = lena.page.get_by_label(_("Put into case"))
    of_it = choice.locator("option", has_text=number).get_attribute("value")
    choice.select_option(value=of_it)
    lena.press(_("Do it"))
    changed = ngettext(
        "%(done)s report was changed.", "%(done)s reports were changed.", 1
    )
    lena.sees(changed % {"done": 1})
    lena.page.get_by_role("link", name=number).first.click()
    lena.sees(_("put a report into the case"))
    lena.is_laid_out()
    lena.page.get_by_label(_("New note")).fill("For my agency alone.")
    lena.press(_("Keep the note"))
    lena.sees("For my agency alone.")


def _offers(lena: Officer, *agencies: str, gives_away: bool = False) -> None:
    """Offer what the page is of to all of them at once."""
    if gives_away:
        lena.page.locator("[name=kind][value=hand-on]").check()
    for place, agency in enumerate(agencies, 1):
        label = _("Agency %(number)s") % {"number": place}
        lena.page.get_by_label(label, exact=True).fill(agency)
    lena.page.get_by_label(_("Why they should have it")).fill("They know the platform.")
    lena.press(_("Offer it"))
    lena.sees(_("Offered. You see here what they answer."))


def _withdraws(lena: Officer, agency: str) -> None:
    offer = lena.page.locator("article").filter(has_text=agency).first
    offer.get_by_role("button", name=_("Withdraw the offer")).press("Enter")
    withdrawn = str(HANDOVER_STATE_WORDS[HandoverState.WITHDRAWN])
    expect(offer).to_contain_text(withdrawn)


def _hands_on_and_has_it_back(lena: Officer, zed: Officer, report_id: int) -> None:
    """Give it away: declined first, then taken; who gave it has it no longer."""
    report = f"reports/{report_id}/"
    for reason in ("We cannot.", ""):
        lena.look(f"{report}hand-on")
        _offers(lena, CALIFORNIA, gives_away=True)
        zed.look("handovers/")
        if reason:
            zed.page.get_by_label(_("If not: why")).first.fill(reason)
            zed.press(_("Decline"))
            zed.sees(_("Saved."))
            lena.look("handovers/")
            lena.sees(reason)
    zed.press(_("Accept"))
    zed.sees(_("Saved."))
    zed.look(report)
    lena.look(report, status=404)
    _gives_back(zed, report_id)
    lena.look(report)
    for state in (HandoverState.DECLINED, HandoverState.RETURNED):
        words = str(HANDOVER_STATE_WORDS[state])
        expect(lena.part("chain").get_by_text(words).first).to_be_visible()


def _counts(lena: Officer) -> None:
    """Figures of the agency with charts, of oneself, and to take along."""
    lena.look("figures/")
    chart = _("Reports received, by month")
    expect(lena.page.get_by_role("img", name=chart)).to_be_visible()
    lena.is_laid_out()
    (head, *lines) = lena.saves(_("All of it, CSV")).decode("utf-8-sig").splitlines()
    assert head.startswith("by,")
    assert len(lines) > 1
    lena.page.get_by_label(_("Assigned to")).select_option("me")
    lena.press(_("Show"))
    expect(lena.page.get_by_label(_("Assigned to"))).to_have_value("me")


def _accepts(zed: Officer, report_id: int) -> None:
    """See what was offered and take it; another agency's notes stay its own."""
    zed.look("handovers/")
    zed.sees("They know the platform.")
    zed.press(_("Accept"))
    zed.page.get_by_role("link", name="Paper lanterns").first.click()
    expect(zed.page.get_by_label(_("New note"))).to_be_visible()
    expect(zed.page.get_by_text("For my agency alone.")).to_have_count(0)
    zed.look(f"reports/{report_id}/")


def _gives_back(zed: Officer, report_id: int) -> None:
    """Give it back; no access outlives its reason."""
    zed.look("handovers/")
    zed.page.get_by_label(_("Why you give it back")).first.fill("Not ours after all.")
    zed.press(_("Give back"))
    expect(zed.page.get_by_label(_("Why you give it back"))).to_have_count(0)
    zed.look(f"reports/{report_id}/", status=404)
