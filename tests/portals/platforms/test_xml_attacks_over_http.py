# ruff: noqa: S608 - statements are made of our own tables' names

import socket

import pytest
from django.db import connection

from tests import cast
from tests.intake.xml_attacks import ATTACKS, HARMLESS, XML
from tests.portals.platforms.reporter import Reporter
from tipline.foundation.policy.scope import acting

pytestmark = pytest.mark.django_db

SECRET = "canary-4711"
KEPT = ("intake_report", "intake_submission", "files_reportedfile", "audit_entry")


def kept():
    """Count what requests leave behind."""
    counts = ", ".join(f"(SELECT count(*) FROM {table})" for table in KEPT)
    with acting(cast.STAGE), connection.cursor() as cursor:
        cursor.execute(f"SELECT {counts}")
        return cursor.fetchone()


@pytest.fixture
def reporter():
    """A platform with an open report and a file in it, whose last use is noted."""
    reporter = Reporter(cast.platform())
    reporter.upload(reporter.open())
    return reporter


@pytest.fixture
def aimed(tmp_path):
    """Give a function that points a body's placeholders at the canaries."""
    canary_file = tmp_path / "canary.txt"
    canary_file.write_text(SECRET)
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0)
        http = f"http://127.0.0.1:{server.getsockname()[1]}"

        def aim(body):
            body = body.replace(b"{file}", str(canary_file).encode())
            return body.replace(b"{http}", http.encode())

        yield aim
        with pytest.raises(BlockingIOError):
            server.accept()


@pytest.mark.parametrize("path", ["/submit", "/fileinfo"])
def test_every_attack_is_refused_in_xml_and_leaves_nothing(path, reporter, aimed):
    before, wrong = kept(), []
    for attack in ATTACKS:
        body = aimed(attack.body)
        answer = reporter.call("POST", path, body, kind=attack.content_type)
        is_refused = 400 <= answer.status < 500 and answer.code > 0
        if not is_refused or SECRET.encode() in answer.body:
            wrong.append((attack.name, answer.status, answer.body[:200]))
    assert wrong == []
    assert kept() == before


def test_what_only_looks_hostile_is_taken_by_submit_and_reaches_nothing(
    reporter, aimed
):
    for name, text in HARMLESS.items():
        answer = reporter.call("POST", "/submit", aimed(text.encode()), kind=XML)
        is_too_large = len(text.encode()) > 2_500_000
        assert answer.status == (413 if is_too_large else 200), name
        assert SECRET.encode() not in answer.body
