"""An officer reads: what belongs together, when and where it was, and takes it along.

Two platforms tell of one person, each in spellings of its own.
"""

import csv
import hashlib
import io
import json

import docx
import pytest
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import override
from openpyxl import load_workbook
from playwright.sync_api import expect

from tests.material import picture, report_xml
from tests.referral.packet import police_consumer
from tests.referral.packet.pdf_text import running_text, squeezed
from tests.stories.officers import Officer
from tests.stories.visitors import Platform, arrived
from tipline.foundation.languages import Audience, offered_to
from tipline.intake.wording import incident_words
from tipline.linking.identifiers import Kind
from tipline.paperwork.kinds import DraftKind
from tipline.paperwork.wording import KIND_WORDS as DRAFT_WORDS
from tipline.referral.evidence_words import KIND_WORDS, NETWORK_WORDS, SOURCE_WORDS
from tipline.referral.jurisdiction import EvidenceSource
from tipline.referral.networks import NetworkKind

pytestmark = pytest.mark.browser
MASSACHUSETTS, VERMONT = "ICAC-MA", "ICAC-VT"
IN_A_DATA_CENTER = "5.9.1.1"
CROWDED = "18.9.99.9"
CROWD = 11  # one more than may share an address that still says something
INCIDENT = "Online Enticement of Children for Sexual Acts"
ACCOUNT = """<report>
  <incidentSummary><incidentType>{incident}</incidentType>
    <incidentDateTime>2026-11-20T12:00:00Z</incidentDateTime></incidentSummary>
  <internetDetails><webPageIncident><url>{url}</url></webPageIncident></internetDetails>
  <reporter><reportingPerson><firstName>Tess</firstName><lastName>Trust</lastName>
    <email>safety@example.com</email></reportingPerson></reporter>
  <personOrUserReported><personOrUserReportedPerson>
      <firstName>{first_name}</firstName><lastName>{last_name}</lastName>
      <phone countryCallingCode="{calling_code}">{phone}</phone>
      <email>{email}</email></personOrUserReportedPerson>
    <espIdentifier>{user_id}</espIdentifier><espService>{service}</espService>
    <screenName>{screen_name}</screenName>
    <ipCaptureEvent><ipAddress>{ip}</ipAddress><eventName>Upload</eventName>
      <dateTime>2026-11-20T11:00:00Z</dateTime><port>{port}</port></ipCaptureEvent>
    <ipCaptureEvent><ipAddress>{ip_6}</ipAddress><eventName>Login</eventName>
      <dateTime>2026-11-20T11:05:00Z</dateTime></ipCaptureEvent>
    <ipCaptureEvent><ipAddress>{hidden}</ipAddress><eventName>Login</eventName>
      <dateTime>2026-11-20T11:06:00Z</dateTime>
      <possibleProxy>true</possibleProxy></ipCaptureEvent>
    <deviceId><idType>IMEI</idType><idValue>{device}</idValue></deviceId>
    <additionalInfo>Abstract: pay to {coins} or to {bank}.</additionalInfo>
  </personOrUserReported></report>"""
# As the first platform tells it, as the second does, and what it is.
SPELLINGS = {
    "email": ("Crane-{n}@Example.NET", "crane-{n}@example.net", Kind.EMAIL),
    "phone": ("(617) 555-014{n}", "1-617-555-014{n}", Kind.PHONE),
    "user_id": ("Reader-{n}", "Reader-{n}", Kind.PLATFORM_USER),
    "screen_name": ("@White_Crane_{n}", "white_crane_{n}", Kind.HANDLE),
    "url": (
        "https://CHAT.example.com/room/{n}?utm_source=x",
        "chat.example.com/room/{n}",
        Kind.URL,
    ),
    "ip": ("18.9.7{n}.10", "18.9.7{n}.10", Kind.IP),
    "ip_6": ("2001:db8:7:{n}::5", "2001:0DB8:7:{n}::0009", Kind.IP_PREFIX),
    "device": ("{imei[0]}", "{imei[1]}", Kind.DEVICE),
    "coins": ("{coins}", "{coins_small}", Kind.COIN_ADDRESS),
    "bank": ("{bank[0]}", "{bank[1]}", Kind.BANK_ACCOUNT),
}
# What has check digits, of each language its own.
CHECKED = {
    "en": {
        "imei": ("49-015420-323751-8", "490154203237518"),
        "coins": "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed",
        "bank": ("GB82WEST12345698765432", "GB82 WEST 1234 5698 7654 32"),
    },
    "ar": {
        "imei": ("35-209900-176148-1", "352099001761481"),
        "coins": "0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359",
        "bank": ("GB60WEST12345698765440", "GB60 WEST 1234 5698 7654 40"),
    },
}
NAMES = (("Юлия", "Новак"), ("Yuliya", "Novak"))
ZONE, THERE, HERE = "Asia/Kolkata", "16:30:00 IST", "2026-11-20 11:00:00 UTC"
DAYS = {"en": "Nov 20, 2026", "ar": "20\u200f/11\u200f/2026"}
COUNTRIES = {"en": "Germany", "ar": "ألمانيا"}
STATEMENTS = """# {{ agency.name }}, {{ report.number }}
{% if platform.name is "Reading Chat LANGUAGE" %}
They call viewed what a person looked at.
{% end %}
{% if platform.name is "Reading Social LANGUAGE" %}
They say nothing of it.
{% end %}
[What was done]"""


