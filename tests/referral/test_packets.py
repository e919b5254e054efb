import csv
import hashlib
import io
import json
import zipfile

import pytest
from django.utils import translation

from tests import cast, factories
from tipline import pipeline
from tipline.files import keeping
from tipline.files import queries as files
from tipline.foundation.audit.models import Entry
from tipline.foundation.errors import NotFoundError
from tipline.foundation.policy.scope import acting
from tipline.foundation.vault.errors import ObjectMissingError
from tipline.intake.models import Submission
from tipline.referral.assembly import contents_for
from tipline.referral.models import PacketReceipt
from tipline.referral.packet.parts import DOCUMENTS, Part
from tipline.referral.packets import (
    LegalBasisIncompleteError,
    LegalBasisNeededError,
    receive_file,
    receive_packet,
    stated_basis,
)
from tipline.triage import services as triage

pytestmark = pytest.mark.django_db

VIEWED = "<fileViewedByEsp>true</fileViewedByEsp>"
UNVIEWED = "<fileViewedByEsp>false</fileViewedByEsp>"
BASIS = {
    "kind": "search-warrant",
    "reference": "26-MJ-0001",
    "statement": "Issued for the account.",
}


def clock():
    return cast.NOW


def known(who, code):
    """The officer with their organization, as a session gives them."""
    person = who()
    person.organization = cast.agency(code).organization
    return person


def lena():
    return known(cast.lena, cast.LENAS_AGENCY)


def zed():
    return known(cast.zed, cast.ZEDS_AGENCY)


def packet(report_id, part, person=None):
    person = person or lena()
    officer = cast.principal_of(person)
    return receive_packet(
        officer, person, report_id, part=part, at=cast.NOW, clock=clock
    )


def file_of(report_id, file_id, basis=None, *, person=None):
    officer = cast.principal_of(person or lena())
    return receive_file(
        officer, report_id, file_id, basis=basis, at=cast.NOW, clock=clock
    )


def contents_of(report_id):
    person = lena()
    return contents_for(cast.principal_of(person), person, report_id, at=cast.NOW)


def receipts(report_id):
    with acting(cast.STAGE):
        rows = PacketReceipt.objects.filter(referral__report_id=report_id)
        return list(rows.order_by("pk"))


def requests(report_id):
    rows = Entry.objects.filter(
        subject=f"report:{report_id}", action="packet.requested"
    )
    return [json.loads(entry.details) for entry in rows.order_by("pk")]


def test_the_packet_says_what_the_rows_say():
    platform = cast.platform()
    body = factories.report_xml(escalation="A meeting was arranged.")
    report_id = factories.routed_report(platform, body, files=2, flags=VIEWED)
    contents = contents_of(report_id)
    assert contents.platform_name == platform.organization.name
    assert contents.priority.level == "1"
    assert "escalated-by-platform" in {r.rule for r in contents.priority.reasons}
    assert contents.escalations[0].reason == "A meeting was arranged."
    assert contents.designation.kind == "referral"
    assert contents.completeness.score > 0
    assert contents.completeness.missing
    assert (contents.jurisdiction.country, contents.jurisdiction.state) == ("US", "MA")
    assert [(f.country, f.state) for f in contents.ip_facts] == [("US", "MA")]
    assert contents.location_evidence[0].confidence.startswith("high")
    assert len(contents.files) == 2
    assert all(file.gate.may_open and file.pdq for file in contents.files)
    assert [d.agency for d in contents.deliveries] == [contents.prepared_for.name]


def test_a_packet_says_that_an_analyst_set_the_level_though_rules_ranked_it_anew():
    report_id = factories.routed_report(cast.platform(), files=0)
    assert contents_of(report_id).priority.set_by is None
    triage.escalate(
        cast.principal_of(cast.ana()), report_id, reason="new accounts", at=cast.NOW
    )
    same_person = factories.report_xml(ip="192.0.2.7", user_id="u-2")
    factories.routed_report(cast.platform(), same_person, files=0)
    pipeline.STEPS["assess"](report_id)
    priority = contents_of(report_id).priority
    assert "repeat-person" in {reason.rule for reason in priority.reasons}
    assert priority.set_by == "an analyst of the clearinghouse"
    assert priority.set_at == cast.NOW


