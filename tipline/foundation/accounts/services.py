"""The operator's verbs: organizations, their people, invitations and credentials.

Each call is one transaction on behalf of `actor` and one entry in the audit.
"""

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet

from tipline.foundation.accounts import tokens
from tipline.foundation.accounts.errors import (
    AlreadySuspendedError,
    CredentialLifetimeError,
    CredentialRevokedError,
    CredentialsForPlatformsOnlyError,
    EmailTakenError,
    InvitationClosedError,
    NoTestsOnListsError,
    NotSuspendedError,
    OrganizationNameTakenError,
    RoleDoesNotFitError,
    TimeZoneUnknownError,
)
from tipline.foundation.accounts.models import (
    ROLES_BY_KIND,
    ApiCredential,
    Invitation,
    Organization,
    OrganizationKind,
    Person,
)
from tipline.foundation.accounts.queries import principal_of
from tipline.foundation.accounts.seniority import actor_person
from tipline.foundation.accounts.uses import CredentialUse
from tipline.foundation.accounts.zones import is_time_zone
from tipline.foundation.audit import services as audit
from tipline.foundation.policy.principal import GATE, Principal
from tipline.foundation.policy.scope import acting

INVITATION_DAYS = 7
CREDENTIAL_MOST_DAYS = 365


def add_organization(
    actor: Principal, *, kind: str, name: str, at: datetime
) -> Organization:
    """Add a clearinghouse, platform or agency; names are unique within a kind."""
    with acting(actor):
        organization = Organization(kind=kind, name=name.strip(), created_at=at)
        try:
            with transaction.atomic():
                organization.save(force_insert=True)
        except IntegrityError as error:
            raise OrganizationNameTakenError(kind=kind) from error
        audit.record(
            actor, "organization.added", f"organization:{organization.pk}", kind=kind
        )
    return organization


def rename_organization(organization: Organization, *, name: str) -> None:
    """Give an organization another name; whoever calls notes it in the audit.

    Raises:
        OrganizationNameTakenError: another of its kind has this name.
    """
    organization.name = name.strip()
    try:
        with transaction.atomic():
            organization.save(update_fields=["name"])
    except IntegrityError as error:
        raise OrganizationNameTakenError(kind=organization.kind) from error


def set_organization_zone(organization: Organization, *, zone: str) -> None:
    """Let an organization's people read times in a zone; the caller notes it."""
    organization.time_zone = zone
    organization.save(update_fields=["time_zone"])


def choose_time_zone(person: Person, *, zone: str) -> None:
    """Let a person read times in a zone; empty for that of their organization.

    Raises:
        TimeZoneUnknownError: there is no such zone.
    """
    if zone and not is_time_zone(zone):
        raise TimeZoneUnknownError
    # An officer's own row is read-only to them: the door writes it.
    with acting(GATE):
        Person.objects.filter(pk=person.pk).update(time_zone=zone)
        audit.record(principal_of(person), "own_zone.chosen", f"person:{person.pk}")


def choose_language(person: Person, *, language: str) -> None:
    """Let an officer read pages and mails in a language that the portal offers."""
    with acting(GATE):
        Person.objects.filter(pk=person.pk).update(language=language)
        subject = f"person:{person.pk}"
        audit.record(principal_of(person), "own_language.chosen", subject)


def suspend_organization(
    actor: Principal, organization: Organization, *, at: datetime
) -> None:
    """Shut the door to all people and programs of an organization, at once."""
    with acting(actor):
        _suspend(organization, at)
        audit.record(actor, "organization.suspended", f"organization:{organization.pk}")


def resume_organization(actor: Principal, organization: Organization) -> None:
    """Open the door again; people who were suspended one by one stay so."""
    with acting(actor):
        _resume(organization)
        audit.record(actor, "organization.resumed", f"organization:{organization.pk}")


def suspend_person(actor: Principal, person: Person, *, at: datetime) -> None:
    """Shut the door to one person, at once: open sessions end with the next request."""
    with acting(actor):
        _suspend(person, at)
        audit.record(actor, "person.suspended", f"person:{person.pk}")


def resume_person(actor: Principal, person: Person) -> None:
    """Open the door to a suspended person again, with the passkeys they had."""
    with acting(actor):
        _resume(person)
        audit.record(actor, "person.resumed", f"person:{person.pk}")


def invite(
    actor: Principal,
    *,
    organization: Organization,
    name: str,
    email: str,
    role: str,
    at: datetime,
) -> tuple[Invitation, str]:
    """Invite somebody new for seven days; give the invitation and its link's token.

    The token is shown once: only its hash is kept.

    Raises:
        RoleDoesNotFitError: such an organization has no such role.
        EmailTakenError: the address has an account or an open invitation.
    """
    if role not in ROLES_BY_KIND[organization.kind]:
        raise RoleDoesNotFitError(role=role, kind=organization.kind)
    with acting(actor):
        if _is_taken(email, at):
            raise EmailTakenError
        made = _make_invitation(
            actor, organization, name=name, email=email, role=role, at=at
        )
        audit.record(
            actor,
            "invitation.made",
            f"invitation:{made[0].pk}",
            organization=organization.pk,
            role=role,
        )
    return made


