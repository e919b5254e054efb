"""While PostgreSQL is down, intake says so at once and takes up again by itself."""

import time

import httpx
import pytest

from tests import material
from tests.crash.killer import Killer

HEAL_SECONDS = 30


@pytest.fixture
def reporter(product):
    with product.reporter(product.add_platform("Patient Chat")) as client:
        client.timeout = 5
        yield client
        product.wait_until_ready()


def test_a_platform_is_asked_to_come_back_and_heard_when_it_does(product, reporter):
    body = material.report_xml(user_id="patient")
    assert reporter.get("/status").status_code == 200
    assert Killer(product, seed=0).kill("postgres")
    answers: list[httpx.Response] = []
    deadline = time.monotonic() + HEAL_SECONDS
    while not answers or answers[-1].status_code != 200:
        assert time.monotonic() < deadline
        answers.append(reporter.post("/submit", content=body))
    away = answers[:-1]
    assert away
    for answer in away:
        assert answer.status_code == 503
        assert int(answer.headers["Retry-After"]) > 0
        assert answer.headers["Content-Type"].startswith("application/xml")
        assert "<responseCode>1000</responseCode>" in answer.text
    # Every web process and each of its threads finds its way back.
    for _ in range(40):
        assert reporter.get("/status").status_code == 200
