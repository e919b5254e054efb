"""An officer's desk: a queue of one's own, work shared out, and what matches it.

Then a packet for nobody else, what became of it from paper, and a question by digests.
"""

import hmac
import io
import re
import subprocess
import sys
import zipfile
from datetime import UTC, datetime, timedelta

import pyrage
import pytest
from django.utils.html import strip_tags
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from playwright.sync_api import expect

from tests.architecture import tree
from tests.material import picture, report_xml
from tests.referral.packet.pdf_text import codes_in
from tests.stories.officers import Officer
from tests.stories.visitors import Platform, Visitor, arrived
from tipline.casework.models import WorkState
from tipline.casework.wording import STATE_WORDS
from tipline.feedback.answers import Status
from tipline.feedback.wording import STATUS_WORDS
from tipline.foundation.web import times
from tipline.sealing.age import fingerprint_of

pytestmark = pytest.mark.browser
MASSACHUSETTS, CALIFORNIA = "ICAC-MA", "ICAC-CA-LA"
IN_CALIFORNIA = "128.97.27.37"
CARL = "Carl"


@pytest.fixture(scope="module")
def chat(product):
    with Platform(product, "Desk Chat") as platform:
        yield platform


@pytest.fixture(scope="module")
def carl(product, chromium):
    """A colleague of Lena's, who was invited and has a passkey."""
    where = {"agency": MASSACHUSETTS, "language": "en"}
    with Officer(product, chromium, name=CARL, **where) as officer:
        yield officer


@pytest.fixture(scope="module")
def account(lena):
    """Whom the reports of a language are about."""
    return {
        "user_id": f"desk-{lena.language}",
        "screen_name": f"silver_crane_{lena.language}",
        "email": f"crane-{lena.language}@example.net",
    }


@pytest.fixture(scope="module")
def reports(product, chat, *, lena, account):
    """Two reports on one account, the first with a picture that its platform saw."""
    body = report_xml(**account).decode()
    seen = picture(8101 + (lena.language == "ar"))
    sent = [chat.report(body, seen), chat.report(body)]
    for report_id in sent:
        arrived(product, report_id, at=MASSACHUSETTS)
    return sent


def test_lena_has_a_queue_of_her_own_and_shares_the_work_out(
    product, chat, *, lena, carl, account, reports
):
    _keeps_a_filter(lena, account["email"], reports)
    _chooses_columns(lena)
    case = _opens_a_watched_case(lena)
    _shares_out(lena, case, reports)
    _writes_what_is_to_be_done(lena, case)
    if lena.language == "en":  # as he reads
        _finds_what_is_his(carl, case, reports)
    again = chat.report(report_xml(**account).decode())
    arrived(product, again, at=MASSACHUSETTS)
    _takes_what_matches(lena, case, again)


def _keeps_a_filter(lena, email, reports):
    """Narrow the queue, keep that under a name, and have it again in one click."""
    lena.look("")
    words = lena.page.get_by_label(_("Words, e-mail, phone, IP, URL or hash"))
    words.fill(email.upper())
    lena.page.locator("#state").select_option(WorkState.NEW)
    lena.press(_("Show"))
    expect(lena.page.locator("[name=mark]")).to_have_count(len(reports))
    lena.page.get_by_text(_("Keep these filters")).press("Enter")
    lena.page.get_by_label(_("Name"), exact=True).fill(f"Cranes {lena.language}")
    lena.page.get_by_label(_("Show them to my agency")).check()
    lena.press(_("Keep"))
    tab = lena.page.get_by_role("link", name=f"Cranes {lena.language}")
    expect(tab).to_be_visible()
    lena.look("")
    tab.press("Enter")
    expect(lena.page.locator("[name=mark]")).to_have_count(len(reports))
    expect(words).to_have_value(email.upper())
    expect(lena.page.locator("nav.tabs [aria-current]")).to_contain_text("Cranes")


def _chooses_columns(lena):
    lena.page.locator("summary", has_text=_("Columns")).press("Enter")
    lena.page.get_by_label(_("Completeness")).uncheck()
    lena.page.get_by_label(_("Made available")).check()
    lena.press(_("Show these columns"))
    heads = lena.page.get_by_role("columnheader")
    expect(heads.filter(has_text=_("Made available"))).to_have_count(1)
    expect(heads.filter(has_text=_("Completeness"))).to_have_count(0)
    expect(lena.page.locator("nav.tabs [aria-current]")).to_contain_text("Cranes")
    lena.is_laid_out()


