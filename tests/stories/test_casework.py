"""Two agencies work a case: gathered, shared, given back; by keys, without script."""

import pytest
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override
from playwright.sync_api import expect

from tests.material import picture, report_xml
from tests.stories.officers import Officer
from tests.stories.visitors import Platform, arrived
from tipline.casework.chain import HandoverState
from tipline.casework.wording import HANDOVER_STATE_WORDS

MASSACHUSETTS, CALIFORNIA = "ICAC-MA", "ICAC-CA-LA"
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
    with override(language):
        lena = Officer(product, chromium, agency=MASSACHUSETTS, language=language)
        _opens(lena, number)
        _gathers(lena, number, account=account)
        zed = Officer(product, chromium, agency=CALIFORNIA, language=language)
        _hands_on(lena)
        zed.look(f"reports/{report_id}/", status=404)
        _accepts(zed, report_id)
        _gives_back(zed, report_id)
        lena.look("handovers/")
        lena.sees("Not ours after all.")
        lena.is_laid_out()
        lena.look(f"reports/{report_id}/")
        chain = lena.page.locator("section", has=lena.page.locator("#chain"))
        expect(chain.locator("li")).to_contain_text(
            str(HANDOVER_STATE_WORDS[HandoverState.RETURNED])
        )
        lena.look("figures/")
        assert lena.page.get_by_role("img").count() > 0
        for each in (lena, zed):
            each.page.context.close()
    assert lena.complaints + zed.complaints == []


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


def _hands_on(lena: Officer) -> None:
    lena.page.get_by_role("link", name=_("Hand the case on")).click()
    first = _("Agency %(number)s") % {"number": 1}
    lena.page.get_by_label(first, exact=True).fill(CALIFORNIA)
    lena.page.get_by_label(_("Why they should have it")).fill("They know the platform.")
    lena.press(_("Offer it"))
    lena.sees(_("Offered. You see here what they answer."))


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
