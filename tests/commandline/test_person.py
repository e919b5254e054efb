"""An operator invites people, and shuts the door to one of them."""

from datetime import UTC, datetime
from urllib.parse import urlsplit

import pytest

from tests import cast
from tipline.foundation.accounts import entry, queries

pytestmark = pytest.mark.django_db


def invite(tipline, email, *more):
    return tipline("person", "invite", email, "--name", "Mia Muster", *more)


def test_the_link_that_is_printed_invites(tipline):
    code, invited = invite(tipline, "mia@example.org", "--role", "analyst")
    assert code == 0
    token = urlsplit(invited["url"]).path.split("/")[2]
    found = entry.invitation_for(token, at=datetime.now(UTC))
    assert (found.email, found.role) == ("mia@example.org", "analyst")
    assert invited["organization"] == "Clearinghouse"


@pytest.mark.parametrize("named", ["icac-ma", "ICAC Task Force Massachusetts"])
def test_an_officer_belongs_to_an_agency(tipline, named):
    role = ("--role", "officer", "--organization", named)
    _, invited = invite(tipline, "mia@example.org", *role)
    assert invited["organization"] == "ICAC Task Force Massachusetts"


@pytest.mark.parametrize(
    ("more", "refusal"),
    [
        (("--role", "officer"), "officer-needs-agency"),
        (("--role", "officer", "--organization", "Nowhere"), "no-such-name"),
        (("--role", "analyst", "--organization", "ICAC-MA"), "role-does-not-fit"),
    ],
)
def test_nobody_is_invited_to_the_wrong_place(tipline, more, refusal):
    code, refused = invite(tipline, "mia@example.org", *more)
    assert (code, refused["error"]) == (1, refusal)


def test_a_suspended_person_is_shut_out(tipline, said):
    ana = cast.ana()
    code, _ = tipline("person", "suspend", "ANA@example.org")
    assert code == 0
    assert queries.person_signed_in(ana.pk) is None
    _, listed = tipline("person", "list")
    (found,) = [one for one in listed if one["email"] == "ana@example.org"]
    assert found["suspended_at"] is not None
    assert "ana@example.org" in said("person", "list")


def test_nobody_else_is_suspended_by_a_slip(tipline):
    code, refused = tipline("person", "suspend", "nobody@example.org")
    assert (code, refused["error"]) == (1, "no-such-name")
