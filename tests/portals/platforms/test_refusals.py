"""Whatever a platform does wrong, the answer is XML whose code and status agree."""

from datetime import UTC, datetime, timedelta

import pytest
from django.conf import settings
from django.db import OperationalError, connection
from lxml import etree
from procrastinate.exceptions import ConnectorException

from tests import cast
from tests.portals.platforms.reporter import (
    FORM,
    XML,
    Reporter,
    a_report,
    basic,
    multipart,
)
from tipline.files import keeping
from tipline.files.models import ReportedFile
from tipline.foundation.accounts import services as accounts
from tipline.foundation.accounts.models import ApiCredential
from tipline.foundation.policy.scope import acting
from tipline.intake.models import Report, Submission
from tipline.portals.platforms import wire
from tipline.portals.platforms.limits import Limits

pytestmark = pytest.mark.django_db

UNKNOWN = 123_456
GETS = ("/status", "/xsd", "/receipts/1")
POSTS = ("/submit", "/upload", "/fileinfo", "/finish", "/retract")


@pytest.fixture
def reporter():
    return Reporter(cast.platform())


def tags(answer):
    return [child.tag for child in answer.root]


def assert_refused(answer, status, code):
    assert answer.outcome == (status, code), answer.body
    assert answer.content_type == XML
    assert len(answer.headers["Request-ID"]) == 32
    assert answer.root.tag in {"reportResponse", "reportDoneResponse"}
    assert answer.text("responseDescription").strip()


def strangers():
    """Everybody who is not let in, by what is wrong with them."""
    known = cast.platform()
    revoked, expired, suspended = (
        cast.platform(name) for name in ("Revoked Chat", "Expired Chat", "Closed Chat")
    )
    now = datetime.now(UTC)
    with acting(cast.STAGE):
        mine = ApiCredential.objects.filter(username=revoked.username)
        mine.update(revoked_at=now)
        mine = ApiCredential.objects.filter(username=expired.username)
        mine.update(created_at=cast.YESTERDAY, expires_at=now - timedelta(seconds=1))
    accounts.suspend_organization(cast.STAGE, suspended.organization, at=now)
    return {
        "none": "",
        "another scheme": "Bearer abc",
        "not base64": "Basic !!!",
        "not ASCII": "Basic \u00e9",
        "not UTF-8": "Basic /w==",
        "no colon": "Basic YWJj",
        "NUL": basic("a\x00b", "c"),
        "unknown": basic("nobody", known.password),
        "wrong": basic(known.username, "wrong"),
        "revoked": basic(revoked.username, revoked.password),
        "expired": basic(expired.username, expired.password),
        "suspended": basic(suspended.username, suspended.password),
    }


def test_every_stranger_hears_the_same_at_every_door():
    bodies = set()
    headers = strangers().values()
    for method, paths in (("GET", GETS), ("POST", POSTS)):
        for path in paths:
            for header in headers:
                answer = Reporter(header=header).call(method, path)
                assert_refused(answer, 401, 2000)
                assert answer.headers["WWW-Authenticate"].startswith("Basic realm=")
                if path != "/finish":
                    bodies.add(answer.body)
    assert len(bodies) == 1


def revoke(platform):
    with acting(cast.STAGE):
        mine = ApiCredential.objects.filter(username=platform.username)
        mine.update(revoked_at=datetime.now(UTC))


def expire(platform):
    a_second_ago = datetime.now(UTC) - timedelta(seconds=1)
    with acting(cast.STAGE):
        mine = ApiCredential.objects.filter(username=platform.username)
        mine.update(created_at=cast.YESTERDAY, expires_at=a_second_ago)


def suspend(platform):
    at = datetime.now(UTC)
    accounts.suspend_organization(cast.STAGE, platform.organization, at=at)


@pytest.mark.parametrize("shut_out", [revoke, expire, suspend])
def test_a_platform_that_is_shut_out_between_two_requests_keeps_nothing(
    reporter, shut_out
):
    report_id = reporter.open()
    file_id = reporter.upload(report_id).file_id
    before = everything_kept()
    shut_out(reporter.platform)
    for answer in (
        reporter.submit(a_report(user_id="u-2")),
        reporter.upload(report_id, content=b"another"),
        reporter.fileinfo(report_id, file_id),
        reporter.finish(report_id),
        reporter.retract(report_id),
    ):
        assert_refused(answer, 401, 2000)
    assert everything_kept() == before


def everything_kept():
    """Give the rows that reporting writes, and the files in the vault."""
    with acting(cast.STAGE):
        rows = [
            list(kind.objects.order_by("pk").values())
            for kind in (Report, Submission, ReportedFile)
        ]
    return rows, sorted(each.object_id for each in keeping.vault()._storage.names())


def test_a_stranger_learns_nothing_of_addresses_and_methods():
    stranger = Reporter()
    assert_refused(stranger.get("/nothing-here"), 401, 2000)
    assert_refused(stranger.get("/submit"), 401, 2000)


