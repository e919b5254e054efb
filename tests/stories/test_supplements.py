"""A finished report is added to and corrected; two agencies learn what is new."""

import io
import json
import zipfile

import pytest
from playwright.sync_api import expect

from tests.material import picture, report_xml
from tests.stories.visitors import Platform, Visitor, arrived

MASSACHUSETTS, CALIFORNIA = "ICAC-MA", "ICAC-CA-LA"
IN_CALIFORNIA = "171.64.64.64"
ADDED = """<supplement><reportId>{report}</reportId>
<reason>Abstract: a second address is known.</reason>
<victim><victimPerson/><ipCaptureEvent><ipAddress>{ip}</ipAddress>
<eventName>Login</eventName><dateTime>2026-11-20T11:30:00Z</dateTime></ipCaptureEvent>
</victim>
<fileDetails><reportId>{report}</reportId><fileId>{file}</fileId>
<fileViewedByEsp>true</fileViewedByEsp></fileDetails>
<correction><of>personOrUserReported</of><field>screenName</field>
<newValue>green_kite</newValue></correction></supplement>"""


@pytest.fixture(scope="module")
def chat(product):
    with Platform(product, "Supplement Chat") as platform:
        yield platform


@pytest.fixture(scope="module")
def sent(product, chat):
    """A report that the task force of Massachusetts has opened."""
    body = report_xml(user_id="u-supplement", screen_name="blue_kite_7").decode()
    report_id = chat.report(body, picture(4401))
    arrived(product, report_id)
    with Visitor(product, "officer", agency=MASSACHUSETTS) as lena:
        page = f"/agency/reports/{report_id}/"
        lena.press(page, f"{page}packet/json")
    return report_id


@pytest.fixture(scope="module")
def supplemented(product, chat, sent):
    """The same report, once its platform has added and corrected."""
    form = {"id": str(sent)}
    files = {"file": ("more.png", picture(4402))}
    file_id = chat._send("/supplement/upload", "fileId", data=form, files=files)
    body = ADDED.format(report=sent, file=file_id, ip=IN_CALIFORNIA)
    chat._send("/supplement", "supplementId", content=body.encode())
    shown = arrived(product, sent, at=CALIFORNIA)
    assert len(shown["files"]) == 2
    return sent


def packet(visitor, report_id):
    page = f"/agency/reports/{report_id}/"
    answer = visitor.press(page, f"{page}packet/zip")
    return zipfile.ZipFile(io.BytesIO(answer.content))


def test_the_agency_that_had_it_sees_what_is_new_and_keeps_its_receipt(
    product, supplemented
):
    with Visitor(product, "officer", agency=MASSACHUSETTS) as lena:
        queue = lena.look("/agency/?supplemented=yes")
        assert str(supplemented) in queue
        assert "Supplemented since" in queue
        page = lena.look(f"/agency/reports/{supplemented}/")
        assert "more than when your agency last opened" in page
        for words in ("a second address is known", "blue_kite_7", "green_kite"):
            assert words in page, words
        again = lena.look(f"/agency/reports/{supplemented}/")
        assert "more than when your agency last opened" not in again
        assert "Report, JSON" in again
        assert "Version 1" in again
        with packet(lena, supplemented) as archive:
            names = archive.namelist()
            assert any("supplement" in name for name in names)
            (name,) = [n for n in names if n.endswith(".json") and "report" in n]
            said = json.loads(archive.read(name))
        assert said["tipline"]["packet"]["version"] == 2
        (supplement,) = said["tipline"]["supplements"]
        assert supplement["corrections"][0]["oldValue"] == "blue_kite_7"
        person = said["reportedInformation"]["reportedPeople"]["reportedPersons"][0]
        assert person["screenName"]["value"] == "green_kite"
        assert "Version 2" in lena.look(f"/agency/reports/{supplemented}/")


def test_an_agency_that_the_new_evidence_points_at_has_it_too(product, supplemented):
    with Visitor(product, "officer", agency=CALIFORNIA) as zed:
        assert str(supplemented) in zed.look("/agency/")
        assert "green_kite" in zed.look(f"/agency/reports/{supplemented}/")


def test_an_analyst_adds_and_corrects_with_a_reason(product, supplemented):
    with Visitor(product, "analyst") as ana:
        page = f"/console/reports/{supplemented}/"
        done = ana.press(
            page,
            f"{page}supplement",
            reason="Abstract: from an open source.",
            corrected="personOrUserReported/screenName",
            new_value="red_kite",
        )
        assert "from an open source" in done.text
        assert "red_kite" in done.text
        assert "Supplement 2 by an analyst" in done.text
    with Visitor(product, "officer", agency=MASSACHUSETTS) as lena:
        assert "red_kite" in lena.look(f"/agency/reports/{supplemented}/")


@pytest.mark.browser
@pytest.mark.parametrize(
    ("role", "path"), [("officer", "/agency"), ("analyst", "/console")]
)
def test_the_pages_fit_a_phone_and_break_no_policy(
    product, chromium, supplemented, *, role, path
):
    flags = ["--agency", MASSACHUSETTS] if role == "officer" else []
    link = product.tipline("demo", "sign-in", role, *flags)["url"]
    complaints = []
    with chromium.new_context(viewport={"width": 390, "height": 844}) as context:
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda message: complaints.append(message.text))
        page.goto(link)
        page.locator("main button[type=submit]").first.click()
        page.goto(f"{product.url}{path}/reports/{supplemented}/")
        expect(page.get_by_text("a second address is known").first).to_be_visible()
        wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
    assert not wide
    assert complaints == []
