"""Two agencies meet over one account: linked, told of each other, worked, answered."""

from pathlib import Path

import pytest
from django.utils.translation import gettext as _
from django.utils.translation import override
from playwright.sync_api import expect

from tests.material import picture, report_xml
from tests.stories import last_month
from tests.stories.officers import Officer
from tests.stories.visitors import Platform, arrived
from tipline.feedback.answers import Status
from tipline.feedback.wording import STATUS_WORDS

MASSACHUSETTS, CALIFORNIA = "ICAC-MA", "ICAC-CA-LA"
IN_CALIFORNIA = "128.97.27.37"
TELEPHONE = "+1 213 555 0142"
LANGUAGES = ("en", "ar")


@pytest.mark.browser
@pytest.mark.parametrize("language", LANGUAGES)
def test_two_agencies_meet_over_an_account(product, chromium, language):
    account = {
        "user_id": f"m-{language}",
        "screen_name": f"copper_heron_{language}",
        "email": f"heron-{language}@example.net",
    }
    with Platform(product, f"Meeting Chat {language}") as chat:
        hers = [
            chat.report(report_xml(**account).decode(), picture(number))
            for number in range(7801, 7803)
        ]
        his = chat.report(report_xml(**account, ip=IN_CALIFORNIA).decode())
    for report_id in hers:
        arrived(product, report_id, at=MASSACHUSETTS)
    arrived(product, his, at=CALIFORNIA)
    with override(language):
        zed = Officer(product, chromium, agency=CALIFORNIA, language=language)
        _says_whom_to_call(zed)
        _takes_it_up(zed, his)
        lena = Officer(product, chromium, agency=MASSACHUSETTS, language=language)
        _finds_both(lena, account["email"], hers)
        _takes_it_up(lena, hers[0])
        _learns_whom_to_call(lena, hers[0])
        _lays_side_by_side(lena, hers)
        _answers(lena, hers[0])
        lena.look(f"reports/{his}/", status=404)
        _is_told_who_asked(zed, his)
        for each in (lena, zed):
            each.page.context.close()
    assert lena.complaints + zed.complaints == []
    if language == "en":  # as platforms read
        _counts_come_when_a_month_is_over(
            product, chromium, chat=chat, report_id=hers[0]
        )


def _says_whom_to_call(zed: Officer) -> None:
    zed.look("deconfliction/")
    desk = zed.part("desk")
    desk.get_by_label(_("Desk or person")).fill("Evening desk")
    desk.get_by_label(_("Telephone")).fill(TELEPHONE)
    desk.get_by_role("button", name=_("Keep")).press("Enter")
    expect(desk.get_by_label(_("Telephone"))).to_have_value(TELEPHONE)


def _takes_it_up(officer: Officer, report_id: int) -> None:
    """Download the report as PDF: from then on the agency works on it."""
    officer.look(f"reports/{report_id}/")
    with officer.page.expect_download() as told:
        officer.press(_("Report, PDF"))
    assert Path(told.value.path()).read_bytes().startswith(b"%PDF-")


def _finds_both(lena: Officer, text: str, reports: list[int]) -> None:
    """Search what was pasted, in other letters; it stands in no address."""
    lena.look("search/")
    lena.page.locator("#search-text").fill(text.upper())
    lena.press(_("Search"))
    for report_id in reports:
        link = lena.page.get_by_role("link", name=str(report_id))
        expect(link.first).to_be_visible()
    assert "heron" not in lena.page.url.lower()
    with lena.page.expect_download() as told:
        lena.press(_("As CSV"))
    table = Path(told.value.path()).read_text(encoding="utf-8-sig")
    assert all(str(report_id) in table for report_id in reports)


def _learns_whom_to_call(lena: Officer, report_id: int) -> None:
    lena.look(f"reports/{report_id}/")
    lena.sees(_("Another agency works on something that this report names."))
    lena.press(_("See whom to call; they are told, too"))
    named = lena.page.get_by_role("listitem").filter(has_text="Los Angeles area")
    expect(named).to_contain_text("Evening desk")
    expect(named).to_contain_text(TELEPHONE)


def _lays_side_by_side(lena: Officer, reports: list[int]) -> None:
    """See both on one timeline, and beside each other."""
    first, second = reports
    lena.look(f"reports/{first}/")
    timeline = _("See those that belong together on one timeline")
    lena.page.get_by_role("link", name=timeline).click()
    link = lena.page.get_by_role("link", name=str(second))
    expect(link.first).to_be_visible()
    lena.look(f"reports/{first}/")
    lena.page.get_by_role("link", name=_("Lay them side by side")).click()
    for report_id in reports:
        lena.sees(str(report_id))


def _answers(lena: Officer, report_id: int) -> None:
    """Say in one click what became of it."""
    lena.look(f"reports/{report_id}/")
    words = str(STATUS_WORDS[Status.ARREST])
    lena.press(words)
    answered = lena.page.locator("#feedback").locator("xpath=ancestor::section")
    expect(answered.locator("strong", has_text=words)).to_be_visible()


def _is_told_who_asked(zed: Officer, report_id: int) -> None:
    zed.look("deconfliction/")
    met = zed.part("met")
    expect(met).to_contain_text("ICAC Task Force Massachusetts")
    expect(met.get_by_role("link", name=str(report_id))).to_be_visible()
    zed.is_laid_out()


def _counts_come_when_a_month_is_over(product, chromium, *, chat, report_id):
    """The platform reads nothing of this month, and no count that tells of one."""
    username, password = chat.credential.pair
    pair = {"username": username, "password": password}
    with chromium.new_context(http_credentials=pair) as context:
        page = context.new_page()
        page.goto(f"{product.url}/ispws/outcomes")
        nothing_yet = page.get_by_text("No month is over in which an agency answered")
        expect(nothing_yet).to_be_visible()
        email = f"officer.{MASSACHUSETTS.lower()}@example.org"
        at = last_month.answered(product, email, report_id)
        page.reload()
        expect(page.get_by_role("heading", name=f"{at:%B %Y}")).to_be_visible()
        expect(page.get_by_text("What became of them: too few to say")).to_be_visible()
        expect(page.get_by_text(str(STATUS_WORDS[Status.ARREST]))).to_have_count(0)