def test_the_originals_are_in_it_byte_for_byte():
    body = factories.report_xml(user_id="u-original")
    report_id = factories.routed_report(cast.platform(), body)
    contents = contents_of(report_id)
    with acting(cast.STAGE):
        sent = Submission.objects.filter(report_id=report_id).order_by("pk")
        assert [o.content for o in contents.originals] == [bytes(s.body) for s in sent]
    assert contents.originals[0].content == body
    assert [o.kind for o in contents.originals] == ["report", "file-details"]


def test_a_packet_is_english_whatever_language_its_officer_reads():
    report_id = factories.routed_report(cast.platform(), files=0)
    english = contents_of(report_id)
    with translation.override("ar"):
        assert contents_of(report_id) == english


# Drafts are enclosed by the portal: tests/portals/agencies/test_paperwork has them.
@pytest.mark.parametrize("part", [Part.ARCHIVE, *DOCUMENTS])
def test_each_part_is_announced_before_and_receipted_before_its_last_piece(part):
    report_id = factories.routed_report(cast.platform(), flags=VIEWED)
    download = packet(report_id, part)
    assert [asked["part"] for asked in requests(report_id)] == [part.value]
    assert receipts(report_id) == []
    pieces = list(download.pieces)
    whole = b"".join(pieces)
    (receipt,) = receipts(report_id)
    assert receipt.part == part.value
    assert receipt.size_bytes == len(whole)
    assert receipt.sha256 == hashlib.sha256(whole).hexdigest()
    assert receipt.person_id == lena().pk
    assert receipt.at == cast.NOW


def test_nobody_holds_the_whole_packet_without_a_receipt():
    report_id = factories.routed_report(cast.platform(), flags=VIEWED)
    download = packet(report_id, Part.ARCHIVE)
    taken = b""
    for piece in download.pieces:
        if not receipts(report_id):
            taken += piece
    with pytest.raises(zipfile.BadZipFile):
        zipfile.ZipFile(io.BytesIO(taken))


def test_a_download_that_broke_off_leaves_a_request_and_no_receipt():
    report_id = factories.routed_report(cast.platform(), flags=VIEWED)
    download = packet(report_id, Part.ARCHIVE)
    next(download.pieces)
    download.pieces.close()
    assert len(requests(report_id)) == 1
    assert receipts(report_id) == []


def test_the_zip_holds_only_the_files_that_may_be_opened():
    platform = cast.platform()
    report_id = factories.open_report(platform)
    content = factories.picture(1)
    viewed = factories.add_file(platform, report_id, content, flags=VIEWED)
    closed = factories.add_file(
        platform, report_id, factories.picture(2), flags=UNVIEWED
    )
    factories.finish(platform, report_id)
    pipeline.journey.func(report_id=report_id)
    whole = b"".join(packet(report_id, Part.ARCHIVE).pieces)
    with zipfile.ZipFile(io.BytesIO(whole)) as archive:
        names = archive.namelist()
        assert archive.testzip() is None
        assert archive.read(f"files/{viewed}.png") == content
        assert not any(closed in name for name in names)
        sums = archive.read("SHA256SUMS").decode().splitlines()
    assert len(sums) == len(set(names) - {"SHA256SUMS", "SIGNATURE.json"})


def test_the_json_is_the_shape_that_police_tools_read():
    report_id = factories.routed_report(cast.platform(), flags=VIEWED)
    values = json.loads(b"".join(packet(report_id, Part.JSON).pieces))
    assert list(values) == [
        "reportId",
        "dateReceived",
        "reportedInformation",
        "tipline",
    ]
    assert values["reportId"] == report_id
    (file,) = values["reportedInformation"]["uploadedFiles"]["uploadedFiles"]
    assert file["viewedByEsp"] is True


