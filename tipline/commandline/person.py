"""`tipline person`: people who sign in."""

import argparse

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from tipline.commandline import context, options
from tipline.commandline.context import ACTOR, NoSuchNameError, now
from tipline.foundation.accounts import queries, services
from tipline.foundation.accounts.models import Organization, Role
from tipline.foundation.errors import InvalidRequestError, NotFoundError
from tipline.referral import records

_DESCRIPTION = """\
People sign in with a passkey. Somebody new gets an invitation: a link that is valid for
seven days and makes their passkey.
"""


class OfficerNeedsAgencyError(InvalidRequestError):
    """An officer is invited, and nobody said to which agency."""

    code = "officer-needs-agency"
    sentence = (
        "Say which agency the officer belongs to: --organization CODE. The codes are "
        "in: tipline agency list."
    )


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe `tipline person`."""
    parser.description = _DESCRIPTION
    commands = options.add_subcommands(parser)
    options.add_data(parser)
    invited = options.add_subcommand(
        commands, "invite", invite, summary="Invite somebody; the link is shown once."
    )
    invited.add_argument(
        "email", metavar="EMAIL", type=_email, help="the person's address"
    )
    invited.add_argument(
        "--name", required=True, type=options.name, help="the person's name"
    )
    invited.add_argument(
        "--role", required=True, choices=Role.values, help="what the person does"
    )
    invited.add_argument(
        "--organization",
        metavar="CODE",
        help="an agency's code or name; default: the clearinghouse",
    )
    options.add_subcommand(commands, "list", list_all, summary="List all people.")
    suspended = options.add_subcommand(
        commands,
        "suspend",
        suspend,
        summary="Shut the door to somebody, from the next request on.",
    )
    suspended.add_argument("email", metavar="EMAIL", help="the person's address")


def _email(text: str) -> str:
    try:
        validate_email(text.strip())
    except ValidationError:
        raise argparse.ArgumentTypeError("it must be an e-mail address") from None
    return text.strip()


def invite(arguments: argparse.Namespace) -> int:
    """Invite somebody and show the link."""
    organization = _organization(arguments.organization, arguments.role)
    invitation, token = services.invite(
        ACTOR,
        organization=organization,
        name=arguments.name,
        email=arguments.email,
        role=arguments.role,
        at=now(),
    )
    url = f"{context.address(arguments.environment)}/invitation/{token}/"
    facts = {
        "email": invitation.email,
        "name": invitation.name,
        "role": invitation.role,
        "organization": organization.name,
        "organization_id": organization.pk,
        "url": url,
        "expires_at": invitation.expires_at,
    }
    text = (
        f"{invitation.name} is invited to {organization.name} as {invitation.role}. "
        f"Send them this link; it is not shown again:\n  {url}\n"
        f"It is valid to {invitation.expires_at:%Y-%m-%d %H:%M} UTC."
    )
    options.answer(arguments, facts, text)
    return 0


def _organization(wanted: str | None, role: str) -> Organization:
    if wanted is None:
        if role == Role.OFFICER:
            raise OfficerNeedsAgencyError
        return queries.organizations(ACTOR, kind="clearinghouse")[0]
    try:
        return records.agency(ACTOR, wanted).organization
    except NotFoundError:
        pass
    for organization in queries.organizations(ACTOR):
        if organization.name.casefold() == wanted.strip().casefold():
            return organization
    raise NoSuchNameError(kind="organization", name=wanted, look="agency list")


def list_all(arguments: argparse.Namespace) -> int:
    """List everybody, by organization and name."""
    people = queries.everybody(ACTOR)
    facts = [
        {
            "person_id": person.pk,
            "name": person.name,
            "email": person.email,
            "role": person.role,
            "organization": person.organization.name,
            "last_sign_in_at": person.last_sign_in_at,
            "suspended_at": person.suspended_at,
        }
        for person in people
    ]
    head = ("name", "email", "role", "organization", "last sign-in", "suspended")
    rows: list[tuple[object, ...]] = [
        (
            person.name,
            person.email,
            person.role,
            person.organization.name,
            person.last_sign_in_at,
            person.suspended_at,
        )
        for person in people
    ]
    none = "There is nobody yet. Begin with: tipline person invite --help."
    options.answer(arguments, facts, context.table(head, rows, none=none))
    return 0


def suspend(arguments: argparse.Namespace) -> int:
    """Suspend one person."""
    try:
        person = queries.person_with_email(ACTOR, arguments.email)
    except NotFoundError:
        raise NoSuchNameError(
            kind="person", name=arguments.email, look="person list"
        ) from None
    at = now()
    services.suspend_person(ACTOR, person, at=at)
    facts = {"person_id": person.pk, "email": person.email, "suspended_at": at}
    options.answer(arguments, facts, f"{person.name} is suspended.")
    return 0
