"""A real browser: hidden, veiled, clear while held, and gone when let go of."""

import pytest
from playwright.sync_api import expect, sync_playwright

from tests.browser import launched
from tests.foundation.web.test_passkey_in_the_browser import PHONE
from tests.material import picture, report_xml
from tests.stories.visitors import Platform, arrived

pytestmark = pytest.mark.browser

ORIGIN_OF = "img => new URL(img.src).origin"


@pytest.fixture(scope="module")
def report(product):
    with Platform(product, "Lens Forum") as platform:
        body = report_xml(user_id="u-lens", screen_name="lens").decode()
        shown = [picture(77 + number, size=(900, 600)) for number in range(3)]
        report_id = platform.report(body, *shown)
    arrived(product, report_id)
    return report_id


@pytest.fixture
def page(product, report):
    with sync_playwright() as playwright:
        chromium = launched(playwright)
        page = chromium.new_page()
        page.complaints = []
        page.on("console", lambda m: page.complaints.append(m.text))
        page.goto(product.tipline("demo", "sign-in", "analyst")["url"])
        page.get_by_role("main").get_by_role("button").first.click()
        page.wait_for_url("**/console/**")
        page.goto(f"{product.url}/console/reports/{report}/")
        yield page
        chromium.close()


def test_ana_sees_a_picture_only_while_she_holds(page, product):
    box = page.locator("[data-viewing]").first
    state, hold = box.get_by_role("status"), box.locator("[data-hold]")
    expect(state).to_have_text("Hidden: nothing is shown.")
    expect(box.locator("img")).to_have_count(0)
    expect(hold).to_be_disabled()
    box.get_by_role("button", name="Show veiled").click()
    expect(state).to_have_text("A veiled preview is shown.", timeout=60_000)
    image = box.locator("img")
    assert image.evaluate(ORIGIN_OF) != product.url
    assert image.evaluate("img => img.naturalWidth") == 900
    hold.focus()
    page.keyboard.down("Space")
    expect(state).to_have_text("Clear while you hold.", timeout=60_000)
    expect(box.get_by_alt_text("Clear preview")).to_be_visible()
    page.keyboard.up("Space")
    expect(box.get_by_alt_text("Clear preview")).to_have_count(0)
    expect(state).to_have_text("A veiled preview is shown.")
    box.get_by_role("button", name="Hide").click()
    expect(box.locator("img")).to_have_count(0)
    assert page.complaints == []


def test_another_page_cannot_show_a_preview(page):
    box = page.locator("[data-viewing]").first
    with page.expect_response("**/veil") as asked:
        box.get_by_role("button", name="Show veiled").click()
    address = asked.value.json()["url"]
    expect(box.locator("img")).to_have_count(1, timeout=60_000)
    page.goto(address)  # used up, and no page of ours asks
    assert "own pages only" in page.content()


def test_who_looks_is_told_their_own_exposure(page, product):
    page.set_viewport_size(PHONE)
    page.goto(f"{product.url}/console/exposure/")
    expect(page.get_by_role("heading", name="My exposure")).to_be_visible()
    wide = "document.documentElement.scrollWidth > innerWidth"
    assert not page.evaluate(wide)


def test_each_form_of_a_page_is_gone_to_by_one_key(page, product):
    page.goto(f"{product.url}/console/exposure/")
    company = page.get_by_role("button", name="I want company now")
    company.focus()
    page.keyboard.press(",")
    expect(page.get_by_label("Buddy")).to_be_focused()
    page.keyboard.press("Escape")  # out of the field, where keys are letters
    page.keyboard.press(".")
    expect(company).to_be_focused()
    page.keyboard.press(".")
    expect(company).not_to_be_focused()
    page.keyboard.press(",")
    expect(company).to_be_focused()
    page.keyboard.press("?")
    expect(page.get_by_text("Go to the next form of the page")).to_be_visible()


def skip_to_one_that_opens(page):
    """Skip files until one may be opened; other tests may have left others."""
    expect(page.locator("[data-content]"), page.inner_text("main")).to_be_visible(
        timeout=60_000
    )
    while not page.locator("[data-veil]").count():
        skip(page)


def press(page, key):
    page.wait_for_timeout(300)  # a key right after a file appeared does nothing
    page.keyboard.press(key)


def skip(page):
    file = page.locator("[data-content]")
    before = file.get_attribute("data-content")
    press(page, "s")
    expect(file).not_to_have_attribute("data-content", before, timeout=60_000)


def test_the_file_that_comes_in_place_of_one_is_shown_too(page, product):
    page.goto(f"{product.url}/console/files/")
    page.locator("[data-key='n']").click()
    for _ in range(2):
        skip_to_one_that_opens(page)
        box = page.locator("[data-viewing]")
        expect(box).to_have_count(1)
        expect(box.get_by_role("status")).to_have_text("Hidden: nothing is shown.")
        # The page's script has bound the box: before that a key does nothing.
        expect(box.locator("[data-hold][aria-pressed=false]")).to_have_count(1)
        press(page, "e")
        expect(box).to_contain_text("A veiled preview is shown.", timeout=60_000)
        expect(box.locator("img")).to_have_count(1)
        page.keyboard.down("h")
        expect(box.get_by_alt_text("Clear preview")).to_be_visible(timeout=60_000)
        page.keyboard.up("h")
        expect(box.get_by_alt_text("Clear preview")).to_have_count(0)
        skip(page)
    assert page.complaints == []
