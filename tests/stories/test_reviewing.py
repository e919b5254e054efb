"""An analyst grades with the keyboard alone, in a real browser; others with a mouse."""

import re

import pytest
from playwright.sync_api import expect

from tests.material import picture, report_xml
from tests.stories.visitors import Platform, arrived

pytestmark = pytest.mark.browser
PICTURES = 4
# The same key once more, in the moment in which the next file appears.
AGAIN_AT_ONCE = """() => new MutationObserver(() => {
  document.dispatchEvent(new KeyboardEvent("keydown", { key: "7" }));
}).observe(document.body, { childList: true })"""


@pytest.fixture(scope="module")
def sent(product):
    """Pictures of one person, in one report whose journey is over."""
    with Platform(product, "Keyboard Social") as platform:
        body = report_xml(user_id="u-keyboard", screen_name="keys").decode()
        shown = [picture(7000 + number) for number in range(PICTURES)]
        report_id = platform.report(body, *shown)
    arrived(product, report_id)
    return report_id


@pytest.fixture
def page(product, chromium, sent):  # noqa: ARG001 - something must wait
    """Ana's browser on the page of files; nothing may break the page's own policy."""
    link = product.tipline("demo", "sign-in", "analyst")["url"]
    complaints = []
    with chromium.new_context() as context:
        page = context.new_page()
        page.set_default_timeout(60_000)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda message: complaints.append(message.text))
        page.goto(link)
        page.locator("main button[type=submit]").first.click()
        page.goto(f"{product.url}/console/files/")
        yield page
    # A refused answer is a line in the browser's console, too.
    assert [said for said in complaints if "status of 400" not in said] == []


def shown(page):
    return page.locator("[data-content]").get_attribute("data-content")


def pressed(page, *keys):
    """Press keys; the page ignores one that comes right after a file appeared."""
    for key in keys:
        page.wait_for_timeout(300)
        page.keyboard.press(key)


def test_files_are_graded_skipped_and_returned_by_keys_alone(page):
    pressed(page, "n")
    page.wait_for_selector("[data-content]")
    first = shown(page)
    pressed(page, "?")
    expect(page.get_by_text("Skip, without a reason")).to_be_visible()
    pressed(page, "Escape", "v", "f", "2")
    expect(page.locator("[data-content]")).not_to_have_attribute("data-content", first)
    second = shown(page)
    assert second in page.url
    assert page.locator("[name=violence]").is_checked() is False
    pressed(page, "s")
    expect(page.locator("[data-content]")).not_to_have_attribute("data-content", second)
    pressed(page, "i", "3")
    expect(page.locator("main").get_by_role("alert")).to_contain_text(
        "Change one of them."
    )
    pressed(page, "r")
    page.wait_for_url("**/console/files/")
    expect(page.get_by_text("The file waits again")).to_be_visible()


def test_a_key_that_was_meant_for_the_file_before_does_nothing(page):
    pressed(page, "n")
    page.wait_for_selector("[data-content]")
    first = shown(page)
    page.evaluate(AGAIN_AT_ONCE)
    pressed(page, "7")
    expect(page.locator("[data-content]")).not_to_have_attribute("data-content", first)
    second = shown(page)
    page.wait_for_timeout(500)
    assert shown(page) == second
    pressed(page, "r")
    page.wait_for_url("**/console/files/")


def test_a_report_is_opened_from_the_queue_and_left_by_keys_alone(page, product):
    page.goto(f"{product.url}/console/")
    pressed(page, "j")
    title = page.locator("main .queue__title").first
    expect(title).to_be_focused()
    pressed(page, "Enter")
    page.wait_for_url(re.compile(r"/console/(reports|bundles)/\d+/"))
    pressed(page, "q")
    page.wait_for_url(f"{product.url}/console/")
    pressed(page, "/")
    expect(page.locator("#jump-report")).to_be_focused()


def test_a_slip_on_a_report_raises_nothing(page, product, sent):
    page.goto(f"{product.url}/console/reports/{sent}/")
    pressed(page, "+")
    expect(page.get_by_role("button", name="Raise to level 1")).to_be_focused()
    pressed(page, "c")
    expect(page.get_by_label("What you found")).to_be_visible()
    for _ in range(PICTURES + 1):  # from each file to the next, and round again
        pressed(page, "f")
    first = page.locator(".file__name").first
    expect(first).to_be_focused()
    expect(page.get_by_text("is at level 1 now")).to_have_count(0)


def test_all_media_are_chosen_by_a_key_and_the_page_fits_a_phone(page, product, sent):
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{product.url}/console/reports/{sent}/media/")
    pressed(page, "a")
    boxes = page.locator("[name=content]")
    assert all(boxes.nth(n).is_checked() for n in range(boxes.count()))
    for address in (f"reports/{sent}/media/", "files/", "files/?view=grid"):
        page.goto(f"{product.url}/console/{address}")
        wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
        assert not wide, address
