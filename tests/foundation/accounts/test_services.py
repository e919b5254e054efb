from datetime import UTC, datetime, timedelta

import pytest
from django.db import ProgrammingError, transaction
from hypothesis import given
from hypothesis import strategies as st

from tipline.foundation.accounts import entry, queries, services, tokens
from tipline.foundation.accounts.errors import (
    AlreadySuspendedError,
    CredentialLifetimeError,
    CredentialRevokedError,
    CredentialsForPlatformsOnlyError,
    EmailTakenError,
    InvitationClosedError,
    InvitationNotValidError,
    NotSuspendedError,
    OrganizationNameTakenError,
    RoleDoesNotFitError,
)
from tipline.foundation.accounts.models import (
    ROLES_BY_KIND,
    ApiCredential,
    OrganizationKind,
    Person,
    Role,
)
from tipline.foundation.audit.models import Entry
from tipline.foundation.errors import NotFoundError
from tipline.foundation.policy.principal import Kind, Principal
from tipline.foundation.policy.scope import acting

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 21, 14, 0, tzinfo=UTC)
OPERATOR = Principal(
    kind=Kind.CLEARINGHOUSE, actor="person:1", roles=frozenset({"operator"})
)


def an_organization(kind=OrganizationKind.AGENCY, name="Kestrel Bay task force"):
    return services.add_organization(OPERATOR, kind=kind, name=name, at=NOW)


def invite_rosa(organization, **changes):
    given = {"name": "Rosa Lindqvist", "email": "rosa@example.org", "role": "officer"}
    return services.invite(
        OPERATOR, organization=organization, at=NOW, **{**given, **changes}
    )


def rosa_of(organization):
    with acting(OPERATOR):
        return Person.objects.create(
            organization=organization,
            name="Rosa Lindqvist",
            email="rosa@example.org",
            role=Role.OFFICER,
            created_at=NOW,
        )


def audited(subject):
    with acting(OPERATOR):
        rows = Entry.objects.filter(subject=subject).order_by("position")
        return list(rows.values_list("action", flat=True))


def test_an_operator_adds_an_agency():
    agency = an_organization()
    assert queries.organization(OPERATOR, agency.pk).name == "Kestrel Bay task force"
    assert audited(f"organization:{agency.pk}") == ["organization.added"]


def test_two_agencies_cannot_share_a_name_but_an_agency_and_a_platform_can():
    an_organization(name="Kestrel")
    with pytest.raises(OrganizationNameTakenError):
        an_organization(name=" kestrel ")
    platform = an_organization(OrganizationKind.PLATFORM, "Kestrel")
    found = [o for o in queries.organizations(OPERATOR) if o.name == "Kestrel"]
    assert [o.kind for o in found] == ["agency", "platform"]
    assert queries.organizations(OPERATOR, kind="platform") == [platform]


def test_an_officer_sees_the_people_of_their_own_agency_only():
    own, other = an_organization(), an_organization(name="Heron Lake task force")
    rosa = rosa_of(own)
    officer = queries.principal_of(rosa)
    assert queries.person(officer, rosa.pk) == rosa
    assert queries.people(officer, own) == [rosa]
    stranger = Principal(kind=Kind.AGENCY, actor="person:2", organization_id=other.pk)
    assert queries.people(stranger, own) == []
    with pytest.raises(NotFoundError):
        queries.person(stranger, rosa.pk)


def test_a_platform_sees_itself_and_its_own_credentials_only():
    own = an_organization(OrganizationKind.PLATFORM, "Kestrel Chat")
    other = an_organization(OrganizationKind.PLATFORM, "Example Photos")
    credential, _ = services.add_credential(
        OPERATOR, organization=other, is_test=False, at=NOW
    )
    program = Principal(
        kind=Kind.PLATFORM, actor="credential:1", organization_id=own.pk
    )
    assert queries.organizations(program) == [own]
    assert queries.credentials_of(program, other) == []
    with pytest.raises(NotFoundError):
        queries.organization(program, other.pk)
    with pytest.raises(NotFoundError):
        queries.credential(program, credential.pk)


def test_a_suspended_agency_can_be_resumed_and_each_happens_once():
    agency = an_organization()
    with pytest.raises(NotSuspendedError):
        services.resume_organization(OPERATOR, agency)
    services.suspend_organization(OPERATOR, agency, at=NOW)
    with pytest.raises(AlreadySuspendedError):
        services.suspend_organization(OPERATOR, agency, at=NOW)
    services.resume_organization(OPERATOR, agency)
    assert audited(f"organization:{agency.pk}") == [
        "organization.added",
        "organization.suspended",
        "organization.resumed",
    ]


def test_a_suspended_person_or_organization_has_no_open_session():
    agency = an_organization()
    rosa = rosa_of(agency)
    assert queries.person_signed_in(rosa.pk) == rosa
    services.suspend_person(OPERATOR, rosa, at=NOW)
    assert queries.person_signed_in(rosa.pk) is None
    services.resume_person(OPERATOR, rosa)
    services.suspend_organization(OPERATOR, agency, at=NOW)
    assert queries.person_signed_in(rosa.pk) is None
    services.resume_organization(OPERATOR, agency)
    assert queries.person_signed_in(rosa.pk) == rosa