def _opens_a_watched_case(lena):
    """Open a case that new reports are matched with; give its address."""
    queue = lena.page.url
    lena.look("cases/")
    number = f"2026-desk-{lena.language}"
    lena.page.get_by_label(_("Number"), exact=True).fill(number)
    lena.page.get_by_label(_("Title"), exact=True).fill("Cranes of paper")
    lena.press(_("Open the case"))
    lena.page.get_by_label(_("Tell us of new reports that match")).check()
    lena.part("facts").get_by_role("button", name=_("Save")).press("Enter")
    lena.sees(_("Saved."))
    case = lena.page.url.partition("/agency/")[2]
    lena.page.goto(queue)
    return case


def _shares_out(lena, case, reports):
    """Give all reports on the page to Carl, with a day and a case, at once."""
    lena.page.get_by_label(_("Choose all reports on this page")).check()
    bulk = lena.page.locator(".agency-bulk")
    bulk.get_by_label(_("Assign to")).select_option(CARL)
    bulk.get_by_label(_("Work")).select_option(WorkState.IN_WORK)
    bulk.get_by_label(_("Put into case")).select_option(case.split("/")[1])
    bulk.get_by_label(_("Due")).fill(str(_in_days(7)))
    lena.press(_("Do it"))
    changed = ngettext(
        "%(done)s report was changed.", "%(done)s reports were changed.", 2
    )
    lena.sees(changed % {"done": 2})
    lena.look("")
    for report_id in reports:
        row = lena.page.locator("tbody tr").filter(has_text=str(report_id))
        expect(row).to_contain_text(CARL)
        expect(row).to_contain_text(str(STATE_WORDS[WorkState.IN_WORK]))


def _in_days(days):
    return datetime.now(UTC).date() + timedelta(days=days)


def _writes_what_is_to_be_done(lena, case):
    lena.look(case)
    expect(lena.part("log")).to_contain_text(strip_tags(times.day(_in_days(7))))
    tasks = lena.part("tasks")
    tasks.get_by_label(_("What is to be done")).fill("Ask the provider")
    tasks.get_by_label(_("By"), exact=True).select_option(CARL)
    tasks.get_by_label(_("Due")).fill(str(_in_days(-1)))
    lena.press(_("Add the task"))
    expect(lena.part("tasks").locator(".tag--danger")).to_have_text(_("Overdue"))
    for text, is_private in (("For all of us.", False), ("For me.", True)):
        lena.page.get_by_label(_("New note")).fill(text)
        lena.page.get_by_label(_("For me alone")).set_checked(is_private)
        lena.press(_("Keep the note"))
        lena.sees(text)


def _finds_what_is_his(carl, case, reports):
    """Carl has the reports, the task and the shared note, and not the private one."""
    carl.look("")
    carl.page.get_by_role("link", name="Mine", exact=True).press("Enter")
    for report_id in reports:
        carl.sees(str(report_id))
    carl.look(case)
    carl.sees("For all of us.")
    expect(carl.page.get_by_text("For me.")).to_have_count(0)
    done = carl.page.get_by_role("button", name="Done: Ask the provider")
    done.press("Enter")
    expect(done).to_have_count(0)


def _takes_what_matches(lena, case, report_id):
    """A new report is offered to the case that it matches, and put in."""
    lena.look("")
    told = lena.page.locator(".notice", has=lena.page.locator("a[href$='/cases/']"))
    expect(told).to_be_visible()
    lena.look(case)
    offered = lena.part("hints").get_by_role("listitem").filter(has_text=str(report_id))
    expect(offered).to_contain_text(_("shares:"))
    evidence = lena.part("evidence").locator("tbody tr")
    expect(evidence).to_contain_text(["0.png"])
    expect(lena.part("timeline")).to_contain_text(_("Report received"))
    lena.is_laid_out()
    offered.get_by_role("button").first.press("Enter")
    expect(lena.part("reports")).to_contain_text(str(report_id))
    expect(lena.part("hints")).to_have_count(0)


