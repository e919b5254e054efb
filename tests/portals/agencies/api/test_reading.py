"""A program follows and reads its agency's reports, and nobody else's."""

import json
import re
from datetime import UTC, datetime, timedelta
from urllib.parse import quote

import pyrage
import pytest

from tests import cast, factories
from tests.portals.agencies.api.program import program
from tipline.foundation.policy.scope import acting
from tipline.portals.agencies.api import reports
from tipline.referral.models import Jurisdiction, PacketReceipt, Referral
from tipline.sealing import services as sealing
from tipline.sealing.age import fingerprint_of

pytestmark = pytest.mark.django_db
ENTICEMENT = "Online Enticement of Children for Sexual Acts"
VIEWED = "<fileViewedByEsp>true</fileViewedByEsp>"
UNVIEWED = "<fileViewedByEsp>false</fileViewedByEsp>"
BASIS = {"basis": "search-warrant", "reference": "W-1", "statement": "It covers it."}


@pytest.fixture(autouse=True)
def _at_once(monkeypatch):
    monkeypatch.setattr(reports, "SETTLED_AFTER", timedelta(seconds=-60))


def numbers(page):
    return [line["report_id"] for line in page["reports"]]


def test_a_program_follows_what_comes_and_misses_nothing():
    lena, platform = program(cast.lena()), cast.platform()
    first, second, third = (factories.routed_report(platform) for _ in range(3))
    page = lena.get("reports?limit=2").json()
    assert (numbers(page), page["has_more"]) == ([first, second], True)
    page = lena.get(f"reports?limit=2&after={page['next_after']}").json()
    assert (numbers(page), page["has_more"]) == ([third], False)
    here = page["next_after"]
    page = lena.get(f"reports?after={here}").json()
    assert (numbers(page), page["next_after"]) == ([], here)
    fourth = factories.routed_report(platform)
    assert numbers(lena.get(f"reports?after={here}").json()) == [fourth]
    assert numbers(lena.get("reports?order=newest&limit=1").json()) == [fourth]
    assert numbers(program(cast.zed()).get("reports").json()) == []


def test_the_list_is_narrowed_by_what_stands_in_no_address():
    lena, platform = program(cast.lena()), cast.platform()
    bodies = [
        factories.report_xml(user_id=f"u-{n}", screen_name="violet_lantern")
        for n in range(2)
    ]
    first, second = (factories.routed_report(platform, each) for each in bodies)
    factories.routed_report(platform)
    wanted = {"text": "violet_lantern", "limit": 1}
    page = lena.post("reports", wanted).json()
    assert (numbers(page), page["has_more"]) == ([first], True)
    wanted["after"] = page["next_after"]
    assert numbers(lena.post("reports", wanted).json()) == [second]
    closed = {"text": "violet_lantern", "state": "closed"}
    assert numbers(lena.post("reports", closed).json()) == []
    zed = program(cast.zed()).post("reports", {"text": "violet_lantern"})
    assert numbers(zed.json()) == []
    for wrong in (
        {},
        {"text": ""},
        {"text": "a\x00"},
        {"text": "a", "saved_filter": 1},
    ):
        assert lena.post("reports", wrong).status_code == 400
    assert lena.get("reports?text=violet_lantern").status_code == 400


def test_the_list_is_narrowed_as_asked_and_says_what_it_does_not_know():
    lena = program(cast.lena())
    report_id = factories.routed_report(cast.platform())
    with acting(cast.STAGE):
        place = Jurisdiction.objects.get(report_id=report_id)
    now = datetime.now(UTC)
    later, before = (now + timedelta(days=n) for n in (1, -1))
    for query, is_there in {
        f"country={place.country}&region={place.state}": True,
        "country=NO": False,
        f"since={before:%Y-%m-%dT%H:%M:%SZ}": True,
        f"since={later:%Y-%m-%dT%H:%M:%SZ}": False,
        f"until={before:%Y-%m-%dT%H:%M:%SZ}": False,
        "priority=1": False,
        "state=new": True,
        "state=closed": False,
        f"number={report_id}": True,
        "unopened=true": True,
        "supplemented=true": False,
        "assignee=0": True,
        f"incident_type={quote(ENTICEMENT)}": True,
        "incident_type=Child%20Sex%20Trafficking": False,
        "overdue=true": False,
    }.items():
        assert bool(numbers(lena.get(f"reports?{query}").json())) is is_there, query
    for query in (
        "begins=2026",
        "incident_type=x",
        "priority=9",
        "limit=999",
        "after=" + "x" * 61,
    ):
        refused = lena.get(f"reports?{query}")
        assert refused.status_code == 400
        assert refused.json()["errors"][0]["at"] == f"/{query.partition('=')[0]}"


