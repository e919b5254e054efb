"""Two platforms batch the same file: one line, both counts, until one is taken out."""

import pytest
from playwright.sync_api import expect

from tests.material import picture
from tests.stories.visitors import Platform, Visitor, arrived
from tests.triage.senders import VIRAL, body

pytestmark = pytest.mark.browser
SHARED = picture(7700, size=(640, 480))


@pytest.fixture(scope="module")
def batches(product):
    """Reports of two platforms about three persons and two, with the same file."""
    sent = []
    for name, users in (("Batch Social", 3), ("Batch Chat", 2)):
        with Platform(product, name) as platform:
            accounts = [f"{name}-{number}".replace(" ", "-") for number in range(users)]
            report = body(*accounts, batched=True).decode()
            sent.append(platform.report(report, SHARED, marks=VIRAL))
    for report_id in sent:
        arrived(product, report_id)
    return sent


@pytest.fixture
def phone(product, chromium):
    """Ana's phone; nothing may break a page's own policy."""
    link = product.tipline("demo", "sign-in", "analyst")["url"]
    complaints = []
    with chromium.new_context(viewport={"width": 390, "height": 844}) as context:
        page = context.new_page()
        page.set_default_timeout(60_000)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda message: complaints.append(message.text))
        page.goto(link)
        page.locator("main button[type=submit]").first.click()
        yield page
    assert complaints == []


def fits(page):
    """Whether a page is no wider than the screen, written either way."""
    for direction in ("ltr", "rtl"):
        page.evaluate(f"document.documentElement.dir = '{direction}'")
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            return False
    return True


def test_batches_of_two_platforms_are_one_line_with_both_counts(
    product, batches, phone
):
    told = product.tipline("report", "show", str(batches[0]))
    assert told["incidents"] == 3
    bundle = told["bundle"]
    assert (bundle["reports"], bundle["incidents"]) == (2, 5)
    address = f"{product.url}/console/bundles/{bundle['id']}/"
    phone.goto(address)
    heading = phone.get_by_role("heading", level=1)
    expect(heading).to_contain_text("Bundle of 2 reports, 5 incidents")
    assert fits(phone)
    phone.goto(f"{product.url}/console/")
    assert fits(phone)
    phone.goto(f"{product.url}/console/reports/{batches[0]}/")
    assert fits(phone)
    phone.locator("summary", has_text="Take it out").click()
    phone.get_by_label("Why must it be seen by itself?").fill("Look at the account.")
    phone.get_by_role("button", name="Take it out of the bundle").click()
    expect(phone.get_by_text("The report stands by itself now.")).to_be_visible()
    phone.goto(address)
    expect(heading).to_contain_text("Bundle of 1 report, 2 incidents")
    expect(phone.get_by_text("Look at the account.")).to_be_visible()


def test_each_report_of_a_bundle_is_with_its_agency(product, batches):
    for report_id in batches:
        (referral,) = product.tipline("report", "show", str(report_id))["referrals"]
        with Visitor(product, "officer", agency=referral["agency"]) as officer:
            officer.look(f"/agency/reports/{report_id}/")