@pytest.fixture(scope="module")
def number(lena):
    """What tells the reports of a language from those of the other."""
    return 3 if lena.language == "en" else 4


@pytest.fixture(scope="module")
def spellings(lena, number):
    """How each platform writes each identifier of the person, and what it is."""
    checked = CHECKED[lena.language]
    said = {**checked, "coins_small": checked["coins"].lower(), "n": number}
    return {
        name: (first.format(**said), second.format(**said), kind)
        for name, (first, second, kind) in SPELLINGS.items()
    }


@pytest.fixture(scope="module")
def pictures(number):
    """A picture, and nearly the same one: smaller, and a JPEG."""
    seed = 8400 + number
    near = picture(seed, size=(480, 360), form="JPEG")
    return picture(seed, size=(640, 480)), near


@pytest.fixture(scope="module")
def reports(product, *, spellings, number, pictures, lena):
    """Two reports on one person, by two platforms in two spellings."""
    sent = []
    for which in (0, 1):
        with Platform(product, _platform(which, lena)) as platform:
            body = _told(which, spellings, number)
            sent.append(platform.report(body, pictures[which]))
            arrived(product, sent[-1], at=MASSACHUSETTS)
    return sent


def _platform(which, lena):
    return f"{('Reading Chat', 'Reading Social')[which]} {lena.language}"


def _told(which, spellings, number):
    said = {name: each[which] for name, each in spellings.items()}
    first, last = NAMES[which]
    return ACCOUNT.format(
        **said,
        first_name=first,
        last_name=last,
        calling_code="+1",
        service=f"Exemplar Rooms {number}",
        port=50_000 + number,
        hidden=IN_A_DATA_CENTER,
        incident=INCIDENT,
    )


@pytest.fixture(scope="module")
def crowded(product):
    """One of many reports that share an address, and nothing else."""
    with Platform(product, "Crowded Chat") as chat:
        for each in range(CROWD):
            said = dict.fromkeys(("user_id", "screen_name"), f"crowd-{each}")
            said["email"] = f"crowd-{each}@example.net"
            body = report_xml(**said, ip=CROWDED).decode()
            last = chat.report(body.replace("/room/7", f"/crowd/{each}"))
    arrived(product, last, at=MASSACHUSETTS)
    return last


def test_what_belongs_together_is_found_however_it_is_written(
    lena, reports, *, spellings, number, pictures, crowded
):
    for first, second, kind in spellings.values():
        _finds(lena, second, kind, sent=first, within=reports)
    digest = hashlib.sha256(pictures[0]).hexdigest()
    _finds(lena, digest.upper(), Kind.FILE_HASH, sent=digest, within=reports[:1])
    _finds(lena, "Novak, Yuliya", Kind.NAME, sent="Юлия Новак", within=reports)
    national = f"(617) 555-014{number}"  # as people there write it
    _finds(lena, national, Kind.PHONE, sent=national, within=reports)
    lena.is_laid_out()
    _says_why_they_belong_together(lena, reports, number)
    _says_nothing_of_a_crowd(lena, crowded)