def test_a_packet_comes_for_its_agency_alone_and_is_answered_from_paper(
    lena, reports, tmp_path
):
    owner = pyrage.x25519.Identity.generate()
    public = _gives_the_key(lena, str(owner.to_public()))
    script = tmp_path / "verify_packet.py"
    script.write_bytes(lena.saves(_("Download verify_packet.py")))
    lena.look(f"reports/{reports[0]}/")
    sealed = lena.saves(_("Everything, ZIP"))
    with pytest.raises(pyrage.DecryptError):
        pyrage.decrypt(sealed, [pyrage.x25519.Identity.generate()])
    packet = pyrage.decrypt(sealed, [owner])
    assert _verified(script, public, packet)
    assert not _verified(script, public, _with_one_byte_changed(packet))
    with zipfile.ZipFile(io.BytesIO(packet)) as archive:
        (pdf,) = [each for each in archive.namelist() if each.endswith(".pdf")]
        codes = codes_in(archive.read(pdf))
    (address,) = {code for code in codes if "/agency/answer/" in code}
    _answers_from_paper(lena, address)
    lena.look(f"reports/{reports[0]}/")
    expect(lena.part("feedback")).to_contain_text(_("by the link of a packet"))
    lena.look("keys/")
    lena.press(_("Take the key back: packets come unencrypted"))
    lena.sees(_("There is no key: packets come unencrypted."))


def _gives_the_key(lena, key):
    """Put the agency's key in; give the key that packets are signed with."""
    lena.look("account/")
    lena.page.get_by_role("link", name=_("Encryption of packets")).press("Enter")
    lena.page.locator("#recipient").fill(key)
    lena.page.locator("#fingerprint").fill(fingerprint_of(key)[:16])
    lena.press(_("Use this key"))
    lena.sees(_("Packets are encrypted"))
    lena.is_laid_out()
    return lena.part("signature").locator(".code").first.inner_text()


def _verified(script, public, packet):
    """Run the script as an officer does, on a machine that knows nothing of us."""
    path = script.with_name("packet.zip")
    path.write_bytes(packet)
    command = [sys.executable, "-I", "-S", str(script), "--key", public, str(path)]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    return done.returncode == 0


def _with_one_byte_changed(packet):
    middle = len(packet) // 2
    return packet[:middle] + bytes([packet[middle] ^ 1]) + packet[middle + 1 :]


def _answers_from_paper(lena, address):
    """Open what the QR code says on a telephone that is not signed in."""
    with lena.page.context.browser.new_context(locale=lena.language) as context:
        phone = context.new_page()
        phone.goto(address)
        phone.get_by_label(str(STATUS_WORDS[Status.ARREST])).check()
        phone.get_by_role("button", name=_("Send the answer")).press("Enter")
        expect(phone.get_by_text(_("Thank you. Your answer is kept."))).to_be_visible()


def test_a_question_by_digests_finds_who_works_on_it_and_shows_nobody_s_report(
    product, chat, *, lena, account
):
    his = chat.report(report_xml(**account, ip=IN_CALIFORNIA).decode())
    arrived(product, his, at=CALIFORNIA)
    with Visitor(product, "officer", agency=CALIFORNIA) as zed:
        page = f"/agency/reports/{his}/"
        zed.press(page, f"{page}packet/json")  # from then on they work on it
        lena.look("deconfliction/")
        lena.press(_("Show the key for digests"))
        key = lena.page.locator("pre").inner_text()
        email = _digest(key, "email", account["email"])
        _looks_up(lena, email, _digest(key, "email", "nobody@example.net"))
        found = lena.part("answer").locator(".link")
        expect(found.first).to_contain_text("Los Angeles")
        expect(found.last).to_contain_text(
            _("Nobody who wants to be known works on it.")
        )
        assert str(his) not in lena.page.content()
        lena.is_laid_out()
        board = zed.look("/agency/deconfliction/")
        assert "a case of ours" in board
        assert str(his) in board


def _digest(key, kind, value):
    """Make a digest by the program on the page that describes them."""
    text = (tree.ROOT / "docs/api/deconfliction.md").read_text(encoding="utf-8")
    space = {"hmac": hmac}
    exec(re.findall(r"```python\n(.*?)```", text, re.DOTALL)[0], space)  # noqa: S102 - our own page
    return space["digest"](key, kind, "", value)


def _looks_up(lena, *digests):
    lena.look("deconfliction/")
    lena.page.get_by_label(_("What you call the case")).fill("a case of ours")
    lena.page.get_by_label(_("Digests, one a line")).fill("\n".join(digests))
    lena.press(_("Look up"))
