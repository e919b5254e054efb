"""An operator makes a lead and a token, and takes both back."""

import pytest

from tests import cast
from tests.portals.agencies.api.program import Program
from tipline.foundation.accounts import agency_tokens

pytestmark = pytest.mark.django_db


def test_an_operator_lets_a_program_in_and_shuts_it_out(tipline, said):
    lena = cast.lena()
    code, made = tipline("agency", "lead", lena.email)
    assert (code, made["leads"]) == (0, True)
    assert agency_tokens.is_lead(cast.principal_of(lena))
    assert tipline("agency", "lead", lena.email, "--end")[0] == 0
    assert not agency_tokens.is_lead(cast.principal_of(lena))
    asked = ["--officer", lena.email, "--scope", "token-read", "--days", "9"]
    code, made = tipline("agency", "token", "add", cast.LENAS_AGENCY, "CMS", *asked)
    assert code == 0
    assert made["base_url"] == "http://localhost:8080/agency/api/v1"
    assert Program(0, made["secret"]).get("").status_code == 200
    _, listed = tipline("agency", "token", "list", cast.LENAS_AGENCY)
    assert [each["name"] for each in listed] == ["CMS"]
    assert "secret" not in listed[0]
    assert "CMS" in said("agency", "token", "list")
    code, _ = tipline("agency", "token", "revoke", str(made["id"]))
    assert code == 0
    assert Program(0, made["secret"]).get("").status_code == 401
    code, refused = tipline("agency", "token", "revoke", str(made["id"]))
    assert (code, refused["error"]) == (1, "token-over")
    zed = ["--officer", cast.zed().email, "--scope", "token-read"]
    code, refused = tipline("agency", "token", "add", cast.LENAS_AGENCY, "CMS", *zed)
    assert (code, refused["error"]) == (1, "token-incomplete")


def test_an_operator_chooses_where_an_agency_is_told_of_events(tipline, said):
    cast.lena()
    asked = ("agency", "webhook")
    url = "https://example.org/events"
    code, made = tipline(*asked, "add", cast.LENAS_AGENCY, url)
    assert (code, made["secret"][:6]) == (0, "whsec_")
    _, renewed = tipline(*asked, "renew", str(made["id"]))
    assert renewed["secret"] != made["secret"]
    _, listed = tipline(*asked, "list", cast.LENAS_AGENCY)
    assert [each["url"] for each in listed["webhooks"]] == [url]
    assert [each["type"] for each in listed["events"]] == ["webhook.tested"]
    assert "webhook.tested" in said(*asked, "list", cast.LENAS_AGENCY)
    assert tipline(*asked, "end", str(made["id"]))[0] == 0
    code, refused = tipline(*asked, "end", str(made["id"]))
    assert (code, refused["error"]) == (1, "webhook-over")
    code, refused = tipline(*asked, "add", cast.LENAS_AGENCY, "gopher://example.org")
    assert (code, refused["error"]) == (1, "webhook-incomplete")
