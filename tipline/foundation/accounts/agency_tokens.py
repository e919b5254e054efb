"""Tokens of agencies' programs: made by a lead officer or the operator, and shown once.

A token acts for its agency, and the audit names the token. An officer of the agency
answers for it; suspended, they take it with them. What it may do is looked up at every
request, so that nothing has to be taken back from anywhere.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import QuerySet

from tipline.foundation.accounts import tokens
from tipline.foundation.accounts.errors import (
    TokenIncompleteError,
    TokenLeadNeededError,
    TokenOverError,
    TokenRefusedError,
)
from tipline.foundation.accounts.models import (
    AgencyToken,
    Organization,
    OrganizationKind,
    Person,
    Seniority,
)
from tipline.foundation.accounts.uses import TokenScope
from tipline.foundation.audit import services as audit
from tipline.foundation.errors import NotFoundError
from tipline.foundation.keys import MAX_KEY
from tipline.foundation.policy.principal import GATE, Kind, Principal
from tipline.foundation.policy.scope import acting
from tipline.foundation.sentence import Sentence

NAME_MAX, DAYS_MOST, TOKENS_MOST = 100, 365, 20
SCOPES = TokenScope.choices
_NOTED_EVERY = timedelta(minutes=1)
_LONGEST_SECRET = 200


@dataclass(frozen=True, kw_only=True)
class NewToken:
    """What a token is to be: `officer_id` answers for it, `days` is how long it lasts.

    `scopes` are values of TokenScope.
    """

    name: str
    officer_id: int
    scopes: Collection[str]
    days: int


def issue(
    actor: Principal, agency: Organization, wanted: NewToken, *, at: datetime
) -> tuple[AgencyToken, str]:
    """Make a token for a program of an agency; give it and its secret, shown once.

    Raises:
        TokenLeadNeededError: an officer asks who is no lead.
        TokenIncompleteError: the sentence says what is missing.
    """
    with acting(actor):
        require_lead(actor)
        scopes = _whole(agency, wanted, at=at)
        secret = tokens.new_agency_secret()
        made = AgencyToken.objects.create(
            organization=agency,
            officer=_answering(agency, wanted.officer_id),
            name=wanted.name.strip(),
            scopes=" ".join(scopes),
            secret_sha256=tokens.digest(secret),
            made_by=actor.actor,
            created_at=at,
            expires_at=at + timedelta(days=wanted.days),
        )
        audit.record(
            actor,
            "agency_token.made",
            f"token:{made.pk}",
            organization=agency.pk,
            officer=wanted.officer_id,
            scopes=scopes,
            days=wanted.days,
        )
    return made, secret


def revoke(actor: Principal, token_id: int, *, at: datetime) -> AgencyToken:
    """Make a token useless from the next request on.

    Raises:
        NotFoundError: no such token for who asks.
        TokenLeadNeededError: an officer asks who is no lead.
        TokenOverError: it was revoked already.
    """
    with acting(actor):
        found = _own(actor).filter(pk=min(token_id, MAX_KEY)).first()
        if found is None:
            raise NotFoundError
        require_lead(actor)
        if not _own(actor).filter(pk=found.pk, revoked_at=None).update(revoked_at=at):
            raise TokenOverError
        audit.record(actor, "agency_token.revoked", f"token:{found.pk}")
    return found


def tokens_of(actor: Principal, organization_id: int) -> list[AgencyToken]:
    """List an agency's tokens, the newest first, revoked and expired included."""
    with acting(actor):
        rows = AgencyToken.objects.filter(organization_id=organization_id)
        return list(rows.select_related("officer").order_by("-pk")[:200])


def is_lead(actor: Principal) -> bool:
    """Tell whether an officer makes tokens: a senior one does."""
    with acting(actor):
        rows = Person.objects.filter(pk=actor.person_id, suspended_at=None)
        return rows.filter(seniority__gte=Seniority.SENIOR).exists()


