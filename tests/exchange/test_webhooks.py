"""An agency's address is told what happens: by ids, signed, again if need be."""

import json
import re
import socket
import threading
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from ipaddress import ip_network

import pytest
from django.db import connection, transaction
from standardwebhooks.webhooks import Webhook as Verifier

from tests import cast, factories
from tests.portals.agencies.api.program import program
from tipline import supplementing
from tipline.exchange import jobs, sending, webhooks
from tipline.exchange.errors import EventNotSentError, WebhookIncompleteError
from tipline.exchange.models import Delivery
from tipline.exchange.sending import Letter
from tipline.foundation.accounts import agency_tokens, services
from tipline.foundation.audit.models import Entry
from tipline.foundation.policy.scope import acting
from tipline.referral.models import Referral

pytestmark = pytest.mark.django_db
SECRET = re.compile(r"whsec_[\w+/]{43}=")


class Receiver(HTTPServer):
    """An agency's program that keeps what it is told; `status` is what it answers."""

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Taker)
        self.status, self.told = 200, []
        self.url = f"http://127.0.0.1:{self.server_port}/events?of=tipline"


class Taker(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.told.append((self.path, dict(self.headers), body))
        self.send_response(self.server.status)
        if self.server.status == 302:
            self.send_header("Location", self.server.url)
        self.end_headers()

    def log_message(self, *_args):
        pass


@pytest.fixture
def receiver(settings):
    networks = (ip_network("127.0.0.0/8"),)
    settings.ENVIRONMENT = settings.ENVIRONMENT.model_copy(
        update={"webhook_networks": networks}
    )
    with Receiver() as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


@pytest.fixture
def lena():
    return cast.lena()


def told_of(agency_id):
    """Run the jobs of the events that wait, oldest first, and give their kinds."""
    with acting(cast.STAGE):
        rows = Delivery.objects.filter(organization_id=agency_id, state="queued")
        waiting = list(rows.order_by("pk").values_list("pk", "kind"))
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT (args->>'delivery_id')::bigint FROM procrastinate_jobs"
            " WHERE task_name = 'deliver_event' AND queue_name = 'webhooks'"
        )
        queued = {number for (number,) in cursor.fetchall()}
    assert {number for number, _ in waiting} <= queued
    for number, _ in waiting:
        jobs.deliver_event.func(delivery_id=number)
    return [kind for _, kind in waiting]


def listening(person, receiver):
    made, secret = webhooks.add(
        cast.STAGE, person.organization_id, receiver.url, at=datetime.now(UTC)
    )
    assert told_of(person.organization_id) == ["webhook.tested"]
    receiver.told.clear()
    return made, secret


def test_a_lead_lets_an_address_be_told_and_sees_what_became_of_it(lena, receiver):
    browser = factories.browser_of(lena)
    asked = {"url": receiver.url}
    assert browser.post("/agency/webhooks/", asked).status_code == 403
    agency_tokens.make_lead(cast.STAGE, lena, leads=True)
    refused = browser.post("/agency/webhooks/", {"url": "ftp://example.org/"})
    assert (refused.status_code, "Give an https address." in refused.text) == (
        400,
        True,
    )
    (secret,) = SECRET.findall(browser.post("/agency/webhooks/", asked).text)
    assert not SECRET.findall(browser.get("/agency/webhooks/").text)
    assert browser.post("/agency/webhooks/", asked).status_code == 400
    assert told_of(lena.organization_id) == ["webhook.tested"]
    ((path, headers, body),) = receiver.told
    assert path == "/events?of=tipline"
    assert Verifier(secret).verify(body, {k.lower(): v for k, v in headers.items()})
    assert json.loads(body).keys() == {"type", "made_at"}
    page = browser.get("/agency/webhooks/").text
    assert "Taken" in page
    assert "status-200" in page
    (event,) = program(lena).get("events").json()["events"]
    assert (event["state"], event["event"]) == ("sent", headers["webhook-id"])


