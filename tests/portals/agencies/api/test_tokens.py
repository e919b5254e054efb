"""Tokens: who makes them, what they open, and how they stop."""

import re
from datetime import UTC, datetime, timedelta

import pytest

from tests import cast, factories
from tests.portals.agencies.api.program import Program, program
from tipline.foundation.accounts import agency_tokens, services
from tipline.foundation.accounts.models import AgencyToken, Person
from tipline.foundation.audit.models import Entry
from tipline.foundation.policy.scope import acting
from tipline.foundation.web.buckets import Buckets
from tipline.portals.agencies.api import calling

pytestmark = pytest.mark.django_db
SECRET = re.compile(r"ct_agency_[\w-]{43}")


def status(secret):
    return Program(0, secret).get("").status_code


def change(token_id, **values):
    with acting(cast.STAGE):
        AgencyToken.objects.filter(pk=token_id).update(**values)


def test_a_lead_makes_a_token_in_the_portal_and_takes_it_back():
    lena = cast.lena()
    browser = factories.browser_of(lena)
    asked = {"name": "Case system", "scope": ["token-read"], "days": "30"}
    assert "The operator of the clearinghouse says who leads" in (
        browser.get("/agency/tokens/").text
    )
    assert browser.post("/agency/tokens/", asked).status_code == 403
    agency_tokens.make_lead(cast.STAGE, lena, leads=True)
    for wrong in ({"name": ""}, {"scope": ["root"]}, {"days": "366"}, {"days": ""}):
        assert browser.post("/agency/tokens/", asked | wrong).status_code == 400
    page = browser.post("/agency/tokens/", asked).text
    (secret,) = SECRET.findall(page)
    assert not SECRET.findall(browser.get("/agency/tokens/").text)
    about = Program(0, secret).get("").json()
    assert (about["token"], about["scopes"]) == ("Case system", ["token-read"])
    assert about["officer"] == "Lena"
    assert "Never used" not in browser.get("/agency/tokens/").text
    with acting(cast.STAGE):
        token = AgencyToken.objects.get()
        assert secret.encode() not in bytes(token.secret_sha256)
    zed = cast.zed()
    agency_tokens.make_lead(cast.STAGE, zed, leads=True)
    address = f"/agency/tokens/{token.pk}/revoke"
    assert factories.browser_of(zed).post(address).status_code == 404
    assert "Case system" not in factories.browser_of(zed).get("/agency/tokens/").text
    assert status(secret) == 200
    assert "opens nothing any more" in browser.post(address, follow=True).text
    assert status(secret) == 401
    assert "revoked already" in browser.post(address, follow=True).text
    with acting(cast.STAGE):
        made = Entry.objects.filter(subject=f"token:{token.pk}").order_by("pk")
        assert [e.action for e in made] == ["agency_token.made", "agency_token.revoked"]


def test_a_token_stops_with_its_time_its_officer_and_its_agency():
    lena = cast.lena()
    made, at = program(lena), datetime.now(UTC)
    refused = Program(0, "ct_agency_" + "x" * 43).get("")
    assert refused.headers["WWW-Authenticate"].startswith("Bearer ")
    assert refused.json()["code"] == "token-refused"
    change(made.token_id, created_at=cast.YESTERDAY, expires_at=at)
    assert made.get("").json()["detail"] == refused.json()["detail"]
    change(made.token_id, expires_at=at + timedelta(days=1))
    assert made.get("").status_code == 200
    services.suspend_person(cast.STAGE, lena, at=at)
    assert made.get("").status_code == 401
    services.resume_person(cast.STAGE, lena)
    services.suspend_organization(cast.STAGE, lena.organization, at=at)
    assert made.get("").status_code == 401
    services.resume_organization(cast.STAGE, lena.organization)
    assert made.get("").status_code == 200


def test_a_token_does_what_its_scopes_say_and_no_more():
    report_id = factories.routed_report(cast.platform())
    reader = program(cast.lena(), ("token-read",), name="reader")
    assert reader.get(f"reports/{report_id}").status_code == 200
    refused = reader.post(f"reports/{report_id}/acknowledgement")
    assert refused.status_code == 403
    assert "token-work" in refused.json()["detail"]
    assert reader.post(f"reports/{report_id}/packets/pdf").status_code == 403
    assert reader.post(f"reports/{report_id}/answers", {}).status_code == 403
    worker = program(cast.lena(), ("token-work",), name="worker")
    assert worker.get("reports").status_code == 403
    assert worker.post(f"reports/{report_id}/acknowledgement").status_code == 200
    with acting(cast.STAGE):
        entries = Entry.objects.filter(actor__in=[f"token:{reader.token_id}"])
        assert entries.filter(action="report.opened_by_agency").exists()
        assert entries.filter(action="access.refused").count() == 3


def test_who_sends_too_much_is_told_how_long_to_wait(monkeypatch):
    now = [0.0]
    monkeypatch.setattr(calling, "LIMITS", Buckets(2, clock=lambda: now[0]))
    made, other = program(cast.lena()), program(cast.zed())
    assert [made.get("").status_code for _ in range(3)] == [200, 200, 429]
    refused = made.get("")
    assert refused.headers["Retry-After"] == "30"
    assert refused.json()["detail"].endswith("in 30 seconds.")
    assert other.get("").status_code == 200
    now[0] = 30.0
    assert made.get("").status_code == 200


def test_an_agency_has_so_many_tokens_and_no_more():
    lena = cast.lena()
    made = [program(lena) for _ in range(agency_tokens.TOKENS_MOST)]
    with pytest.raises(agency_tokens.TokenIncompleteError, match="at most 20"):
        program(lena)
    agency_tokens.revoke(cast.STAGE, made[0].token_id, at=datetime.now(UTC))
    assert program(lena).get("").status_code == 200
    with acting(cast.STAGE):
        assert Person.objects.get(pk=lena.pk).seniority == 1