def test_the_tables_hold_the_events_and_the_files():
    report_id = factories.routed_report(cast.platform(), flags=UNVIEWED)
    events, described = (
        list(
            csv.DictReader(io.StringIO(b"".join(packet(report_id, p).pieces).decode()))
        )
        for p in (Part.IP_EVENTS, Part.FILES)
    )
    assert [(e["ip_address"], e["state"]) for e in events] == [("18.9.22.69", "MA")]
    assert [f["viewed_by_platform"] for f in described] == ["no"]


def test_a_viewed_file_is_handed_over_as_it_was_received():
    platform = cast.platform()
    report_id = factories.open_report(platform)
    content = factories.picture(5)
    file_id = factories.add_file(platform, report_id, content, flags=VIEWED)
    factories.finish(platform, report_id)
    pipeline.journey.func(report_id=report_id)
    download = file_of(report_id, file_id)
    assert b"".join(download.pieces) == content
    assert download.media_type == "application/octet-stream"
    assert download.file_name == f"report-{report_id}-file-{file_id}.png"
    assert receipts(report_id)[0].part == f"file {file_id}"
    assert requests(report_id)[0]["gate"] == "viewed-by-platform"


def unviewed_file():
    platform = cast.platform()
    report_id = factories.open_report(platform)
    file_id = factories.add_file(platform, report_id, flags=UNVIEWED)
    factories.finish(platform, report_id)
    pipeline.journey.func(report_id=report_id)
    return report_id, file_id


def test_a_file_nobody_viewed_is_handed_over_on_a_stated_basis_only():
    report_id, file_id = unviewed_file()
    with pytest.raises(LegalBasisNeededError):
        file_of(report_id, file_id)
    assert requests(report_id) == []
    whole = b"".join(file_of(report_id, file_id, stated_basis(**BASIS)).pieces)
    (receipt,) = receipts(report_id)
    assert receipt.part == f"file {file_id} search-warrant"
    assert receipt.sha256 == hashlib.sha256(whole).hexdigest()
    (asked,) = requests(report_id)
    assert asked["legal_basis"] == "search-warrant"
    assert asked["legal_reference"] == "26-MJ-0001"
    assert asked["legal_statement"] == "Issued for the account."


@pytest.mark.parametrize(
    "change",
    [
        {"kind": ""},
        {"kind": "curiosity"},
        {"reference": "  "},
        {"reference": "x" * 201},
        {"statement": ""},
        {"statement": "x" * 2001},
    ],
)
def test_half_a_legal_basis_is_none(change):
    with pytest.raises(LegalBasisIncompleteError):
        stated_basis(**{**BASIS, **change})


def test_saying_nothing_states_no_basis():
    assert stated_basis(kind="", reference=" ", statement="") is None


def test_zed_gets_nothing_of_lenas_report():
    report_id, file_id = unviewed_file()
    for part in Part:
        with pytest.raises(NotFoundError):
            packet(report_id, part, zed())
    with pytest.raises(NotFoundError):
        file_of(report_id, file_id, stated_basis(**BASIS), person=zed())
    assert requests(report_id) == receipts(report_id) == []


def test_a_file_is_only_found_under_its_own_report():
    first, file_id = unviewed_file()
    second, _ = unviewed_file()
    assert first != second
    with pytest.raises(NotFoundError):
        file_of(second, file_id, stated_basis(**BASIS))


def test_bytes_that_the_vault_lost_leave_no_receipt():
    platform = cast.platform()
    report_id = factories.open_report(platform)
    file_id = factories.add_file(platform, report_id, flags=VIEWED)
    factories.finish(platform, report_id)
    pipeline.journey.func(report_id=report_id)
    officer = cast.principal_of(lena())
    row = files.file_of(officer, report_id, file_id)
    keeping.vault().shred(keeping.from_row(row.stored))
    download = file_of(report_id, file_id)
    with pytest.raises(ObjectMissingError):
        list(download.pieces)
    assert receipts(report_id) == []