def _finds(lena, typed, kind, *, sent, within):
    """Paste it as somebody else wrote it; what was sent stands beside each report."""
    lena.look("search/")
    lena.page.locator("#search-text").fill(typed)
    lena.page.locator("#search-text").press("Enter")
    words = _("IP address") if kind == Kind.IP else capfirst(str(KIND_WORDS[kind]))
    hit = lena.page.locator("section").filter(
        has=lena.page.get_by_role("heading", name=f"{words}:")
    )
    for report_id in within:
        expect(hit.get_by_role("link", name=str(report_id)).first).to_be_visible()
    expect(hit.first).to_contain_text(sent)


def _says_why_they_belong_together(lena, reports, number):
    """Each report on one timeline, with the kinds of what it shares in words."""
    first, second = reports
    lena.look(f"reports/{first}/")
    linked = lena.part("linked").get_by_role("listitem").filter(has_text=str(second))
    for kind in (Kind.PHONE, Kind.COIN_ADDRESS, Kind.NAME, Kind.NEAR_FILE):
        expect(linked).to_contain_text(str(KIND_WORDS[kind]))
    timeline = _("See those that belong together on one timeline")
    lena.page.get_by_role("link", name=timeline).press("Enter")
    member = lena.part("reports").get_by_role("listitem").filter(has_text=str(second))
    expect(member).to_contain_text(str(KIND_WORDS[Kind.EMAIL]))
    shared = lena.part("shared").get_by_role("listitem")
    expect(shared.filter(has_text=f"+1617555014{number}")).to_contain_text(str(first))
    happened = lena.part("timeline")
    for report_id in reports:
        expect(happened.get_by_role("link", name=str(report_id))).not_to_have_count(0)
    times = happened.locator("time").evaluate_all("all => all.map(it => it.dateTime)")
    assert times == sorted(times)
    lena.is_laid_out()


def _says_nothing_of_a_crowd(lena, crowded):
    """An address that very many share links nobody; it is still found."""
    lena.look(f"reports/{crowded}/")
    alone = _(
        "No other report of your agency shares an account, address, device or file"
        " with this one."
    )
    expect(lena.part("linked")).to_contain_text(alone)
    _finds(lena, CROWDED, Kind.IP, sent=CROWDED, within=[crowded])


def test_two_reports_are_laid_side_by_side(lena, reports, spellings):
    first, second = reports
    lena.look(f"reports/{first}/")
    lena.page.get_by_role("link", name=_("Lay them side by side")).press("Enter")
    for place, wanted in enumerate([first, second, "", ""], 1):
        label = _("Report %(place)s") % {"place": place}
        lena.page.get_by_label(label, exact=True).fill(str(wanted))
    lena.press(_("Compare"))
    shared = lena.part("shared").get_by_role("listitem")
    mail = shared.filter(has_text=spellings["email"][1])
    expect(mail.get_by_role("link")).to_have_text([str(first), str(second)])
    heads = lena.page.get_by_role("columnheader")
    expect(heads).to_have_text([_("Field"), str(first), str(second)])
    line = _line(lena, _("Reported by"))
    expect(line).to_contain_text(_("different"))
    told = [_platform(which, lena) for which in (0, 1)]
    expect(line.get_by_role("cell")).to_have_text(told)
    line = _line(lena, _("Incident"))
    expect(line.get_by_role("cell")).to_have_text([str(incident_words(INCIDENT))] * 2)
    expect(line).not_to_contain_text(_("different"))
    lena.is_laid_out()
    table = lena.saves(_("As CSV")).decode("utf-8-sig")
    assert spellings["email"][1] in table


def _line(lena, field):
    rows = lena.page.get_by_role("row")
    return rows.filter(has=lena.page.get_by_role("rowheader", name=field)).first


def test_a_report_says_when_it_was_by_the_officers_clock_and_where(
    lena, reports, spellings
):
    _chooses(lena, ZONE)
    lena.look(f"reports/{reports[0]}/")
    seen = lena.part("addresses").get_by_role("row")
    upload = seen.filter(has_text=spellings["ip"][0]).locator("time").first
    for each in (DAYS[lena.language], THERE, HERE):
        expect(upload).to_contain_text(each)
    hidden = seen.filter(has_text=IN_A_DATA_CENTER)
    expect(hidden).to_contain_text(_("possible proxy"))
    expect(hidden).to_contain_text(COUNTRIES[lena.language])
    ranked = lena.part("places").locator("tbody tr")
    expect(ranked.first).to_contain_text(str(SOURCE_WORDS[EvidenceSource.UPLOAD_IP]))
    expect(ranked.first.get_by_role("rowheader")).to_contain_text("MA")
    expect(ranked.first).to_contain_text(_("high"))
    weak = ranked.filter(has_text=IN_A_DATA_CENTER)
    expect(weak).to_contain_text(str(NETWORK_WORDS[NetworkKind.HOSTING]))
    expect(weak).to_contain_text(_("low"))
    lena.is_laid_out()
    _chooses(lena, "")


