"""Drafts, forensic formats and due dates, through the officers' portal."""

import html
import io
import json
import re
import zipfile
from datetime import UTC, datetime

import docx
import openpyxl
import pytest
from django.utils.translation import override

from tests import cast, factories
from tipline.foundation.audit.models import Entry
from tipline.foundation.languages import SOURCE, Audience, offered_to
from tipline.foundation.policy.scope import acting
from tipline.paperwork.facts import LISTS, MOST_LISTED, NAMES

pytestmark = pytest.mark.django_db

VIEWED = "<fileViewedByEsp>true</fileViewedByEsp>"
VERSION = re.compile(r'name="version" value="(\d+)"')
LANGUAGES_OF_AGENCIES = [
    each.code for each in offered_to(Audience.AGENCIES) if each != SOURCE
]
OWN_TEXT = '# Own\n{% if platform.name is "Exemplar Chat" %}\nTheirs.\n{% end %}'


@pytest.fixture
def lena():
    return factories.browser_of(cast.lena())


def saved(browser, report_id, part):
    answer = browser.post(f"/agency/reports/{report_id}/packet/{part}")
    assert answer.status_code == 200, part
    return b"".join(answer.streaming_content), answer["Content-Disposition"]


def actions():
    with acting(cast.STAGE):
        return set(Entry.objects.values_list("action", flat=True))


def test_lena_saves_each_format_and_the_zip_holds_them_too(lena):
    report_id = factories.routed_report(cast.platform(), flags=VIEWED)
    xlsx, name = saved(lena, report_id, "xlsx")
    assert f"report-{report_id}.xlsx" in name
    assert "IP events" in openpyxl.load_workbook(io.BytesIO(xlsx)).sheetnames
    for part in ("vics-1-3", "vics-2-0"):
        (case,) = json.loads(saved(lena, report_id, part)[0])["value"]
        assert len(case["Media"]) == 1
    for part in ("preservation-letter", "legal-process", "mlat-request"):
        data, name = saved(lena, report_id, part)
        assert f"{part}-{report_id}.docx" in name
        text = "\n".join(p.text for p in docx.Document(io.BytesIO(data)).paragraphs)
        assert "Exemplar Chat" in text
    whole, _ = saved(lena, report_id, "zip")
    archive = zipfile.ZipFile(io.BytesIO(whole))
    first = archive.read(f"first-report-{report_id}.docx")
    assert str(report_id) in docx.Document(io.BytesIO(first)).paragraphs[1].text
    assert f"first-report-{report_id}.docx" in archive.read("README.txt").decode()
    page = lena.get(f"/agency/reports/{report_id}/").text
    assert "Everything in tables, XLSX" in page  # in its receipts


def test_lena_changes_a_text_and_zed_keeps_his(lena):
    report_id = factories.routed_report(cast.platform(), files=0)
    address = "/agency/drafts/first-report/"
    wrong = lena.post(address, {"text": "one\n{{ report.secret }}"})
    assert wrong.status_code == 400
    assert "Line 2: There is no value “report.secret”." in wrong.text
    kept = lena.post(address, {"text": OWN_TEXT}, follow=True)
    assert "The text is kept" in kept.text
    made = docx.Document(io.BytesIO(saved(lena, report_id, "first-report")[0]))
    assert [each.text for each in made.paragraphs] == ["Own", "Theirs."]
    assert "draft_text.saved" in actions()
    zed = factories.browser_of(cast.zed())
    assert "Theirs." not in zed.get(address).text
    assert "How the report came" in zed.get(address).text
    late = lena.post(address, {"text": "Mine.", "version": "0"})
    assert (late.status_code, "Lena changed this at" in late.text) == (409, True)
    assert ">Mine.</textarea>" in late.text  # what was typed is still there
    lena.post(address, {"text": "", "version": VERSION.search(late.text)[1]})
    assert "How the report came" in lena.get(address).text
    assert lena.get("/agency/drafts/nonsense/").status_code == 404


def test_the_names_that_a_text_may_use_are_explained_in_each_language(lena):
    said = {
        **NAMES,
        **{f"{a}.{b}": c for a, of in LISTS.items() for b, c in of.items()},
    }
    english = {name: str(words) for name, words in said.items()}
    assert f"the first {MOST_LISTED};" in english["files.left_out"]
    for language in LANGUAGES_OF_AGENCIES:
        with override(language):
            there = {name: str(words) for name, words in said.items()}
            same = {name for name in said if there[name] == english[name]}
        # A number is a number, and German and Portuguese say "Bytes" and "bytes", too.
        assert same <= {"files.number", "files.size"}, language
        lena.post("/language/", {"language": language})
        page = html.unescape(lena.get("/agency/drafts/first-report/").text)
        assert all(words in page for words in there.values()), language


def test_days_that_count_are_on_the_report_and_in_one_list(lena):
    report_id = factories.routed_report(cast.platform(), files=0)
    page = f"/agency/reports/{report_id}/"
    until = datetime.now(UTC).date()
    until = until.replace(year=until.year + 1).isoformat()
    assert until in lena.get(page).text  # opened by that, so it is listed
    assert until in lena.get("/agency/due/").text
    said = {
        "kind": "subpoena",
        "addressee": "Exemplar Chat",
        "reference": "S-77 \u202ex",
        "sent_on": "2020-01-01",
        "due_on": "2020-01-31",
    }
    for wrong in (
        {"kind": "letter"},
        {"due_on": "2020-02-30"},
        {"due_on": "2019-01-01"},
    ):
        answer = lena.post(f"{page}requests", {**said, **wrong}, follow=True)
        assert "The date is noted" not in answer.text
    noted = lena.post(f"{page}requests", said, follow=True).text
    assert "S-77 [U+202E]x" in noted
    listed = lena.get("/agency/due/").text
    assert listed.index("2020-01-31") < listed.index(until)
    assert "over" in listed
    close = noted.split("/close")[0].rsplit('action="', 1)[1] + "/close"
    zed = factories.browser_of(cast.zed())
    assert zed.post(close, {"state": "answered"}).status_code == 404
    assert zed.post(f"{page}requests", said).status_code == 404
    assert "2020-01-31" not in zed.get("/agency/due/").text
    lena.post(close, {"state": "answered"})
    assert "2020-01-31" not in lena.get("/agency/due/").text
    again = lena.post(close, {"state": "answered"}, follow=True).text
    assert "closed already" in again
    assert {"legal_request.noted", "legal_request.closed"} <= actions()
