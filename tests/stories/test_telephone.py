"""A night on the line, in a real browser, by keyboard alone; then to an officer."""

import re
import time

import pytest
from playwright.sync_api import expect

from tests.stories.visitors import Visitor

pytestmark = pytest.mark.browser
PATIENCE_SECONDS = 40
expect.set_options(timeout=60_000)


@pytest.fixture
def page(product, chromium):
    """Ana's browser on the page of the telephone; nothing may break its own policy."""
    link = product.tipline("demo", "sign-in", "analyst")["url"]
    complaints = []
    with chromium.new_context() as context:
        page = context.new_page()
        page.set_default_timeout(60_000)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda message: complaints.append(message.text))
        page.goto(link)
        page.locator("main button[type=submit]").first.click()
        page.goto(f"{product.url}/console/calls/")
        yield page
    # What a test cut off itself is a line in the browser's console, too.
    assert [said for said in complaints if "ERR_FAILED" not in said] == []


def begun(page):
    """Take a call by keyboard: once the page is drawn, its button has the focus."""
    expect(page.get_by_role("button", name="Take a call")).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/console/calls/\d+/$"))
    return int(page.url.rstrip("/").rpartition("/")[2])


def saved(page):
    expect(page.locator("[data-status]")).to_have_attribute("data-state", "saved")


def shown(product, report_id, until):
    """Wait until what is known of a report is as it should be."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while True:
        facts = product.tipline("report", "show", str(report_id))
        if until(facts):
            return facts
        assert time.monotonic() < deadline, facts["steps"]
        time.sleep(0.5)


def test_a_call_is_typed_by_keyboard_and_kept_as_it_is_typed(page, product):
    call_id = begun(page)
    page.keyboard.press("Alt+1")
    page.keyboard.press("Space")  # danger now: yes
    saved(page)
    expect(page.locator("#danger-check")).to_contain_text("Unverified")
    urgent = shown(product, call_id, lambda facts: facts["priority"] == "1")
    assert urgent["state"] == "open"
    page.get_by_label("What is the danger?").fill("Abstract words, ")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#field-urls")).to_be_focused()
    page.keyboard.press("Alt+3")
    page.keyboard.type("Bo")
    page.keyboard.press("Enter")
    expect(page.locator("#field-child_last_name")).to_be_focused()
    saved(page)
    page.locator("#field-child_state").fill("MA")
    page.locator("#field-child_age").fill("eleven")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#child")).to_contain_text("Write whole years")
    # The browser is lost; another one goes on.
    page.reload()
    expect(page.locator("#field-child_first_name")).to_have_value("Bo")
    page.locator("input[name=kind][value=csam]").check()
    saved(page)
    page.keyboard.press("Alt+7")
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_contain_text("The call is over")
    expect(page.locator(".call__number")).to_have_text(str(call_id))
    ended = shown(
        product, call_id, lambda facts: facts["release"]["proposed"] and facts["steps"]
    )
    assert ended["referrals"] == []
    assert ended["call"]["answers"]["child_age"] == "eleven"


def test_what_could_not_be_sent_is_said_and_sent_again(page, product):
    call_id = begun(page)
    page.route("**/console/calls/*/", lambda route: route.abort())
    page.locator("#field-more").fill("Words while the connection is gone")
    page.keyboard.press("Tab")
    expect(page.locator("[data-status]")).to_contain_text("NOT SAVED")
    page.unroute("**/console/calls/*/")
    saved(page)
    facts = product.tipline("report", "show", str(call_id))
    assert facts["call"]["answers"]["more"] == "Words while the connection is gone"


def test_typing_is_kept_in_its_pauses_without_leaving_the_field(page, product):
    call_id = begun(page)
    page.locator("#field-what").click()
    page.keyboard.type("A sentence that")
    saved(page)
    page.keyboard.type(" goes on")
    expect(page.locator("#field-what")).to_have_value("A sentence that goes on")
    facts = product.tipline("report", "show", str(call_id))
    assert facts["call"]["answers"]["what"].startswith("A sentence that")


def test_a_second_person_confirms_and_an_officer_receives(page, product):
    call_id = begun(page)
    page.locator("input[name=danger_now][value=yes]").check()
    page.locator("input[name=kind][value=enticement]").check()
    page.locator("#field-child_state").fill("MA")
    # At once: what is not kept yet is kept before the call ends.
    page.get_by_role("button", name="End the call").click()
    expect(page.locator("main")).to_contain_text("The call is over")
    shown(product, call_id, lambda facts: facts["release"]["proposed"])
    report = f"/console/reports/{call_id}/"
    with Visitor(product, "senior") as sven:
        assert "Waits for release" in sven.look(report)
        sven.press(
            report,
            f"/console/calls/{call_id}/check",
            kind="second-person",
            outcome="confirmed",
        )
        proposal = re.search(r'name="proposal" value="(\d+)"', sven.look(report))
        assert proposal
        release = f"/console/calls/{call_id}/release"
        sven.press(report, release, proposal=proposal[1])
        shown(product, call_id, lambda facts: facts["referrals"])
    with Visitor(product, "officer", agency="ICAC-MA") as lena:
        sheet = lena.look(f"/agency/reports/{call_id}/")
        assert "Reported by a member of the public on the telephone" in sheet
        assert "danger confirmed" in sheet