def _chooses(lena, zone):
    lena.look("account/")
    lena.page.get_by_label(_("Your time zone")).select_option(value=zone)
    lena.press(_("Use this zone"))
    lena.sees(_("Times are shown in this zone from now on."))


def test_a_packet_is_read_by_the_programs_that_police_have(
    lena, reports, *, spellings, number, pictures
):
    lena.look(f"drafts/{DraftKind.FIRST_REPORT}/")
    text = STATEMENTS.replace("LANGUAGE", lena.language)
    lena.page.get_by_label(_("Text"), exact=True).fill(text)
    lena.press(_("Keep this text"))
    lena.sees(_("The text is kept. The next draft is made of it."))
    lena.look(f"reports/{reports[0]}/")
    words = str(DRAFT_WORDS[DraftKind.FIRST_REPORT])
    draft = docx.Document(io.BytesIO(lena.saves(words)))
    lines = [each.text for each in draft.paragraphs]
    assert f"ICAC Task Force Massachusetts, {reports[0]}" in lines
    assert "They call viewed what a person looked at." in lines
    assert "They say nothing of it." not in lines
    tip = police_consumer.load(lena.saves(_("Report, JSON")))
    assert (tip.number, tip.platform) == (reports[0], _platform(0, lena))
    assert list(tip.emails) == [spellings["email"][0]]
    upload = next(row for row in tip.rows if row.event == "UPLOAD")
    assert (upload.address, upload.port) == (spellings["ip"][0], f"{50_000 + number}")
    assert [viewed for *_, viewed in tip.files] == ["yes"]
    _are_tables(lena, reports[0], pictures[0], address=spellings["ip"][0])
    for button, model in (
        (_("VICS 1.3"), "odata.metadata"),
        (_("VICS 2.0"), "@odata.context"),
    ):
        _is_a_forensic_case(lena.saves(button), model, pictures[0])
    printed = running_text(lena.saves(_("Report, PDF")))
    assert squeezed(str(incident_words(INCIDENT))) in printed


def _are_tables(lena, report_id, content, *, address):
    said = lena.saves(_("IP addresses, CSV")).decode("utf-8")
    seen = list(csv.DictReader(io.StringIO(said)))
    assert {(row["ip_address"], row["time_utc"]) for row in seen} >= {
        (address, "2026-11-20T11:00:00Z")
    }
    said = lena.saves(_("Files, CSV")).decode("utf-8")
    (row,) = csv.DictReader(io.StringIO(said))
    assert (row["report"], row["sha256"]) == (
        str(report_id),
        hashlib.sha256(content).hexdigest(),
    )
    book = load_workbook(io.BytesIO(lena.saves(_("All tables, XLSX"))))
    cells = {str(cell) for sheet in book for row in sheet.values for cell in row}
    assert {str(report_id), hashlib.md5(content).hexdigest()} <= cells  # noqa: S324


def _is_a_forensic_case(saved, model, content):
    root = json.loads(saved)
    assert model in root
    (case,) = root["value"]
    (item,) = case["Media"]
    assert item["MD5"] == hashlib.md5(content).hexdigest().upper()  # noqa: S324
    assert int(item["MediaSize"]) == len(content)


def test_an_officer_reads_in_the_language_that_they_choose(product, chromium):
    with Officer(product, chromium, agency=VERMONT, language="en") as vera:
        vera.look("")
        for each in offered_to(Audience.AGENCIES):
            chosen = vera.page.get_by_role("button", name=each.own_name, exact=True)
            chosen.press("Enter")
            expect(vera.page.locator("html")).to_have_attribute("lang", each.code)
            with override(each.code):
                name = _("Deconfliction")
            expect(vera.page.get_by_role("link", name=name)).to_be_visible()
            vera.language = each.code
            vera.is_laid_out()
