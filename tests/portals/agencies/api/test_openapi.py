"""The OpenAPI document: valid, whole, and what the page for integrators shows."""

import io
import re
from datetime import UTC, datetime, timedelta
from urllib.error import HTTPError

import pytest
from django.test import Client
from openapi_spec_validator import OpenAPIV31SpecValidator

from tests import cast, factories
from tests.access import routes
from tests.architecture import tree
from tests.portals.agencies.api.program import program
from tipline.config.access import POLICY
from tipline.exchange import sending
from tipline.portals.agencies.api import reports
from tipline.portals.agencies.api.operations import OPERATIONS

PAGE = tree.ROOT / "docs" / "api" / "agencies.md"
SECRET = "whsec_" + "QUFB" * 10 + "QUE="
BLOCK = re.compile(r"```python\n(.*?)```", re.DOTALL)


def document():
    answer = Client(headers={"host": "localhost"}).get("/agency/api/v1/openapi.json")
    assert answer.status_code == 200
    return answer.json()


@pytest.mark.django_db
def test_the_document_is_valid_and_open_to_everybody():
    OpenAPIV31SpecValidator(document()).validate()


@pytest.mark.django_db
def test_every_route_is_in_the_document_with_its_methods_and_scope():
    said = document()["paths"]
    shown = {
        (each["operationId"], tuple(each["x-scope"]))
        for operations in said.values()
        for each in operations.values()
    }
    served = set()
    for route in routes.every():
        space, _, name = route.name.partition(":")
        if space != "agency-api" or name in {"openapi", "unknown"}:
            continue
        access = POLICY.routes[route.name]
        for method, action in (("get", access.read), ("post", access.write)):
            if action:
                granted = POLICY.grants[action]
                roles = {role for role in granted if role.startswith("token-")}
                served.add((f"{method}-{name}", tuple(sorted(roles))))
    assert shown == served
    assert len(OPERATIONS) == len(shown)
    assert all(each.summary.endswith(".") for each in OPERATIONS)
    names = {each.asks for each in OPERATIONS} | {each.answers for each in OPERATIONS}
    titles = [kind.__name__ for kind in names if kind]
    assert len(titles) == len(set(titles))


@pytest.mark.django_db
def test_the_page_for_integrators_has_every_address():
    page = PAGE.read_text(encoding="utf-8")
    missing = [path for path in document()["paths"] if f"`{path}`" not in page]
    assert missing == []


@pytest.mark.django_db
def test_the_examples_of_the_page_do_what_they_say(monkeypatch, tmp_path):
    monkeypatch.setattr(reports, "SETTLED_AFTER", timedelta(seconds=-60))
    report_id = factories.routed_report(cast.platform())
    monkeypatch.setattr("urllib.request.urlopen", opened)
    monkeypatch.setenv("TIPLINE_TOKEN", program(cast.lena()).secret)
    monkeypatch.chdir(tmp_path)
    blocks = BLOCK.findall(PAGE.read_text(encoding="utf-8"))
    space = {}
    for block in blocks:
        exec(compile(block, str(PAGE), "exec"), space)  # noqa: S102 - our own page
    assert space["about"]["scopes"]
    assert [each["report_id"] for each in space["seen"]] == [report_id]
    assert space["report"]["reportId"] == report_id
    assert space["work"]["state"] == "in-work"
    assert (tmp_path / f"report-{report_id}.pdf").read_bytes().startswith(b"%PDF")
    assert space["kept"] == space["kept_again"]
    assert space["kept_filter"]["filters"]["order"] == "due"
    assert space["late"]["reports"] == []
    assert space["used"]["text"] == space["used"]["shipped"]
    sent = sending.Letter(
        number="event-1", facts={}, secrets=[SECRET], at=datetime.now(UTC)
    )
    body = b'{"type": "report.available"}'
    headers = sending.head_of(sent, body.decode())
    assert space["is_ours"](SECRET, headers, body)
    assert not space["is_ours"](SECRET, headers, body + b" ")


def opened(request, timeout):
    """Send what the standard library would send to the product in this process."""
    assert timeout
    client = Client(headers={"host": "localhost"})
    answer = client.generic(
        request.get_method(),
        request.full_url.partition("example.org")[2],
        request.data or b"",
        content_type="application/json",
        headers=dict(request.header_items()),
    )
    body = io.BytesIO(answer.getvalue())
    if answer.status_code >= 300:
        raise HTTPError(
            request.full_url, answer.status_code, "", dict(answer.headers), body
        )
    body.status, body.headers = answer.status_code, answer.headers
    return body
