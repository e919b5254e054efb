"""What people of the clearinghouse change: what belongs together, and where it goes."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.utils.translation import gettext as _
from django.utils.translation import override
from playwright.sync_api import expect

from tests.material import report_xml
from tests.stories.officers import Analyst, Officer, Operator
from tests.stories.visitors import Platform, arrived

pytestmark = pytest.mark.browser
IN_ALASKA, ALASKA, FEDERAL = "137.229.15.9", "ICAC-AK", "US-FED"
IN_HAWAII, HAWAII, ISLANDS = "128.171.1.1", "ICAC-HI", "ICAC-HI-2"
IN_BRAZIL, BRAZIL = "143.107.1.1", "DESK-BR"
LAW = 'invented-act,DESK-BR,any,csam,any,,fallback,90,,,"An invented act, section 4"\n'
RULE = '39,alaska,place,US,AK,US-FED,stop,"The task force moves house"\n'
SIMULATED_SECONDS = 30


@pytest.fixture(scope="module")
def chat(product):
    with Platform(product, "Changing Chat") as platform:
        yield platform


@pytest.fixture(scope="module")
def omar(product, chromium):
    with Operator(product, chromium) as operator:
        yield operator


@pytest.fixture(scope="module")
def olga(product, chromium):
    """The second person, who puts in force what the first has drafted."""
    with Operator(product, chromium, name="Olga") as operator:
        yield operator


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
    left, _beside, right, another = two_pairs
    with (
        Analyst(product, chromium) as ana,
        Officer(product, chromium, agency="ICAC-MA", language="ar") as lena,
    ):
        ana.look(f"reports/{left}/")
        _brings_together(ana, right)
        heading = ana.page.get_by_role("heading", level=1)
        expect(heading).to_have_text(re.compile("Cluster of 4 reports"))
        lena.look(f"reports/{left}/cluster/")
        theirs = lena.part("reports").get_by_role("listitem")
        expect(theirs).to_have_count(4)
        lena.is_laid_out()
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
        lena.look(f"reports/{left}/cluster/")
        expect(theirs).to_have_count(2)
        expect(theirs.filter(has_text=str(right))).to_have_count(0)
        ana.look(f"reports/{another}/")
        ana.page.get_by_text("It is in a cluster").press("Enter")
        expect(heading).to_have_text(re.compile("Cluster of 2 reports"))
        expect(ana.part("reports")).to_contain_text(str(right))


def _brings_together(ana, right):
    ana.page.locator("summary", has_text="Bring").first.press("Enter")
    ana.page.get_by_label("The other report's number").fill(str(right))
    ana.page.get_by_label("Why they belong together").fill("One writer.")
    ana.press("Bring together")


def test_a_changed_rule_is_tried_on_past_reports_and_goes_for_the_next(
    product, *, chat, omar, olga
):
    past = chat.report(_from(IN_ALASKA, "past"))
    arrived(product, past, at=ALASKA)
    edition = _drafts(omar)
    row = _simulates(omar).get_by_role("row").filter(has_text=str(past))
    expect(row.get_by_role("cell")).to_have_text([ALASKA, FEDERAL])
    omar.is_laid_out()
    olga.look(edition)
    olga.sees("1 line")
    _puts_in_force(olga)
    shown = arrived(product, chat.report(_from(IN_ALASKA, "next")))
    assert [each["agency"] for each in shown["referrals"]] == [FEDERAL]


def _puts_in_force(olga):
    olga.page.get_by_role("link", name="Put in force").press("Enter")
    olga.is_laid_out()
    olga.press("Put in force")
    olga.sees("It is in force. Reports go by it from now on.")


def _from(ip, name):
    return report_xml(user_id=name, email=f"{name}@example.net", ip=ip).decode()


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


def test_tables_are_taken_out_changed_and_read_in_and_decide_who_has_the_next(
    product, chromium, *, chat, omar, olga
):
    """One task force makes room for another; a law takes no enticement."""
    today = datetime.now(UTC).date()
    yesterday = today - timedelta(days=1)
    for table, changed, seen in (
        ("agencies", lambda text: _in_its_place(text, today, yesterday), ISLANDS),
        ("national-law", lambda text: text + LAW, "invented-act"),
    ):
        edition = _reads_in(omar, table, changed, seen=seen)
        olga.look(edition)
        _puts_in_force(olga)
    omar.look(f"routing/agencies/?q={HAWAII}")
    line = omar.page.get_by_role("row").filter(has_text=HAWAII).first
    expect(line).to_contain_text(str(yesterday))
    sent = chat.report(_from(IN_HAWAII, "islander"))
    arrived(product, sent, at=ISLANDS)
    kept = chat.report(_from(IN_BRAZIL, "brazilian"))
    arrived(product, kept, at=FEDERAL)
    with Analyst(product, chromium) as ana:
        ana.look("withheld/")
        row = ana.page.get_by_role("row").filter(has_text=str(kept))
        for words in (BRAZIL, "An invented act, section 4", FEDERAL):
            expect(row).to_contain_text(words)
        ana.is_laid_out()
    _is_told_in_arabic(product, chromium, sent=sent, kept=kept)


def _in_its_place(text, today, yesterday):
    """Change the table as somebody does in an editor: a line ends, another begins."""
    old = next(line for line in text.splitlines() if line.startswith(f"{HAWAII},"))
    ended = old.replace(",direct,,,", f",direct,,{yesterday},")
    new = f"{ISLANDS},Task force of the islands,icac,US,HI,yes,,direct,{today},,,,,,"
    return text.replace(old, f"{ended}\n{new}")


def _reads_in(omar, table, changed, *, seen):
    """Export a table, change it, and choose the file; give the draft's address."""
    omar.look(f"routing/{table}/")
    text = omar.saves("Export as CSV").decode()
    omar.page.get_by_role("link", name="Draft a change").press("Enter")
    file = {"name": f"{table}.csv", "mimeType": "text/csv"}
    chosen = {**file, "buffer": changed(text).encode()}
    omar.page.get_by_label("A CSV file").set_input_files(chosen)
    omar.press("Show what would change")
    expect(omar.part("changes")).to_contain_text(seen)
    omar.page.get_by_label("Why", exact=True).fill("They asked for it.")
    omar.press("Keep as a draft")
    omar.sees("You drafted this edition: another operator must put it in force.")
    return omar.page.url.partition("/operations/")[2]


def _is_told_in_arabic(product, chromium, *, sent, kept):
    """The new task force has its report; the federal desk reads why it has one."""
    arabic = {"language": "ar"}
    with (
        override("ar"),
        Officer(product, chromium, agency=ISLANDS, **arabic) as zed,
        Officer(product, chromium, agency=FEDERAL, **arabic) as fay,
    ):
        zed.look("")
        zed.sees("Task force of the islands")
        zed.page.get_by_role("link", name=str(sent)).first.press("Enter")
        expect(zed.part("who").get_by_role("listitem")).to_have_count(1)
        fay.look(f"reports/{kept}/")
        why = _("Receives what is held back from %(agency)s.").partition("%")[0]
        expect(fay.part("who")).to_contain_text(why)
        expect(fay.part("who")).to_contain_text("An invented act, section 4")
        fay.is_laid_out()