def test_a_report_is_the_json_of_the_packet_and_counts_as_opened():
    lena = program(cast.lena())
    report_id = factories.routed_report(cast.platform(), flags=VIEWED)
    read = lena.get(f"reports/{report_id}")
    packet = json.loads(lena.post(f"reports/{report_id}/packets/json").getvalue())
    for each in (packet, found := read.json()):
        assert each["tipline"].pop("packet")["preparedFor"]
    for left_out in ("originals", "asSent"):
        del packet["tipline"][left_out], found["tipline"][left_out]
    assert found == packet
    with acting(cast.STAGE):
        assert Referral.objects.get(report_id=report_id).first_opened_at
    same = lena.get(f"reports/{report_id}", if_none_match=read.headers["ETag"])
    assert (same.status_code, same.content) == (304, b"")
    assert lena.get(f"reports/{report_id}", if_none_match='"x"').status_code == 200


def test_hidden_and_absent_answer_alike():
    report_id = factories.routed_report(cast.platform())
    zed = program(cast.zed())
    for path in ("", "/work", "/notes", "/receipts", "/answers", "/requests"):
        hidden, absent = (
            zed.get(f"reports/{number}{path}") for number in (report_id, 999)
        )
        answers = [dict(each.json(), request_id="") for each in (hidden, absent)]
        assert hidden.status_code == 404
        assert answers[0] == answers[1]


def test_downloads_go_through_the_gate_and_have_receipts():
    lena, platform = program(cast.lena(), name="CMS"), cast.platform()
    viewed = factories.routed_report(platform, flags=VIEWED)
    kinds = {"zip": b"PK", "pdf": b"%PDF", "xlsx": b"PK", "first-report": b"PK"}
    for part, begins in kinds.items():
        saved = lena.post(f"reports/{viewed}/packets/{part}")
        assert saved.getvalue().startswith(begins)
        assert saved.headers["Content-Disposition"].startswith("attachment; ")
    assert lena.post(f"reports/{viewed}/packets/nonsense").status_code == 404
    thai = lena.post(f"reports/{viewed}/packets/pdf", {"language": "th"}).getvalue()
    assert b"/Lang(th)" in thai
    refused = lena.post(f"reports/{viewed}/packets/pdf", {"language": "xx"})
    assert refused.status_code == 400
    listed = lena.get(f"reports/{viewed}/receipts").json()["receipts"]
    assert [each["part"] for each in listed] == ["pdf", *reversed(kinds)]
    assert {each["program"] for each in listed} == {"CMS"}
    page = factories.browser_of(cast.lena()).get(f"/agency/reports/{viewed}/").text
    assert "CMS (Lena)" in page
    unviewed = factories.open_report(platform)
    file_id = factories.add_file(platform, unviewed, flags=UNVIEWED)
    factories.finish(platform, unviewed)
    factories.pipeline.journey.func(report_id=unviewed)
    address = f"reports/{unviewed}/files/{file_id}"
    assert lena.post(address).json()["code"] == "legal-basis-needed"
    short = lena.post(address, BASIS | {"reference": " "})
    assert short.json()["code"] == "legal-basis-incomplete"
    assert lena.post(address, BASIS).getvalue().startswith(b"\x89PNG")
    with acting(cast.STAGE):
        (receipt,) = PacketReceipt.objects.filter(referral__report_id=unviewed)
    assert receipt.part.endswith(" search-warrant")


def test_a_program_reads_the_keys_of_packets_and_changes_none():
    lena, officer = program(cast.lena(), ("token-files",)), cast.lena()
    before = lena.get("keys").json()
    assert before["agency_key"] is None
    assert re.fullmatch("[0-9a-f]{64}", before["signing_key"])
    key = str(pyrage.x25519.Identity.generate().to_public())
    fingerprint = fingerprint_of(key)
    said = {"fingerprint": fingerprint, "at": datetime.now(UTC)}
    sealing.enter_key(cast.principal_of(officer), key, **said)
    said = lena.get("keys").json()["agency_key"]
    assert (said["recipient"], said["fingerprint"]) == (key, fingerprint)
    assert program(cast.zed()).get("keys").json() == before
    every = program(officer)
    refused = every.post("keys", {"recipient": "", "fingerprint": ""})
    assert (refused.status_code, refused.headers["Allow"]) == (405, "GET, HEAD")
    assert every.get("keys").json()["agency_key"] == said
    worker = program(officer, ("token-work", "token-answers"))
    assert worker.get("keys").status_code == 403


def test_what_breaks_here_is_said_in_json_and_tells_nothing(monkeypatch):
    def fails(*_args, **_named):
        raise RuntimeError("secret")

    monkeypatch.setattr(reports, "queue_for", fails)
    answer = program(cast.lena()).send("GET", "reports")
    assert answer.status_code == 500
    assert answer.json()["code"] == "server-error"
    assert b"secret" not in answer.content
