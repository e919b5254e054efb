"""What a platform holds in its hand: the answer to finish, its headers, the receipt."""

import json

import pytest
from lxml import etree

from tests import cast
from tests.intake.samples import report as small_report
from tests.portals.platforms.reporter import XML, Reporter
from tipline.foundation.policy.scope import acting
from tipline.intake.models import Report

pytestmark = pytest.mark.django_db


@pytest.fixture
def reporter():
    return Reporter(cast.platform())


def receipt_of(reporter, report_id):
    answer = reporter.receipt(report_id)
    assert answer.status == 200
    assert answer.content_type == "application/json"
    return json.loads(answer.body)


def test_before_finish_the_receipt_says_what_has_arrived(reporter):
    report_id = reporter.open()
    uploaded = reporter.upload(report_id)
    receipt = receipt_of(reporter, report_id)
    assert receipt["state"] == "open"
    assert receipt["isTest"] is False
    assert receipt["receivedAt"].endswith("Z")
    assert [file["fileId"] for file in receipt["files"]] == [uploaded.file_id]
    assert receipt["files"][0]["md5"] == uploaded.text("hash")
    for later in ("finishedAt", "answer", "answeredAt", "completeness", "designation"):
        assert receipt[later] is None


def test_the_receipt_holds_the_very_words_that_answered_finish(reporter):
    report_id = reporter.open()
    reporter.upload(report_id)
    finished = reporter.finish(report_id)
    receipt = receipt_of(reporter, report_id)
    assert receipt["state"] == "finished"
    assert receipt["answer"].encode() == finished.body
    assert receipt["finishedAt"] == receipt["answeredAt"]
    with acting(cast.STAGE):
        kept = Report.objects.get(pk=report_id)
    assert bytes(kept.finish_answer or b"") == finished.body
    assert receipt_of(reporter, report_id) == receipt


def test_finish_says_in_headers_how_complete_the_report_is(reporter):
    report_id = reporter.open()
    finished = reporter.finish(report_id)
    receipt = receipt_of(reporter, report_id)
    assert finished.headers["Tipline-Receipt"] == f"/ispws/receipts/{report_id}"
    score = int(finished.headers["Tipline-Completeness"])
    assert score == receipt["completeness"]["score"]
    kind = finished.headers["Tipline-Designation"].partition(";")[0]
    assert kind == receipt["designation"]["kind"] == "referral"


def test_an_empty_report_is_accepted_and_told_what_it_lacks(reporter):
    report_id = reporter.open(small_report())
    finished = reporter.finish(report_id)
    assert finished.outcome == (200, 0)
    receipt = receipt_of(reporter, report_id)
    lacks = receipt["completeness"]["missing"]
    assert receipt["designation"]["kind"] == "informational"
    assert receipt["completeness"]["score"] < 50
    assert all(p["cost"] > 0 and p["add"] and p["why"] for p in lacks)
    named = finished.headers["Tipline-Missing"].split(", ")
    assert named == [part["field"] for part in lacks][: len(named)]


def test_the_receipt_in_xml_says_the_same(reporter):
    report_id = reporter.open(small_report())
    for _ in range(2):
        answer = reporter.receipt(report_id, HTTP_ACCEPT="application/xml")
        assert answer.content_type == XML
        receipt = receipt_of(reporter, report_id)
        root = etree.fromstring(answer.body)
        assert root.tag == "receipt"
        assert root.findtext("reportId") == str(report_id)
        assert root.findtext("state") == receipt["state"]
        assert root.findtext("answer") == receipt["answer"]
        reporter.finish(report_id)


@pytest.mark.parametrize(
    ("accept", "kind"),
    [
        ("*/*", "application/json"),
        ("application/json", "application/json"),
        ("application/json, application/xml", "application/json"),
        ("text/xml, application/xml", XML),
    ],
)
def test_the_receipt_comes_as_asked(reporter, accept, kind):
    answer = reporter.receipt(reporter.open(), HTTP_ACCEPT=accept)
    assert (answer.status, answer.content_type) == (200, kind)


def test_a_retracted_report_has_a_receipt_that_says_so(reporter):
    report_id = reporter.open()
    reporter.upload(report_id)
    reporter.retract(report_id)
    receipt = receipt_of(reporter, report_id)
    assert receipt["state"] == "retracted"
    assert receipt["answer"] is None


def test_a_test_report_says_that_it_is_one():
    tester = Reporter(cast.platform(is_test=True))
    report_id = tester.open()
    assert receipt_of(tester, report_id)["isTest"] is True
    tester.finish(report_id)
    assert receipt_of(tester, report_id)["isTest"] is True