def test_an_address_that_is_not_there(reporter):
    assert_refused(reporter.get("/nothing-here"), 404, 1210)
    assert_refused(reporter.call("POST", "/submit/"), 404, 1210)


@pytest.mark.parametrize("path", POSTS)
def test_a_post_only_endpoint_says_so(reporter, path):
    for method in ("GET", "PUT", "DELETE", "OPTIONS"):
        answer = reporter.call(method, path)
        assert_refused(answer, 405, 4000)
        assert answer.headers["Allow"] == "POST"


@pytest.mark.parametrize("path", GETS)
def test_a_get_only_endpoint_says_so(reporter, path):
    answer = reporter.call("POST", path)
    assert_refused(answer, 405, 4000)
    assert answer.headers["Allow"] == "GET"


def test_a_status_without_a_body(reporter):
    answer = reporter.call("HEAD", "/status")
    assert (answer.status, answer.body) == (200, b"")


@pytest.mark.parametrize("path", ["/submit", "/fileinfo"])
@pytest.mark.parametrize("length", ["declared", "chunked"])
def test_three_megabytes_of_xml_are_too_many(reporter, path, length):
    body = b"<report>" + b" " * 3_000_000 + b"</report>"
    answer = reporter.call("POST", path, body, **lengths(body, length))
    assert_refused(answer, 413, 4000)


@pytest.mark.parametrize("path", ["/finish", "/retract"])
@pytest.mark.parametrize("length", ["declared", "chunked"])
def test_three_megabytes_of_form_are_too_many(reporter, path, length):
    body = b"id=1&x=" + b"a" * 3_000_000
    answer = reporter.call("POST", path, body, kind=FORM, **lengths(body, length))
    assert_refused(answer, 413, 4000)


def lengths(body, length):
    return {"CONTENT_LENGTH": str(len(body)) if length == "declared" else ""}


@pytest.mark.parametrize("path", ["/finish", "/retract"])
@pytest.mark.parametrize(
    "form",
    [
        (b"", FORM),
        (b"id=", FORM),
        (b"id=abc", FORM),
        (b"id=-1", FORM),
        ("id=\u0661".encode(), FORM),
        (b"id=1", "text/xml"),
        (b"&".join([b"a=1"] * 1001), FORM),
        (b"--x\r\nbroken", "multipart/form-data"),
        (b"--x\r\nbroken", "multipart/form-data; boundary=x"),
    ],
)
def test_a_form_without_a_readable_id(reporter, path, form):
    body, kind = form
    answer = reporter.call("POST", path, body, kind=kind)
    assert_refused(answer, 400, 4000)


@pytest.mark.parametrize(
    "report_id", ["0", str(UNKNOWN), str(2**63), "9" * 400, "000000000000000000000001"]
)
def test_an_id_that_nobody_has(reporter, report_id):
    for path in ("/finish", "/retract"):
        assert_refused(reporter.with_id(path, report_id), 404, 5001)
    assert_refused(reporter.upload(report_id), 404, 5001)


@pytest.mark.parametrize("padding", [20, 21])
def test_an_id_with_a_digit_too_many_never_means_another_report(reporter, padding):
    own = reporter.open()
    longer = f"{own:0{padding - 1}}7"
    answers = [reporter.with_id(path, longer) for path in ("/finish", "/retract")]
    answers.append(reporter.upload(longer))
    answers.append(reporter.receipt(longer))
    for answer in answers:
        assert_refused(answer, 404, 5001)
        assert answer.text("reportId") != str(own)
    assert reporter.finish(own).outcome == (200, 0)


def test_an_id_with_leading_zeros_is_the_same_at_every_door(reporter):
    own = reporter.open()
    written = f"{own:019}"
    assert reporter.upload(written).outcome == (200, 0)
    assert reporter.receipt(written).status == 200
    answer = reporter.finish(written)
    assert (answer.outcome, answer.report_id) == ((200, 0), own)


@pytest.mark.parametrize("report_id", ["abc", "", "1.5", " ", "-1", "\u0661", "9" * 30])
def test_a_receipt_of_something_that_is_no_id(reporter, report_id):
    answer = reporter.receipt(report_id)
    assert answer.status == 404
    assert answer.content_type == XML


def test_finish_is_refused_in_its_own_shape(reporter):
    answer = reporter.finish(UNKNOWN)
    assert answer.root.tag == "reportDoneResponse"
    assert tags(answer) == ["responseCode", "reportId", "files", "responseDescription"]
    assert answer.report_id == UNKNOWN