def test_a_new_secret_holds_beside_the_old_one_and_another_agency_gets_none(
    lena, receiver
):
    made, secret = listening(lena, receiver)
    zed = cast.zed()
    for each in (lena, zed):
        agency_tokens.make_lead(cast.STAGE, each, leads=True)
    browser, stranger = (factories.browser_of(each) for each in (lena, zed))
    for act in ("secret", "end"):
        assert stranger.post(f"/agency/webhooks/{made.pk}/{act}").status_code == 404
    assert receiver.url not in stranger.get("/agency/webhooks/").text
    (renewed,) = SECRET.findall(browser.post(f"/agency/webhooks/{made.pk}/secret").text)
    factories.routed_report(cast.platform())
    told_of(lena.organization_id)
    _, headers, body = receiver.told[-1]
    for each in (secret, renewed):
        assert Verifier(each).verify(body, {k.lower(): v for k, v in headers.items()})
    later = datetime.now(UTC) + timedelta(hours=25)
    with acting(cast.STAGE):
        made.refresh_from_db()
    assert webhooks.secrets_of(made, at=later) == [renewed]
    browser.post(f"/agency/webhooks/{made.pk}/end")
    factories.routed_report(cast.platform())
    assert told_of(lena.organization_id) == []


def test_an_agency_is_told_of_all_that_is_its_own_by_ids_alone(lena, receiver):
    zed = cast.zed()
    listening(lena, receiver)
    report_id = factories.routed_report(cast.platform())
    assert told_of(lena.organization_id) == ["report.available"]
    body = json.loads(receiver.told[-1][2])
    assert body.keys() == {"type", "made_at", "report_id"}
    assert body["report_id"] == report_id
    supplementing.take_up.func(report_id=report_id)
    assert told_of(lena.organization_id) == ["report.supplemented"]
    mine, his = program(lena), program(zed)
    mine.post(f"reports/{report_id}/answers", {"status": "ongoing"})
    assert told_of(lena.organization_id) == ["report.answered"]
    offer = {"agencies": [cast.ZEDS_AGENCY], "kind": "hand-on", "reason": "Abstract."}
    (number,) = mine.post(f"reports/{report_id}/handovers", offer).json()["handovers"]
    his.post(f"handovers/{number}/answer", {"state": "accepted"})
    assert told_of(lena.organization_id) == ["handover.settled", "report.ended"]
    assert json.loads(receiver.told[-2][2])["handover_id"] == number
    back = {"state": "returned", "reason": "Abstract."}
    his.post(f"handovers/{number}/answer", back)
    assert told_of(lena.organization_id) == ["handover.settled", "report.available"]
    with acting(cast.STAGE), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE casework_work SET level = '1' WHERE report_id = %s", [report_id]
        )
    assert told_of(lena.organization_id) == ["report.urgent"]


def test_of_what_an_agency_must_not_see_or_what_did_not_happen_it_is_told_nothing(
    lena, receiver
):
    listening(lena, receiver)
    report_id = factories.routed_report(cast.platform())
    assert told_of(lena.organization_id) == ["report.available"]
    with acting(cast.STAGE):
        Referral.objects.filter(report_id=report_id).update(is_excluded=True)
    webhooks.note_supplement(cast.STAGE, report_id)
    assert told_of(lena.organization_id) == []
    # It is written in the transaction of the change, and goes with it.
    with transaction.atomic(), acting(cast.STAGE):
        Referral.objects.filter(report_id=report_id).update(is_excluded=False)
        webhooks.note_supplement(cast.STAGE, report_id)
        transaction.set_rollback(True)
    assert told_of(lena.organization_id) == []


def test_what_is_not_taken_is_tried_for_a_day_and_a_half_and_then_given_up(
    lena, receiver
):
    made, _ = listening(lena, receiver)
    receiver.status = 302
    factories.routed_report(cast.platform())
    assert told_of(lena.organization_id) == ["report.available"]
    assert len(receiver.told) == 1  # nobody followed it elsewhere
    with acting(cast.STAGE):
        event = Delivery.objects.get(kind="report.available")
    assert (event.outcome, event.attempts) == ("status-302", 1)
    assert event.next_at > event.made_at + timedelta(seconds=50)
    for _ in webhooks.PAUSES:
        told_of(lena.organization_id)
    assert len(receiver.told) == 1 + len(webhooks.PAUSES)
    assert len({headers["webhook-id"] for _, headers, _ in receiver.told}) == 1
    with acting(cast.STAGE):
        event.refresh_from_db()
        assert (event.state, event.next_at) == ("failed", None)
        subject = f"webhook:{made.pk}"
        assert Entry.objects.filter(action="webhook.given_up", subject=subject).exists()
    assert sum(webhooks.PAUSES, timedelta()) > timedelta(hours=24)
    assert told_of(lena.organization_id) == []


