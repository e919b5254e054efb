"""One agency clears a report; its platform, the other agency and analysts learn it."""

import json

import pytest
from playwright.sync_api import expect, sync_playwright

from tests.browser import launched
from tests.material import picture, report_xml
from tests.stories.visitors import Platform, Visitor, arrived

MASSACHUSETTS, CALIFORNIA = "ICAC-MA", "ICAC-CA-LA"
ELSEWHERE = """<supplement><reportId>{report}</reportId><reason>Abstract.</reason>
<victim><victimPerson/><ipCaptureEvent><ipAddress>171.64.64.64</ipAddress>
<eventName>Login</eventName></ipCaptureEvent></victim></supplement>"""
WHY = "Abstract: the account belongs to somebody else."


@pytest.fixture(scope="module")
def chat(product):
    with Platform(product, "Clearance Chat") as platform:
        yield platform


@pytest.fixture(scope="module")
def cleared(product, chat):
    """A report of two agencies, which one of them says is unfounded."""
    body = report_xml(user_id="u-cleared", screen_name="white_kite").decode()
    report_id = chat.report(body, picture(5501))
    arrived(product, report_id)
    said = ELSEWHERE.format(report=report_id)
    chat._send("/supplement", "supplementId", content=said.encode())
    arrived(product, report_id, at=CALIFORNIA)
    with Visitor(product, "officer", agency=CALIFORNIA) as zed:
        page = f"/agency/reports/{report_id}/"
        finding = "unfounded/wrong-account"
        zed.press(page, f"{page}clear", finding=finding, reason=WHY)
    return report_id


def test_its_platform_and_the_other_agency_are_told_at_once(product, chat, cleared):
    (said,) = json.loads(chat.wire.get("/clearances").text)["clearances"]
    assert said["reportId"] == cleared
    assert (said["state"], said["ground"]) == ("said", "wrong-account")
    with Visitor(product, "officer", agency=MASSACHUSETTS) as lena:
        assert "Clearance said" in lena.look("/agency/")
        page = lena.look(f"/agency/reports/{cleared}/")
        assert WHY in page
        assert "Unfounded" in page


@pytest.mark.browser
def test_an_analyst_confirms_it_in_the_browser_and_it_is_to_be_destroyed(
    product, chat, cleared
):
    complaints = []
    with sync_playwright() as playwright:
        browser = launched(playwright)
        page = browser.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda message: complaints.append(message.text))
        page.goto(product.tipline("demo", "sign-in", "analyst")["url"])
        page.locator("main button[type=submit]").first.click()
        for width in (390, 1440):
            page.set_viewport_size({"width": width, "height": 844})
            page.goto(f"{product.url}/console/clearances/")
            expect(page.get_by_text(WHY)).to_be_visible()
            wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
            assert not wide, width
        page.get_by_label("If confirmed, the report").select_option("purge")
        page.get_by_role("button", name="Confirm").click()
        expect(page.get_by_text("Nothing waits for a decision")).to_be_visible()
        page.goto(f"{product.url}/console/reports/{cleared}/")
        expect(page.get_by_text("unless something holds it")).to_be_visible()
        browser.close()
    assert complaints == []
    told = json.loads(chat.wire.get("/clearances").text)["clearances"]
    assert [each["state"] for each in told] == ["said", "confirmed"]
    with Visitor(product, "officer", agency=MASSACHUSETTS) as lena:
        assert "is to be destroyed after" in lena.look(f"/agency/reports/{cleared}/")