def test_no_content_type_is_ever_refused(reporter):
    for kind in ("text/xml", "application/xml", "text/plain;charset=UTF-8", "", "a/b"):
        assert reporter.submit(kind=kind).outcome == (200, 0)


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"", 4110),
        (b"<report>", 4110),
        (b"plain text", 4110),
        (b"<!DOCTYPE report><report/>", 4110),
        (b'<?xml version="1.0" encoding="UTF-16"?><report/>', 4110),
        (b"<fileDetails/>", 4100),
        (b"<report/>", 4100),
        (b'<report xmlns="http://example.com/x"/>', 4100),
    ],
)
def test_a_document_that_is_not_a_report(reporter, body, code):
    answer = reporter.call("POST", "/submit", body)
    assert_refused(answer, 400, code)
    first, *problems = answer.text("responseDescription").split("\n")
    assert first in {"Malformed XML submittal", "Validation failed"}
    assert all(line.startswith("[") and "] - " in line for line in problems)
    assert problems


def refusing(error):
    def refuse(*_):
        raise error

    return connection.execute_wrapper(refuse)


@pytest.mark.parametrize(
    "error", [OperationalError("the connection is closed"), ConnectorException()]
)
@pytest.mark.parametrize("path", POSTS)
def test_without_a_database_everybody_is_asked_to_come_back(reporter, path, error):
    with refusing(error):
        answer = reporter.call("POST", path)
    assert_refused(answer, 503, 1000)
    assert 0 < int(answer.headers["Retry-After"]) <= 60
    assert "closed" not in answer.body.decode()


@pytest.mark.parametrize("path", POSTS)
def test_a_bug_of_ours_is_answered_in_xml_and_tells_nothing(reporter, path):
    with refusing(RuntimeError("a secret of the inside")):
        answer = reporter.call("POST", path)
    assert_refused(answer, 500, 1000)
    assert "secret" not in answer.body.decode()


def test_a_flood_is_told_when_to_come_back(reporter, monkeypatch):
    now = [100.0]
    monkeypatch.setattr(wire, "LIMITS", Limits(3, clock=lambda: now[0]))
    for _ in range(3):
        assert reporter.get("/status").outcome == (200, 0)
    answer = reporter.get("/status")
    assert_refused(answer, 429, 4000)
    assert answer.headers["Retry-After"] == "20"
    second = Reporter(cast.platform())  # of the same platform: no way around
    assert second.get("/status").status == 429
    for other in (cast.platform("Sample Social"), cast.platform(is_test=True)):
        assert Reporter(other).get("/status").outcome == (200, 0)
    now[0] += 20
    assert reporter.get("/status").outcome == (200, 0)
    assert reporter.get("/status").status == 429


def test_a_full_disk_is_our_fault_and_nothing_is_kept(reporter, monkeypatch):
    report_id = reporter.open()
    with monkeypatch.context() as disk:
        disk.setattr("os.fsync", no_room)
        assert_refused(reporter.upload(report_id), 500, 1111)
    answer = reporter.finish(report_id)
    assert answer.root.find("files").findall("fileId") == []


def no_room(_descriptor):
    raise OSError(28, "No space left on device")


def upload_broken(reporter, body, kind):
    assert_refused(reporter.call("POST", "/upload", body, kind=kind), 400, 4200)
    assert not list((settings.ENVIRONMENT.data / "files").glob("incoming/*"))


def test_forms_that_are_no_upload(reporter):
    report_id = reporter.open()
    whole, kind = multipart([("id", None, str(report_id)), ("file", "a", b"x" * 999)])
    upload_broken(reporter, b"", kind)
    upload_broken(reporter, b"", "")
    upload_broken(reporter, whole, "multipart/form-data")
    upload_broken(reporter, whole, "multipart/form-data; boundary=other")
    upload_broken(reporter, whole, "multipart/mixed; boundary=x-boundary-x")
    upload_broken(reporter, b"id=1&file=abc", FORM)
    for lacking in ([("id", None, "1")], [("id", None, "1"), ("image", "a", b"x")]):
        upload_broken(reporter, *multipart(lacking))
    two = [("id", None, "1"), ("file", "a", b"x"), ("file", "b", b"y")]
    upload_broken(reporter, *multipart(two))
    assert reporter.send("/upload", [("file", "a", b"x")]).outcome == (400, 4000)
    answer = reporter.finish(report_id)
    assert answer.root.find("files").findall("fileId") == []


def test_an_upload_that_breaks_off_anywhere_leaves_nothing(reporter):
    report_id = reporter.open()
    body, kind = multipart(
        [("id", None, str(report_id)), ("file", "a--.jpg", b"--\r\n--" * 20)]
    )
    for end in range(0, len(body) - 3, 3):
        upload_broken(reporter, body[:end], kind)
    answer = reporter.finish(report_id)
    assert answer.root.find("files").findall("fileId") == []


def test_answers_have_no_namespace_and_one_declaration(reporter):
    for answer in (reporter.get("/status"), reporter.submit(), reporter.finish(1)):
        assert answer.body.startswith(b'<?xml version="1.0" encoding="UTF-8"')
        assert all("{" not in node.tag for node in etree.fromstring(answer.body).iter())
