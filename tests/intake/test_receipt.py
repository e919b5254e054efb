import json
from dataclasses import replace
from datetime import timedelta

from lxml import etree

from tests.intake.documents import NOW
from tipline.intake.completeness import (
    CompletenessWeights,
    FileFacts,
    assess_completeness,
)
from tipline.intake.designation import designate, designation_facts
from tipline.intake.document import Person, ReportDocument, Reporter
from tipline.intake.errors import Finding
from tipline.intake.receipt import (
    Receipt,
    ReceiptFile,
    receipt_headers,
    receipt_json,
    receipt_xml,
)

DOCUMENT = ReportDocument(
    incident_type="Child Sex Tourism",
    incident_at=NOW - timedelta(days=20),
    incident_at_as_sent="2026-10-12T12:00:00Z",
    reporter=Reporter(person=Person()),
)
FILES = (FileFacts(size_bytes=3),)
ANSWER = "<reportDoneResponse><responseCode>0</responseCode></reportDoneResponse>"

FINISHED = Receipt(
    report_id=4711,
    state="finished",
    is_test=False,
    received_at=NOW,
    finished_at=NOW + timedelta(seconds=2),
    completeness=assess_completeness(
        DOCUMENT, FILES, CompletenessWeights(), finished_at=NOW
    ),
    designation=designate(designation_facts(DOCUMENT, FILES)),
    warnings=(Finding(line=3, column=7, rule_id="url.malformed", sentence="A & B."),),
    files=(
        ReceiptFile(
            file_id="ab" * 16,
            md5="cd" * 16,
            sha1="e" * 40,
            sha256="f" * 64,
            size_bytes=3,
        ),
    ),
    answer=ANSWER,
    answered_at=NOW + timedelta(seconds=3),
)
OPEN = Receipt(report_id=1, state="open", is_test=True, received_at=NOW)


def test_a_receipt_says_what_was_received_and_what_was_answered():
    receipt = json.loads(json.dumps(receipt_json(FINISHED)))
    assert receipt["reportId"] == 4711
    assert receipt["receivedAt"] == "2026-11-01T12:00:00.000Z"
    assert receipt["answer"] == ANSWER
    assert receipt["answeredAt"] == "2026-11-01T12:00:03.000Z"
    assert receipt["files"][0]["sha256"] == "f" * 64
    assert receipt["warnings"][0]["rule"] == "url.malformed"
    assert receipt["designation"]["arm"] == "no-location"


def test_a_receipt_says_what_each_gap_costs_and_why():
    completeness = receipt_json(FINISHED)["completeness"]
    costs = [gap["cost"] for gap in completeness["missing"]]
    assert costs == sorted(costs, reverse=True)
    assert all(gap["add"] and gap["why"] for gap in completeness["missing"])


def test_the_receipt_in_xml_holds_the_same_as_in_json():
    root = etree.fromstring(receipt_xml(receipt_json(FINISHED)))
    receipt = receipt_json(FINISHED)
    assert root.tag == "receipt"
    assert [child.tag for child in root] == list(receipt)
    assert root.findtext("answer") == ANSWER
    assert root.findtext("warnings/warning/sentence") == "A & B."
    assert root.findtext("files/file/md5") == "cd" * 16
    parts = root.findall("completeness/missing/part")
    assert len(parts) == len(receipt["completeness"]["missing"])
    assert root.findtext("isTest") == "false"


def test_an_open_report_has_a_receipt_without_an_end():
    root = etree.fromstring(receipt_xml(receipt_json(OPEN)))
    assert root.findtext("state") == "open"
    assert root.findtext("isTest") == "true"
    assert root.find("finishedAt") is None
    assert receipt_json(OPEN)["completeness"] is None
    assert receipt_headers(OPEN) == {}


def test_headers_are_short_and_plain():
    headers = receipt_headers(FINISHED)
    assert headers["Tipline-Completeness"] == str(FINISHED.completeness.score)
    assert headers["Tipline-Designation"] == "informational; arm=no-location"
    assert headers["Tipline-Missing"].startswith("upload-ip, viewed-flag, ")
    assert all(
        v.isascii() and v.isprintable() and len(v) < 250 for v in headers.values()
    )


def test_a_complete_report_has_no_header_of_gaps():
    whole = replace(FINISHED.completeness, parts=(), score=100)
    headers = receipt_headers(replace(FINISHED, completeness=whole))
    assert "Tipline-Missing" not in headers
