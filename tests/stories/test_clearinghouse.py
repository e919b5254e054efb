"""What people of the clearinghouse change: what belongs together, and where it goes."""

import re

import pytest
from playwright.sync_api import expect

from tests.material import report_xml
from tests.stories.officers import Analyst, Operator
from tests.stories.visitors import Platform, arrived

pytestmark = pytest.mark.browser
IN_ALASKA, ALASKA, FEDERAL = "137.229.15.9", "ICAC-AK", "US-FED"
RULE = '39,alaska,place,US,AK,US-FED,stop,"The task force moves house"\n'
SIMULATED_SECONDS = 30


@pytest.fixture(scope="module")
def chat(product):
    with Platform(product, "Changing Chat") as platform:
        yield platform


@pytest.fixture
def two_pairs(product, chat):
    """Two reports on one account and two on another, which nothing else links."""
    sent = [
        chat.report(_about(account, number).decode())
        for account in ("left", "right")
        for number in (1, 2)
    ]
    for report_id in sent:
        arrived(product, report_id)
    return sent


def _about(account, number):
    """A report about an account, from an address and a room of its own."""
    place = len(account) * 10 + number
    body = report_xml(
        user_id=f"changing-{account}",
        email=f"{account}@example.net",
        screen_name=f"{account}_lantern",
        ip=f"18.9.60.{place}",
    )
    return body.replace(b"/room/7", f"/room/{account}{number}".encode())


def test_two_clusters_become_one_and_are_taken_apart_again(
    product, chromium, two_pairs
):
    left, _, right, another = two_pairs
    with Analyst(product, chromium) as ana:
        ana.look(f"reports/{left}/")
        ana.page.locator("summary", has_text="Bring").first.press("Enter")
        ana.page.get_by_label("The other report's number").fill(str(right))
        ana.page.get_by_label("Why they belong together").fill("One writer.")
        ana.press("Bring together")
        heading = ana.page.get_by_role("heading", level=1)
        expect(heading).to_have_text(re.compile("Cluster of 4 reports"))
        for report_id in (right, another):
            ana.page.get_by_label(f"Choose report {report_id}").check()
        ana.page.get_by_text("Split off what you have chosen").press("Enter")
        ana.page.get_by_label("Why they do not belong here").fill("Two writers.")
        ana.is_laid_out()
        ana.press("Split off")
        ana.sees("They are apart now. No rule brings them back.")
        expect(heading).to_have_text(re.compile("Cluster of 2 reports"))
        done = ana.part("changes").get_by_role("listitem")
        expect(done.nth(0)).to_contain_text("2 reports split off")
        expect(done.nth(0)).to_contain_text("Ana Analyst: Two writers.")
        expect(done.nth(1)).to_contain_text("Ana Analyst: One writer.")
        ana.is_laid_out()
        ana.look(f"reports/{another}/")
        ana.page.get_by_text("It is in a cluster").press("Enter")
        expect(heading).to_have_text(re.compile("Cluster of 2 reports"))
        expect(ana.part("reports")).to_contain_text(str(right))


def test_a_changed_rule_is_tried_on_past_reports_and_goes_for_the_next(
    product, chromium, chat
):
    past = chat.report(_from_alaska("past"))
    arrived(product, past, at=ALASKA)
    with Operator(product, chromium) as omar:
        edition = _drafts(omar)
        row = _simulates(omar).get_by_role("row").filter(has_text=str(past))
        expect(row.get_by_role("cell")).to_have_text([ALASKA, FEDERAL])
        omar.is_laid_out()
    with Operator(product, chromium, name="Olga") as olga:
        olga.look(edition)
        olga.sees("1 line")
        olga.page.get_by_role("link", name="Put in force").press("Enter")
        olga.is_laid_out()
        olga.press("Put in force")
        olga.sees("It is in force. Reports go by it from now on.")
    shown = arrived(product, chat.report(_from_alaska("next")))
    assert [each["agency"] for each in shown["referrals"]] == [FEDERAL]


def _from_alaska(name):
    body = report_xml(user_id=f"{name}", email=f"{name}@example.net", ip=IN_ALASKA)
    return body.decode()


def _drafts(omar):
    """Add a line to the table, see what that changes, keep it; give its address."""
    omar.look("routing/routing-rules/")
    omar.page.get_by_role("link", name="Draft a change").press("Enter")
    table = omar.page.get_by_label("The table as CSV")
    table.fill(table.input_value() + RULE)
    omar.press("Show what would change")
    expect(omar.part("changes")).to_contain_text("alaska")
    omar.is_laid_out()
    omar.page.get_by_label("Why", exact=True).fill("They asked for it.")
    omar.press("Keep as a draft")
    omar.sees("You drafted this edition: another operator must put it in force.")
    omar.is_laid_out()
    return omar.page.url.partition("/operations/")[2]


def _simulates(omar):
    """Ask what the draft would have done to last month; give what would have moved."""
    expect(omar.page.get_by_label("Reports of the last days")).to_have_value("30")
    omar.press("Simulate")
    omar.page.wait_for_url("**/routing/simulations/**")
    running = omar.page.get_by_text("It is running")  # and reads itself again
    expect(running).to_have_count(0, timeout=SIMULATED_SECONDS * 1000)
    return omar.part("changed")
