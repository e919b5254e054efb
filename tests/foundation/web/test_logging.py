import json
import logging
from pathlib import Path

import pytest
import structlog

from tests import cast, factories
from tests.material import picture, report_xml
from tests.portals.platforms.reporter import Reporter, file_details
from tipline import pipeline
from tipline.foundation.web.logging import ALLOWED_KEYS

CANARIES = {
    "name": "Quirin Canary-Name",
    "email": "canary-address@example.net",
    "ip": "198.51.100.77",
    "url": "canary-host.example.com",
    "user": "canary-user-id",
    "file": "canary-file-name.jpg",
}


@pytest.fixture
def lines(capsys):
    """Give a function that reads what was logged since it was asked last."""

    def read():
        told = capsys.readouterr()
        return [json.loads(each) for each in (told.out + told.err).splitlines()]

    return read


def leaked(lines, canaries):
    text = json.dumps(lines)
    return [canary for canary in canaries if canary in text]


def test_only_allowed_keys_get_out(lines):
    structlog.get_logger().info(
        "report.finished", report_id=17, email=CANARIES["email"], text=CANARIES["name"]
    )
    (line,) = lines()
    assert line["report_id"] == 17
    assert set(line) <= ALLOWED_KEYS
    assert not leaked([line], CANARIES.values())


def test_an_exception_tells_its_class_and_place_and_never_its_words(lines):
    try:
        int(CANARIES["email"])
    except ValueError:
        structlog.get_logger().exception("step.failed")
    (line,) = lines()
    assert line["exception_type"] == "ValueError"
    assert "test_logging.py:" in line["where"]
    assert not leaked([line], CANARIES.values())


@pytest.mark.parametrize("level", [logging.WARNING, logging.ERROR, logging.CRITICAL])
def test_a_librarys_warning_is_told_without_its_words(lines, level):
    logger = logging.getLogger("some.library")
    try:
        Path(CANARIES["url"]).read_bytes()
    except OSError:
        logger.log(level, "cannot read %s", CANARIES["file"], exc_info=True)
    (line,) = lines()
    assert line["event"] == "library.warned"
    assert line["logger"] == "some.library"
    assert line["exception_type"] == "FileNotFoundError"
    assert not leaked([line], CANARIES.values())


@pytest.mark.django_db
def test_a_report_full_of_canaries_leaves_none_in_the_log(lines, monkeypatch):
    platform = cast.platform("Canary Chat")
    reporter = Reporter(platform)
    content = picture(4711)
    body = report_xml(
        email=CANARIES["email"],
        user_id=CANARIES["user"],
        screen_name=CANARIES["name"],
        ip=CANARIES["ip"],
    ).replace(b"chat.example.com", CANARIES["url"].encode())
    report_id = reporter.open(body)
    sent = reporter.upload(report_id, content, name=CANARIES["file"])
    digest = sent.text("hash")
    details = f"<originalFileName>{CANARIES['file']}</originalFileName>"
    sent_details = file_details(report_id, sent.file_id, details)
    assert reporter.call("POST", "/fileinfo", sent_details).outcome == (200, 0)
    reporter.finish(report_id)
    monkeypatch.setattr(pipeline.extraction, "of_report", _breaks)
    pipeline.journey.func(report_id=report_id)
    for refused in (reporter.submit(b"<" + body), reporter.finish(report_id)):
        assert refused.status in {400, 409, 404}
    said = lines()
    assert [line for line in said if line["event"] == "jobs.step_failed"]
    secrets = [*CANARIES.values(), platform.password, platform.username, str(digest)]
    assert not leaked(said, secrets)
    assert all(set(line) <= ALLOWED_KEYS for line in said)


def _breaks(document, **_):
    raise ValueError(repr(document))


@pytest.mark.django_db
def test_what_people_ask_for_is_not_in_the_log(lines):
    browser = factories.browser_of(cast.vera())
    for path in (f"/console/?report={CANARIES['email']}", f"/{CANARIES['url']}"):
        assert browser.get(path).status_code == 404
    assert not leaked(lines(), CANARIES.values())
