import base64
import re
import time

import pytest
from django.test import Client
from django.urls import reverse

from tests import cast, factories
from tipline.foundation.accounts import queries as accounts
from tipline.foundation.accounts.models import (
    ApiCredential,
    Invitation,
    Organization,
    Person,
)
from tipline.foundation.audit.models import Entry
from tipline.foundation.policy.scope import acting
from tipline.intake.platforms import profile_of
from tipline.referral.models import Agency

pytestmark = pytest.mark.django_db

LIST = reverse("operations:organizations")
HOSTILE = "<script>alert(1)</script>"


def audited(**wanted):
    """The number of such entries, which only the clearinghouse can read."""
    with acting(cast.STAGE):
        return Entry.objects.filter(**wanted).count()


def address(name, *args):
    return reverse(f"operations:{name}", args=args)


def names_on(page):
    return re.findall(r'class="queue__title"[^>]*><bdi>([^<]*)<', page.text)


def test_omar_finds_an_agency_among_hundreds(omar):
    page = omar.get(LIST, {"kind": "agency", "q": "massachusetts"})
    assert names_on(page) == [cast.agency(cast.LENAS_AGENCY).organization.name]


def test_the_pages_of_the_list_hold_every_agency_once(omar):
    with acting(cast.STAGE):
        agencies = Organization.objects.filter(kind="agency").count()
    seen, query = [], {"kind": "agency"}
    while query:
        page = omar.get(LIST, query)
        seen += names_on(page)
        after = page.context["page"].next_after
        query = {**query, "after": after} if after else None
    assert len(seen) == len(set(seen)) == agencies > 200


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ({"kind": "platform"}, "None yet"),
        ({"kind": "agency", "q": "no such name"}, "No name contains that"),
    ],
)
def test_an_empty_list_says_why(omar, query, said):
    assert said in omar.get(LIST, query).text


def test_a_kind_that_is_none_is_not_there(omar):
    assert omar.get(LIST, {"kind": "gate"}).status_code == 404


def test_omar_adds_a_platform(omar):
    form = {"name": HOSTILE}
    page = omar.post(address("add-organization", "platform"), form, follow=True)
    assert page.status_code == 200
    assert HOSTILE not in page.text
    assert "this platform cannot report" in page.text
    (added,) = accounts.organizations(cast.STAGE, kind="platform")
    assert added.name == HOSTILE
    assert audited(action="organization.added", subject=f"organization:{added.pk}") == 1


def test_a_name_that_is_taken_is_refused_beside_the_form(omar, exemplar):
    form = {"name": exemplar.organization.name.upper()}
    page = omar.post(address("add-organization", "platform"), form)
    assert page.status_code == 409
    assert "There is a platform of this name already." in page.text
    assert len(accounts.organizations(cast.STAGE, kind="platform")) == 1


def agency_form(**changes):
    return {
        "name": "Harbor Point task force",
        "code": "ICAC-MA-9",
        "kind": "icac",
        "country": "",
        "state": "ma",
        **changes,
    }


def test_omar_adds_an_agency(omar):
    form = omar.get(address("add-organization", "agency"))
    assert "once the table of agencies names its code" in form.text
    page = omar.post(address("add-organization", "agency"), agency_form(), follow=True)
    assert "ICAC-MA-9" in page.text
    with acting(cast.STAGE):
        added = Agency.objects.get(code="ICAC-MA-9")
    assert (added.kind, added.country, added.state) == ("icac", "US", "MA")


@pytest.mark.parametrize(
    ("changes", "status", "said"),
    [
        ({"code": cast.LENAS_AGENCY}, 409, "There is an agency with the code"),
        ({"state": "ZZ"}, 400, "A task force needs its state"),
        ({"kind": "country", "country": "ZZ"}, 400, "A country&#x27;s desk needs"),
        ({"code": "low-er"}, 400, "Write capitals, digits and hyphens only."),
        ({"kind": "bakery"}, 400, "Select a valid choice"),
    ],
)
def test_an_agency_that_does_not_fit_is_refused(omar, changes, status, said):  # noqa: PLR0917
    page = omar.post(address("add-organization", "agency"), agency_form(**changes))
    assert page.status_code == status
    assert said in page.text
    with acting(cast.STAGE):
        assert not Organization.objects.filter(name=agency_form()["name"]).exists()