def test_rosas_invitation_opens_for_a_week_and_only_its_hash_is_kept():
    invitation, token = invite_rosa(an_organization())
    assert entry.invitation_for(token, at=NOW) == invitation
    assert invitation.token_sha256 == tokens.digest(token)
    last_moment = NOW + timedelta(days=7)
    assert entry.invitation_for(token, at=last_moment - timedelta(seconds=1))
    with pytest.raises(InvitationNotValidError):
        entry.invitation_for(token, at=last_moment)
    with pytest.raises(InvitationNotValidError):
        entry.invitation_for(token + "x", at=NOW)
    assert audited(f"invitation:{invitation.pk}") == ["invitation.made"]


@pytest.mark.parametrize("kind", OrganizationKind.values)
@pytest.mark.parametrize("role", [*Role.values, "superuser"])
def test_an_invitation_needs_a_role_of_that_kind_of_organization(kind, role):
    organization = an_organization(kind)
    if role in ROLES_BY_KIND[kind]:
        assert invite_rosa(organization, role=role)[0].role == role
    else:
        with pytest.raises(RoleDoesNotFitError):
            invite_rosa(organization, role=role)
        assert queries.open_invitations(OPERATOR, organization, at=NOW) == []


def test_an_address_is_invited_once_until_that_invitation_is_revoked():
    agency = an_organization()
    invitation, token = invite_rosa(agency)
    with pytest.raises(EmailTakenError):
        invite_rosa(agency, email="ROSA@example.org")
    services.revoke_invitation(OPERATOR, invitation, at=NOW)
    with pytest.raises(InvitationNotValidError):
        entry.invitation_for(token, at=NOW)
    with pytest.raises(InvitationClosedError):
        services.revoke_invitation(OPERATOR, invitation, at=NOW)
    again, _ = invite_rosa(agency)
    assert queries.open_invitations(OPERATOR, agency, at=NOW) == [again]


def test_somebody_with_an_account_is_invited_again_and_not_anew():
    agency = an_organization()
    rosa = rosa_of(agency)
    with pytest.raises(EmailTakenError):
        invite_rosa(agency, email="Rosa@example.org")
    invitation, token = services.invite_again(OPERATOR, rosa, at=NOW)
    assert entry.invitation_for(token, at=NOW).email == rosa.email
    with pytest.raises(EmailTakenError):
        services.invite_again(OPERATOR, rosa, at=NOW)
    assert audited(f"person:{rosa.pk}") == ["person.invited_again"]
    assert invitation.role == rosa.role


def test_an_invitation_of_a_suspended_agency_does_not_open():
    agency = an_organization()
    _, token = invite_rosa(agency)
    services.suspend_organization(OPERATOR, agency, at=NOW)
    with pytest.raises(InvitationNotValidError):
        entry.invitation_for(token, at=NOW)


def test_an_officer_cannot_invite_nor_see_invitations():
    agency = an_organization()
    officer = queries.principal_of(rosa_of(agency))
    invitation, _ = invite_rosa(agency, email="zed@example.org")
    with pytest.raises(NotFoundError):
        queries.invitation(officer, invitation.pk)
    with pytest.raises(ProgrammingError), transaction.atomic():
        services.invite(
            officer,
            organization=agency,
            name="Zed Marsh",
            email="zed.marsh@example.org",
            role="officer",
            at=NOW,
        )
    assert queries.open_invitations(OPERATOR, agency, at=NOW) == [invitation]


def test_a_platform_gets_a_credential_whose_password_is_not_kept():
    platform = an_organization(OrganizationKind.PLATFORM, "Example Photos")
    credential, password = services.add_credential(
        OPERATOR, organization=platform, is_test=False, at=NOW
    )
    assert credential.username.startswith("ct_example-photos_")
    assert password.startswith("ct_")
    assert credential.secret_sha256 == tokens.digest(password)
    assert credential.expires_at == NOW + timedelta(days=365)
    assert queries.credentials_of(OPERATOR, platform) == [credential]
    assert audited(f"credential:{credential.pk}") == ["credential.issued"]


def test_only_a_platform_gets_a_credential():
    with pytest.raises(CredentialsForPlatformsOnlyError):
        services.add_credential(
            OPERATOR, organization=an_organization(), is_test=True, at=NOW
        )
    with acting(OPERATOR):
        assert not ApiCredential.objects.exists()


@pytest.mark.parametrize("valid_days", [-1, 0, 366])
def test_a_credential_is_valid_for_a_day_to_a_year(valid_days):
    platform = an_organization(OrganizationKind.PLATFORM)
    for days in (1, 365):
        services.add_credential(
            OPERATOR, organization=platform, is_test=True, at=NOW, valid_days=days
        )
    with pytest.raises(CredentialLifetimeError):
        services.add_credential(
            OPERATOR, organization=platform, is_test=True, at=NOW, valid_days=valid_days
        )
    assert len(queries.credentials_of(OPERATOR, platform)) == 2


def test_a_credential_is_revoked_once():
    platform = an_organization(OrganizationKind.PLATFORM)
    credential, _ = services.add_credential(
        OPERATOR, organization=platform, is_test=False, at=NOW
    )
    services.revoke_credential(OPERATOR, credential, at=NOW)
    with pytest.raises(CredentialRevokedError):
        services.revoke_credential(OPERATOR, credential, at=NOW)
    assert queries.credential(OPERATOR, credential.pk).revoked_at == NOW


@given(name=st.text(max_size=60))
def test_a_user_name_fits_its_column_and_survives_http_basic(name):
    username = tokens.new_username(name)
    assert len(username) <= 64
    assert username.isascii()
    assert ":" not in username
    assert 1 <= len(tokens.slug(name)) <= 16
