"""A newcomer runs `tipline demo` and looks around."""

import json
import re
import subprocess
import sys
from dataclasses import dataclass
from typing import Any

import httpx
import pytest

from tests import prepared
from tests.product import Product
from tipline.demo import cast

REPORTS = 30
CALLS = 3
PARTS = {
    "id", "platform", "state", "is_test", "opened_at", "closed_at", "incident_type",
    "document", "warnings", "files", "completeness", "priority", "reasons",
    "designation", "arm", "links", "location_evidence", "jurisdiction", "referrals",
    "steps", "escalations", "receipt", "finish_answer", "origin", "call", "release",
}  # fmt: skip


@dataclass
class Demonstration:
    """A running `tipline demo`, and what it printed."""

    product: Product
    process: subprocess.Popen[bytes]
    summary: dict[str, Any]


def start_demo(product: Product, *more: str) -> subprocess.Popen[bytes]:
    """Run `tipline demo` as a newcomer would, on the product's folder and port."""
    flags = ["--port", str(product.port), "--data", str(product.data), *more]
    command = [sys.executable, "-m", "tipline.commandline", "demo", "--json", *flags]
    return subprocess.Popen(
        command, env=product.environment, stdout=subprocess.PIPE, process_group=0
    )


def printed(process: subprocess.Popen[bytes]) -> dict[str, Any]:
    """Read the summary, which is printed before the demonstration goes on running."""
    lines = []
    for line in process.stdout or ():
        lines.append(line)
        if line == b"}\n":
            break
    found: dict[str, Any] = json.loads(b"".join(lines))
    return found


@pytest.fixture(scope="module")
def demo():
    product = Product(prepared.folder("newcomer"))
    with start_demo(product, "--reports", str(REPORTS)) as process:
        try:
            summary = printed(process)
            assert "finished" in summary
            product.process = process
            yield Demonstration(product, process, summary)
        finally:
            product.process = process
            product.stop()
    assert process.returncode == 0
    assert product.tipline("status", check=False)["running"] is False


def test_what_happened_to_the_reports_is_told(demo):
    told = demo.summary
    every = told["finished"] + told["retracted"] + told["open"] + told["tests"]
    assert every == REPORTS + CALLS
    assert min(told["retracted"], told["open"], told["tests"]) >= 1
    assert set(told["priority"]) >= {"1", "2", "3"}
    assert sum(told["priority"].values()) == told["finished"]
    assert sum(told["designation"].values()) == told["finished"]
    assert sum(told["completeness"].values()) == told["finished"]
    assert len(told["agencies"]) > 5
    assert {link["role"] for link in told["sign_in"]} == {
        "analyst", "senior", "management", "operator", "auditor", "officer",
        "list-auditor",
    }  # fmt: skip


def sent(demo) -> list[dict[str, Any]]:
    """Give what platforms reported, the newest first; callers' reports are others."""
    listed = demo.product.tipline("report", "list", "--limit", "100")
    return [one for one in listed if one["origin"] == "platform"]


def test_all_that_is_known_of_a_report_can_be_read_in_every_state(demo):
    listed = sent(demo)
    assert len(listed) == REPORTS
    one_of_each = {(one["state"], one["is_test"]): one["id"] for one in listed}
    assert set(one_of_each) == {
        ("finished", False), ("finished", True), ("retracted", False), ("open", False),
    }  # fmt: skip
    for (state, is_test), report_id in one_of_each.items():
        report = demo.product.tipline("report", "show", str(report_id))
        assert set(report) >= PARTS
        is_routed = state == "finished" and not is_test
        assert bool(report["referrals"]) == is_routed


def test_a_list_recognizes_what_it_holds_and_near_copies(demo):
    lists = demo.product.tipline("hashlist", "list")
    assert {one["is_viral"] for one in lists} == {True, False}
    known_copy = sent(demo)[-8]  # the eighth that was sent
    report = demo.product.tipline("report", "show", str(known_copy["id"]))
    (hit,) = report["files"][0]["matches"]
    assert (hit["algorithm"], hit["is_viral"]) == ("pdq", False)
    assert 0 < hit["distance"] <= 31


@pytest.mark.parametrize("role", sorted(cast.ROLES))
def test_a_printed_link_lets_a_newcomer_in_once(demo, role):
    (link,) = [one for one in demo.summary["sign_in"] if one["role"] == role]
    assert_lets_in(link)
    with httpx.Client(follow_redirects=True) as stranger:
        assert sign_in(stranger, link["url"]).status_code == 404


def test_another_link_is_printed_on_demand(demo):
    link = demo.product.tipline("demo", "sign-in", "officer", "--agency", "icac-tx-so")
    assert (link["role"], link["person"]) == ("officer", "Officer of ICAC-TX-SO")
    assert "Texas" in link["organization"]
    assert_lets_in(link)


def assert_lets_in(link: dict[str, Any]) -> None:
    with httpx.Client(follow_redirects=True) as browser:
        page = sign_in(browser, link["url"])
        assert page.status_code == 200
        assert "/link/" not in str(page.url)
        assert browser.get(page.url).status_code == 200


def sign_in(browser: httpx.Client, url: str) -> httpx.Response:
    page = browser.get(url)
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.text)
    assert token
    form = {"csrfmiddlewaretoken": token.group(1)}
    return browser.post(url, data=form, headers={"Origin": origin_of(url)})


def origin_of(url: str) -> str:
    return url.partition("/link/")[0]


def test_nothing_is_sent_twice(demo):
    with start_demo(demo.product, "--reports", str(REPORTS), "--exit") as again:
        told = printed(again)
    assert again.returncode == 0
    changing = {"sign_in"}
    assert {k: v for k, v in told.items() if k not in changing} == {
        k: v for k, v in demo.summary.items() if k not in changing
    }


def test_its_folder_is_never_started_for_real_reports(demo):
    real = Product(demo.product.data, demo=False)
    refused = real.tipline("start", check=False)
    assert refused["error"] == "demo-folder"
    assert real.tipline("demo", "sign-in", "analyst", check=False)["error"] == (
        "demo-only"
    )