def test_the_link_of_an_invitation_is_shown_once(omar):
    lenas = cast.agency(cast.LENAS_AGENCY).organization
    invite = address("invite", lenas.pk)
    form = {"name": "Rosa", "email": "rosa@example.org", "role": "officer"}
    page = omar.post(invite, form)
    assert page.status_code == 200
    assert page["Cache-Control"] == "no-store"
    link = re.search(r'value="(http[^"]*/invitation/[^"]+)"', page.text)[1]
    door = Client(headers={"host": "localhost"}).get(link.partition("localhost")[2])
    assert "Rosa" in door.text
    token = link.rstrip("/").rpartition("/")[2]
    assert token not in omar.get(address("organization", lenas.pk)).text
    assert token not in str(dict(omar.session))
    assert not audited(details__contains=token)


def test_somebody_is_invited_once(omar):
    lena = cast.lena()
    form = {"name": "Lena", "email": lena.email, "role": "officer"}
    page = omar.post(address("invite", lena.organization_id), form)
    assert page.status_code == 409
    assert "has an account or an open invitation" in page.text
    with acting(cast.STAGE):
        assert not Invitation.objects.exists()


def test_a_role_of_another_kind_of_organization_cannot_be_given(omar):
    lena = cast.lena()
    form = {"name": "Rosa", "email": "rosa@example.org", "role": "operator"}
    page = omar.post(address("invite", lena.organization_id), form)
    assert page.status_code == 400
    with acting(cast.STAGE):
        assert not Invitation.objects.exists()


def test_omar_revokes_an_invitation(omar):
    lenas = cast.agency(cast.LENAS_AGENCY).organization
    form = {"name": "Rosa", "email": "rosa@example.org", "role": "officer"}
    omar.post(address("invite", lenas.pk), form)
    with acting(cast.STAGE):
        invitation = Invitation.objects.get()
    revoke = address("revoke-invitation", invitation.pk)
    page = omar.post(revoke, follow=True)
    assert "does not work any more" in page.text
    assert "rosa@example.org" not in page.text
    again = omar.post(revoke)
    assert again.status_code == 409
    assert "accepted or revoked already" in again.text


def test_a_lost_passkey_is_replaced_by_a_new_link(omar):
    lena = cast.lena()
    page = omar.post(address("invite-again", lena.pk))
    assert "/invitation/" in page.text
    with acting(cast.STAGE):
        assert Invitation.objects.get().email == lena.email


def test_a_credential_is_shown_once_and_works(omar, exemplar):
    issue = address("issue-credential", exemplar.organization.pk)
    page = omar.post(issue, {"use": "production", "days": "30"})
    username, password = re.findall(r'copy__value"[^>]*?value="([^"]+)"', page.text)
    status = Client(headers={"host": "localhost"}).get(
        "/ispws/status",
        headers={"authorization": basic(username, password)},
    )
    assert status.status_code == 200
    shown = omar.get(address("organization", exemplar.organization.pk)).text
    assert username in shown
    assert password not in shown
    assert password not in str(dict(omar.session))


def basic(username, password):
    return "Basic " + base64.b64encode(f"{username}:{password}".encode()).decode()


def test_a_revoked_credential_is_refused_at_once(omar, exemplar):
    with acting(cast.STAGE):
        credential = ApiCredential.objects.get(username=exemplar.username)
    revoke = address("revoke-credential", credential.pk)
    assert "revoked" in omar.post(revoke, follow=True).text
    authorization = basic(exemplar.username, exemplar.password)
    status = Client(headers={"host": "localhost"}).get(
        "/ispws/status", headers={"authorization": authorization}
    )
    assert status.status_code == 401
    assert omar.post(revoke).status_code == 409