def invite_again(
    actor: Principal, person: Person, *, at: datetime
) -> tuple[Invitation, str]:
    """Invite somebody who lost their passkey; accepting replaces all they had.

    Invited again by an operator, and not from the command line, they begin as trained:
    whoever holds the link could be them.

    Raises:
        EmailTakenError: an invitation for this person is open already.
    """
    with acting(actor):
        if _open_invitations(person.email, at).exists():
            raise EmailTakenError
        made = _make_invitation(
            actor,
            person.organization,
            name=person.name,
            email=person.email,
            role=person.role,
            at=at,
        )
        audit.record(
            actor,
            "person.invited_again",
            f"person:{person.pk}",
            invitation=made[0].pk,
        )
    return made


def revoke_invitation(
    actor: Principal, invitation: Invitation, *, at: datetime
) -> None:
    """Make an invitation's link useless, unless it was accepted already."""
    with acting(actor):
        changed = Invitation.objects.filter(
            pk=invitation.pk, accepted_at=None, revoked_at=None
        ).update(revoked_at=at)
        if not changed:
            raise InvitationClosedError
        audit.record(actor, "invitation.revoked", f"invitation:{invitation.pk}")


def add_credential(
    actor: Principal,
    *,
    organization: Organization,
    is_test: bool,
    use: str = CredentialUse.REPORTING,
    at: datetime,
    valid_days: int = CREDENTIAL_MOST_DAYS,
) -> tuple[ApiCredential, str]:
    """Issue a user name and a password to a platform's programs; shown once.

    Raises:
        CredentialsForPlatformsOnlyError: the organization is not a platform.
        CredentialLifetimeError: less than a day or more than a year.
        NoTestsOnListsError: a test credential for hash lists.
    """
    if organization.kind != OrganizationKind.PLATFORM:
        raise CredentialsForPlatformsOnlyError
    if is_test and use == CredentialUse.HASH_SHARING:
        raise NoTestsOnListsError
    if not 1 <= valid_days <= CREDENTIAL_MOST_DAYS:
        raise CredentialLifetimeError(most_days=CREDENTIAL_MOST_DAYS)
    password = tokens.new_password()
    with acting(actor):
        credential = ApiCredential.objects.create(
            organization=organization,
            username=tokens.new_username(organization.name),
            secret_sha256=tokens.digest(password),
            use=use,
            is_test=is_test,
            created_at=at,
            expires_at=at + timedelta(days=valid_days),
        )
        audit.record(
            actor,
            "credential.issued",
            f"credential:{credential.pk}",
            organization=organization.pk,
            is_test=is_test,
            use=use,
        )
    return credential, password


def revoke_credential(
    actor: Principal, credential: ApiCredential, *, at: datetime
) -> None:
    """Make a credential useless from the next request on."""
    with acting(actor):
        changed = ApiCredential.objects.filter(
            pk=credential.pk, revoked_at=None
        ).update(revoked_at=at)
        if not changed:
            raise CredentialRevokedError
        audit.record(actor, "credential.revoked", f"credential:{credential.pk}")


def _suspend(record: Organization | Person, at: datetime) -> None:
    rows = type(record).objects.filter(pk=record.pk, suspended_at=None)
    if not rows.update(suspended_at=at):
        raise AlreadySuspendedError


def _resume(record: Organization | Person) -> None:
    rows = type(record).objects.filter(pk=record.pk, suspended_at__isnull=False)
    if not rows.update(suspended_at=None):
        raise NotSuspendedError


def _is_taken(email: str, at: datetime) -> bool:
    return (
        Person.objects.filter(email__iexact=email.strip()).exists()
        or _open_invitations(email.strip(), at).exists()
    )


def _open_invitations(email: str, at: datetime) -> QuerySet[Invitation]:
    still_open = Q(accepted_at=None, revoked_at=None, expires_at__gt=at)
    return Invitation.objects.filter(still_open, email__iexact=email)


def _make_invitation(
    actor: Principal,
    organization: Organization,
    *,
    name: str,
    email: str,
    role: str,
    at: datetime,
) -> tuple[Invitation, str]:
    token = tokens.new_token()
    invitation = Invitation.objects.create(
        organization=organization,
        name=name.strip(),
        email=email.strip(),
        role=role,
        made_by=Person.objects.filter(pk=actor_person(actor) or 0).first(),
        token_sha256=tokens.digest(token),
        created_at=at,
        expires_at=at + timedelta(days=INVITATION_DAYS),
    )
    return invitation, token
