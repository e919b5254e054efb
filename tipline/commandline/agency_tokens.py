"""`tipline agency lead` and `tipline agency token`: how agencies' programs get in."""

import argparse

from tipline.commandline import context, options
from tipline.commandline.context import ACTOR, NoSuchNameError, now
from tipline.foundation.accounts import agency_tokens, queries
from tipline.foundation.accounts.agency_tokens import DAYS_MOST, NewToken
from tipline.foundation.accounts.models import AgencyToken, Person
from tipline.foundation.accounts.uses import TokenScope
from tipline.foundation.errors import NotFoundError
from tipline.referral import records


def add_commands(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]",
) -> None:
    """Describe both."""
    lead = options.add_subcommand(
        commands,
        "lead",
        make_lead,
        summary="Make an officer a lead of their agency: who makes its tokens.",
    )
    lead.add_argument("email", metavar="EMAIL", help="the officer's address")
    lead.add_argument("--end", action="store_true", help="take it back")
    group = commands.add_parser(
        "token", help="Tokens of agencies' programs.", description=_DESCRIPTION
    )
    inner = options.add_subcommands(group)
    options.add_data(group)
    _add_add(inner)
    listed = options.add_subcommand(inner, "list", list_all, summary="List the tokens.")
    listed.add_argument(
        "code", metavar="CODE", nargs="?", help="an agency's code; default: all"
    )
    revoked = options.add_subcommand(
        inner,
        "revoke",
        revoke,
        summary="Make a token useless, from the next request on.",
    )
    revoked.add_argument(
        "token", metavar="ID", type=options.count, help="as `list` shows it"
    )


_DESCRIPTION = """\
A program of an agency calls its interface (docs/api/agencies.md) with a token, for
which one officer of the agency answers.
"""


def _add_add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    added = options.add_subcommand(
        commands, "add", add, summary="Make a token. Its secret is shown once."
    )
    added.add_argument("code", metavar="CODE", help="the agency's code")
    added.add_argument(
        "name", metavar="NAME", type=options.name, help="what the agency calls it"
    )
    added.add_argument(
        "--officer",
        metavar="EMAIL",
        required=True,
        help="who of the agency answers for it",
    )
    added.add_argument(
        "--scope",
        action="append",
        required=True,
        choices=TokenScope.values,
        help="what it may do; more than once for more",
    )
    added.add_argument(
        "--days",
        type=options.count,
        default=DAYS_MOST,
        metavar="N",
        help=f"how long it is valid (default: {DAYS_MOST})",
    )


def make_lead(arguments: argparse.Namespace) -> int:
    """Make an officer a lead, or take it back."""
    officer = _officer(arguments.email)
    agency_tokens.make_lead(ACTOR, officer, leads=not arguments.end)
    facts = {"email": officer.email, "leads": not arguments.end}
    said = "leads no more" if arguments.end else "is a lead of the agency"
    options.answer(arguments, facts, f"{officer.name} {said}.")
    return 0


def add(arguments: argparse.Namespace) -> int:
    """Make a token and show it."""
    agency = records.agency(ACTOR, arguments.code)
    wanted = NewToken(
        name=arguments.name,
        officer_id=_officer(arguments.officer).pk,
        scopes=arguments.scope,
        days=arguments.days,
    )
    made, secret = agency_tokens.issue(ACTOR, agency.organization, wanted, at=now())
    base_url = f"{context.address(arguments.environment)}/agency/api/v1"
    facts = {**_facts(made), "secret": secret, "base_url": base_url}
    text = (
        f"A new token of {agency.organization.name}. The secret is not shown again.\n"
        f"  Secret    {secret}\n"
        f"  Address   {base_url}\n"
        f"  Valid to  {made.expires_at:%Y-%m-%d}"
    )
    options.answer(arguments, facts, text)
    return 0


def list_all(arguments: argparse.Namespace) -> int:
    """List the tokens of one agency, or of all."""
    agencies = (
        [records.agency(ACTOR, arguments.code)]
        if arguments.code
        else records.agencies(ACTOR)
    )
    found = [
        (agency.code, token)
        for agency in agencies
        for token in agency_tokens.tokens_of(ACTOR, agency.pk)
    ]
    facts = [{"code": code, **_facts(token)} for code, token in found]
    head = ("agency", "id", "name", "scopes", "officer", "valid to", "last used")
    rows: list[tuple[object, ...]] = [
        (
            code,
            token.pk,
            token.name,
            token.scopes,
            token.officer.name,
            "revoked" if token.revoked_at else f"{token.expires_at:%Y-%m-%d}",
            token.last_used_at,
        )
        for code, token in found
    ]
    none = "There is no token yet. Make one with: tipline agency token add."
    options.answer(arguments, facts, context.table(head, rows, none=none))
    return 0


def revoke(arguments: argparse.Namespace) -> int:
    """Revoke one token."""
    try:
        token = agency_tokens.revoke(ACTOR, arguments.token, at=now())
    except NotFoundError:
        raise NoSuchNameError(
            kind="token", name=arguments.token, look="agency token list"
        ) from None
    facts = {"id": token.pk, "name": token.name}
    options.answer(arguments, facts, f"{token.name} is revoked.")
    return 0


def _officer(email: str) -> Person:
    try:
        return queries.person_with_email(ACTOR, email)
    except NotFoundError:
        raise NoSuchNameError(kind="person", name=email, look="person list") from None


def _facts(token: AgencyToken) -> dict[str, object]:
    return {
        "id": token.pk,
        "name": token.name,
        "scopes": token.scopes.split(),
        "officer": token.officer.email,
        "created_at": token.created_at,
        "expires_at": token.expires_at,
        "revoked_at": token.revoked_at,
        "last_used_at": token.last_used_at,
    }