def make_lead(actor: Principal, officer: Person, *, leads: bool) -> None:
    """Make an officer a lead of their agency, or take it back.

    Raises:
        TokenIncompleteError: the person is no officer.
    """
    if officer.organization.kind != OrganizationKind.AGENCY:
        raise TokenIncompleteError(problem="Only an officer leads an agency.")
    level = Seniority.SENIOR if leads else Seniority.TRAINED
    with acting(actor):
        Person.objects.filter(pk=officer.pk).update(seniority=level)
        subject = f"person:{officer.pk}"
        audit.record(actor, "person.lead_set", subject, leads=leads)


@dataclass(frozen=True, kw_only=True)
class Program:
    """Which program calls: its principal, the officer who answers for it, its token."""

    principal: Principal
    officer: Person
    token_id: int


def authenticate(secret: str, *, at: datetime) -> Program:
    """Give the program behind a secret.

    Raises:
        TokenRefusedError: unknown, expired, revoked, or officer or agency suspended:
            the same answer for all.
    """
    with acting(GATE):
        rows = AgencyToken.objects.select_related("organization", "officer")
        found = rows.filter(
            secret_sha256=tokens.digest(secret[:_LONGEST_SECRET]),
            revoked_at=None,
            expires_at__gt=at,
            organization__suspended_at=None,
            officer__suspended_at=None,
        ).first()
    if found is None:
        raise TokenRefusedError
    found.officer.organization = found.organization
    principal = Principal(
        kind=Kind.AGENCY,
        actor=f"token:{found.pk}",
        organization_id=found.organization_id,
        roles=frozenset(found.scopes.split()),
        officer_id=found.officer_id,
        program=found.name,
    )
    _note_use(principal, found, at)
    return Program(principal=principal, officer=found.officer, token_id=found.pk)


def _note_use(program: Principal, token: AgencyToken, at: datetime) -> None:
    """Note, once a minute, that a token is used."""
    if token.last_used_at is None or at - token.last_used_at > _NOTED_EVERY:
        with acting(program):
            AgencyToken.objects.filter(pk=token.pk).update(last_used_at=at)


def _own(actor: Principal) -> QuerySet[AgencyToken]:
    rows = AgencyToken.objects.select_related("officer", "organization")
    if actor.kind is Kind.AGENCY:
        return rows.filter(organization_id=actor.organization_id)
    return rows


def require_lead(actor: Principal) -> None:
    """Refuse an officer who is no lead, and every program of an agency."""
    if actor.kind is Kind.AGENCY and (actor.program or not is_lead(actor)):
        raise TokenLeadNeededError


def _whole(agency: Organization, wanted: NewToken, *, at: datetime) -> list[str]:
    """Give the scopes in their order, or say what is missing."""
    scopes = [each for each in TokenScope.values if each in set(wanted.scopes)]
    valid = AgencyToken.objects.filter(
        organization=agency, revoked_at=None, expires_at__gt=at
    )
    problems = {
        Sentence("Only an agency has tokens."): agency.kind != OrganizationKind.AGENCY,
        Sentence(
            "Give the token a name of up to %(most)s characters.", most=str(NAME_MAX)
        ): not (0 < len(wanted.name.strip()) <= NAME_MAX and wanted.name.isprintable()),
        Sentence("Choose what the token may do."): not scopes
        or not set(wanted.scopes) <= set(TokenScope.values),
        Sentence("A token is valid for 1 to %(most)s days.", most=str(DAYS_MOST)): not (
            1 <= wanted.days <= DAYS_MOST
        ),
        Sentence(
            "An agency has at most %(most)s valid tokens: revoke one.",
            most=str(TOKENS_MOST),
        ): (valid.count() >= TOKENS_MOST),
    }
    for problem, holds in problems.items():
        if holds:
            raise TokenIncompleteError(problem=problem)
    return scopes


def _answering(agency: Organization, officer_id: int) -> Person:
    rows = Person.objects.filter(organization=agency, suspended_at=None)
    found = rows.filter(pk=min(officer_id, MAX_KEY)).first()
    if found is None:
        raise TokenIncompleteError(
            problem=Sentence("Choose an officer who answers for it.")
        )
    return found
