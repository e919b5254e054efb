import hashlib
import io

import pytest
from django.test import Client
from openpyxl import load_workbook

from tests import cast, factories
from tipline import pipeline
from tipline.foundation.policy.scope import acting
from tipline.referral.models import PacketReceipt

pytestmark = pytest.mark.django_db

VIEWED = "<fileViewedByEsp>true</fileViewedByEsp>"
UNVIEWED = "<fileViewedByEsp>false</fileViewedByEsp>"


@pytest.fixture
def lena():
    return factories.browser_of(cast.lena())


def report_with_file(flags):
    platform = cast.platform()
    report_id = factories.open_report(platform)
    file_id = factories.add_file(platform, report_id, flags=flags)
    factories.finish(platform, report_id)
    pipeline.journey.func(report_id=report_id)
    return report_id, f"/agency/reports/{report_id}/files/{file_id}"


def receipts(report_id):
    with acting(cast.STAGE):
        return list(PacketReceipt.objects.filter(referral__report_id=report_id))


@pytest.mark.parametrize(
    ("part", "saved_as"),
    [
        ("zip", ("report-{}-packet.zip", "application/zip")),
        ("pdf", ("report-{}.pdf", "application/pdf")),
        ("json", ("report-{}.json", "application/json")),
        ("ip-events", ("report-{}-ip-events.csv", "text/csv; charset=utf-8")),
        ("files", ("report-{}-files.csv", "text/csv; charset=utf-8")),
    ],
)
def test_lena_saves_a_part_under_a_safe_name_and_gets_a_receipt(lena, part, saved_as):
    name, media_type = saved_as
    report_id = factories.routed_report(cast.platform(), flags=VIEWED)
    answer = lena.post(f"/agency/reports/{report_id}/packet/{part}")
    assert answer.status_code == 200
    expected = f'attachment; filename="{name.format(report_id)}"'
    assert answer["Content-Disposition"] == expected
    assert answer["Content-Type"] == media_type
    assert answer["Cache-Control"] == "no-store"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert receipts(report_id) == []
    whole = b"".join(answer.streaming_content)
    (receipt,) = receipts(report_id)
    assert receipt.sha256 == hashlib.sha256(whole).hexdigest()
    page = lena.get(f"/agency/reports/{report_id}/").text
    assert receipt.sha256 in page


def test_documents_are_in_the_language_of_the_page_or_in_the_chosen_one(lena):
    report_id = factories.routed_report(cast.platform(), files=0)
    address = f"/agency/reports/{report_id}/"
    in_german = {"accept-language": "de"}
    assert (
        'value="de" lang="de" dir="ltr" selected'
        in lena.get(address, headers=in_german).text
    )

    def sheets(**said):
        answer = lena.post(f"{address}packet/xlsx", said, headers=in_german)
        return load_workbook(io.BytesIO(b"".join(answer.streaming_content)))

    assert sheets()["IP-Ereignisse"]["A1"].value == "Meldung"
    arabic = sheets(packet_language="ar")
    assert arabic.active.sheet_view.rightToLeft
    # Ranked by rules and located by an address: what contents hold is said in Arabic.
    told = " ".join(str(cell) for row in arabic.active.values for cell in row)
    assert "The platform" not in told
    assert "evidence" not in told
    wrong = lena.post(f"{address}packet/xlsx", {"packet_language": "xx"})
    assert wrong.status_code == 400


def test_a_viewed_file_is_saved_and_never_shown(lena):
    report_id, address = report_with_file(VIEWED)
    answer = lena.post(address)
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"].startswith("attachment; ")
    assert b"".join(answer.streaming_content).startswith(b"\x89PNG")
    assert len(receipts(report_id)) == 1


def test_without_a_legal_basis_an_unviewed_file_stays_and_the_page_says_why(lena):
    report_id, address = report_with_file(UNVIEWED)
    for said in ({}, {"basis": "search-warrant", "reference": " ", "statement": "x"}):
        answer = lena.post(address, said, follow=True)
        assert answer.redirect_chain == [(f"/agency/reports/{report_id}/", 302)]
        assert "The file was not sent" in answer.text
    assert receipts(report_id) == []


def test_on_a_stated_legal_basis_an_unviewed_file_is_saved(lena):
    report_id, address = report_with_file(UNVIEWED)
    said = {
        "basis": "search-warrant",
        "reference": "26-MJ-0001",
        "statement": "Issued for the account.",
    }
    answer = lena.post(address, said)
    assert b"".join(answer.streaming_content).startswith(b"\x89PNG")
    assert receipts(report_id)[0].part.endswith(" search-warrant")


def test_zed_downloads_nothing_of_lenas():
    report_id, address = report_with_file(VIEWED)
    zed = factories.browser_of(cast.zed())
    for part in ("zip", "pdf", "json", "ip-events", "files"):
        hidden = zed.post(f"/agency/reports/{report_id}/packet/{part}")
        assert hidden.status_code == 404
    assert zed.post(address).status_code == 404
    assert receipts(report_id) == []


def test_there_is_no_other_part(lena):
    report_id = factories.routed_report(cast.platform(), files=0)
    address = f"/agency/reports/{report_id}/packet/everything"
    assert lena.post(address).status_code == 404


def test_an_old_confirmation_sends_lena_to_her_passkey_first():
    report_id = factories.routed_report(cast.platform(), files=0)
    browser = factories.browser_of(cast.lena())
    session = browser.session
    session["verified_at"] -= 6 * 60
    session.save()
    answer = browser.post(f"/agency/reports/{report_id}/packet/pdf")
    assert answer.status_code == 302
    assert answer["Location"].startswith("/confirm/")
    assert receipts(report_id) == []


def test_a_form_from_elsewhere_downloads_nothing():
    report_id = factories.routed_report(cast.platform(), files=0)
    own = factories.browser_of(cast.lena())
    strict = Client(enforce_csrf_checks=True, headers={"host": "localhost"})
    strict.cookies = own.cookies
    answer = strict.post(f"/agency/reports/{report_id}/packet/pdf")
    assert answer.status_code == 403
    assert receipts(report_id) == []