def test_what_waits_is_not_told_to_who_may_not_know_it_any_more(lena, receiver):
    made, _ = listening(lena, receiver)
    agency_id, platform = lena.organization_id, cast.platform()
    hidden = ({"is_excluded": True}, {"is_set_apart": True}, {"ended_at": cast.NOW})
    for change in hidden:
        report_id = factories.routed_report(platform)
        webhooks.note_supplement(cast.STAGE, report_id)
        with acting(cast.STAGE):
            Referral.objects.filter(report_id=report_id).update(**change)
        told = told_of(agency_id)
        assert told[:2] == ["report.available", "report.supplemented"]
        assert told[2:] == (["report.ended"] if "ended_at" in change else [])
    kinds = [json.loads(body)["type"] for _, _, body in receiver.told]
    assert kinds == ["report.ended"]
    receiver.told.clear()
    factories.routed_report(platform)
    services.suspend_organization(cast.STAGE, lena.organization, at=cast.NOW)
    assert told_of(agency_id) == ["report.available"]
    assert receiver.told == []
    with acting(cast.STAGE):
        rows = Delivery.objects.filter(webhook=made, state="failed").order_by("pk")
        causes = list(rows.values_list("outcome", flat=True))
    assert causes == ["report-not-there"] * 6 + ["agency-suspended"]
    services.resume_organization(cast.STAGE, lena.organization)
    factories.routed_report(platform)
    assert told_of(agency_id) == ["report.available"]
    assert len(receiver.told) == 1


def test_what_comes_back_into_sight_is_told_again(lena, receiver):
    listening(lena, receiver)
    report_id = factories.routed_report(cast.platform())
    told_of(lena.organization_id)
    for hides in ("is_excluded", "is_set_apart"):
        for is_hidden, told in ((True, []), (False, ["report.available"])):
            with acting(cast.STAGE):
                rows = Referral.objects.filter(report_id=report_id)
                rows.update(**{hides: is_hidden})
            assert told_of(lena.organization_id) == told
    assert len(receiver.told) == 3


def letter():
    secret = "whsec_" + "QUFB" * 10 + "QUE="
    return Letter(number="event-1", facts={}, secrets=[secret], at=datetime.now(UTC))


def resolving(monkeypatch, *addresses):
    found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (a, 443)) for a in addresses]
    monkeypatch.setattr(sending.socket, "getaddrinfo", lambda *_a, **_k: found)


def test_no_webhook_leads_to_where_only_our_machine_gets(monkeypatch, receiver):
    connected = []

    def connect(address, _timeout):
        connected.append(address)
        raise ConnectionRefusedError

    monkeypatch.setattr(sending.socket, "create_connection", connect)
    for url in (receiver.url, "https://127.0.0.1/", "https://[::1]/"):
        with pytest.raises(EventNotSentError, match="forbidden-network"):
            sending.send(url, letter(), allowed=())
    # One good address among others helps nobody, and what was looked at is called.
    resolving(monkeypatch, "18.9.22.69", "10.0.0.1")
    with pytest.raises(EventNotSentError, match="forbidden-network"):
        sending.send("https://example.org/", letter(), allowed=())
    assert connected == []
    resolving(monkeypatch, "18.9.22.69")
    with pytest.raises(EventNotSentError, match="ConnectionRefusedError"):
        sending.send("https://example.org/", letter(), allowed=())
    assert connected == [("18.9.22.69", 443)]
    with pytest.raises(EventNotSentError, match="forbidden-network"):
        sending.send("http://example.org/", letter(), allowed=())


def test_an_agency_has_so_many_webhooks_and_no_more(lena):
    at = datetime.now(UTC)
    for number in range(webhooks.WEBHOOKS_MOST):
        url = f"https://example.org/{number}"
        webhooks.add(cast.STAGE, lena.organization_id, url, at=at)
    with pytest.raises(WebhookIncompleteError, match="at most 5"):
        webhooks.add(cast.STAGE, lena.organization_id, "https://example.org/x", at=at)