def test_omar_says_how_a_platform_is_read(omar, exemplar):
    form = {
        "profile": "strict",
        "viewed_definition": f"All of it. {HOSTILE}",
        "viewed_scope": "part",
    }
    profile = address("platform-profile", exemplar.organization.pk)
    page = omar.post(profile, form, follow=True)
    assert "Strict" in page.text
    assert HOSTILE not in page.text
    kept = profile_of(cast.STAGE, exemplar.organization.pk)
    said = (kept.profile, kept.viewed_definition, kept.viewed_scope)
    assert said == tuple(form.values())
    assert "opens no file" in page.text
    assert audited(action="platform.profile_set") == 1


def test_an_agency_has_no_profile_and_no_credentials(omar):
    agency = cast.agency(cast.LENAS_AGENCY).organization
    for name in ("platform-profile", "issue-credential"):
        assert omar.get(address(name, agency.pk)).status_code == 404


def test_a_suspended_person_is_out_with_the_next_click_and_can_come_back(omar):
    ana = factories.browser_of(cast.ana())
    suspend = address("suspend-person", cast.ana().pk)
    assert "signed out with their next click" in omar.get(suspend).text
    omar.post(suspend)
    assert ana.get(reverse("console:queue")).status_code == 302
    omar.post(suspend)
    with acting(cast.STAGE):
        assert Person.objects.get(pk=cast.ana().pk).suspended_at is None


def test_a_suspended_platform_cannot_report(omar, exemplar):
    omar.post(address("suspend", exemplar.organization.pk))
    authorization = basic(exemplar.username, exemplar.password)
    status = Client(headers={"host": "localhost"}).get(
        "/ispws/status", headers={"authorization": authorization}
    )
    assert status.status_code == 401
    page = omar.get(address("organization", exemplar.organization.pk))
    assert "Let in again" in page.text


def test_omar_cannot_lock_himself_out(omar):
    omars = cast.omar()
    for name, pk in (
        ("suspend", omars.organization_id),
        ("suspend-person", omars.pk),
    ):
        page = omar.post(address(name, pk))
        assert page.status_code == 409
        assert "You cannot suspend yourself" in page.text
    assert omar.get(LIST).status_code == 200


def changes(exemplar):
    """The address of every page of a change."""
    lena = cast.lena()
    agency = lena.organization_id
    with acting(cast.STAGE):
        credential = ApiCredential.objects.get(username=exemplar.username)
    return [
        address("add-organization", "platform"),
        address("add-organization", "agency"),
        address("suspend", agency),
        address("platform-profile", exemplar.organization.pk),
        address("invite", agency),
        address("invite-again", lena.pk),
        address("issue-credential", exemplar.organization.pk),
        address("suspend-person", lena.pk),
        address("revoke-credential", credential.pk),
    ]


def test_every_change_asks_for_the_passkey_before_anything_is_typed(
    omar, exemplar, settings
):
    settings.DEMO = False
    session = omar.session
    session["verified_at"] = time.time() - 301
    session.save()
    for change in changes(exemplar):
        for page in (omar.get(change), omar.post(change)):
            assert page.status_code == 302
            assert page.url.startswith(reverse("door:confirm"))
    assert omar.get(LIST).status_code == 200


def test_others_cannot_tell_these_pages_from_none(outsiders, vera, exemplar):
    pages = [LIST, address("organization", exemplar.organization.pk)]
    for browser in (*outsiders, vera):
        for page in (*pages, *changes(exemplar)):
            assert browser.get(page).status_code == 404
        for page in changes(exemplar):
            assert browser.post(page).status_code == 404
    with acting(cast.STAGE):
        assert not Invitation.objects.exists()
        assert not Organization.objects.exclude(suspended_at=None).exists()


def test_a_stranger_is_sent_to_the_door(exemplar):
    stranger = Client(headers={"host": "localhost"})
    for page in (LIST, *changes(exemplar)):
        assert stranger.get(page).url.startswith(reverse("door:sign-in"))
