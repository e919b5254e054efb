"""`tipline agency webhook`: addresses of agencies that are told of events."""

import argparse

from tipline.commandline import context, options
from tipline.commandline.context import ACTOR, NoSuchNameError, now
from tipline.exchange import webhooks
from tipline.foundation.errors import NotFoundError
from tipline.referral import records


def add_commands(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]",
) -> None:
    """Describe the group."""
    group = commands.add_parser(
        "webhook", help="Webhooks of agencies.", description=_DESCRIPTION
    )
    inner = options.add_subcommands(group)
    options.add_data(group)
    added = options.add_subcommand(
        inner, "add", add, summary="Tell an address. Its secret is shown once."
    )
    added.add_argument("code", metavar="CODE", help="the agency's code")
    added.add_argument("url", metavar="URL", help="the https address")
    listed = options.add_subcommand(
        inner, "list", list_all, summary="List an agency's webhooks and what was told."
    )
    listed.add_argument("code", metavar="CODE", help="the agency's code")
    renewed = options.add_subcommand(
        inner,
        "renew",
        renew,
        summary="Make a new secret; the one before signs beside it for 24 hours.",
    )
    ended = options.add_subcommand(
        inner, "end", end, summary="Tell an address nothing any more."
    )
    for each in (renewed, ended):
        each.add_argument(
            "webhook", metavar="ID", type=options.count, help="as `list` shows it"
        )


_DESCRIPTION = """\
An address of an agency is told of events by ids alone, signed (docs/api/agencies.md).
"""


def add(arguments: argparse.Namespace) -> int:
    """Tell an address and show its secret."""
    agency = records.agency(ACTOR, arguments.code)
    made, secret = webhooks.add(ACTOR, agency.pk, arguments.url, at=now())
    facts = {"id": made.pk, "url": made.url, "secret": secret}
    text = f"{made.url} is told. The secret is not shown again.\n  Secret  {secret}"
    options.answer(arguments, facts, text)
    return 0


def list_all(arguments: argparse.Namespace) -> int:
    """List the webhooks of an agency, and the newest of what they were told."""
    agency = records.agency(ACTOR, arguments.code)
    found = webhooks.webhooks_of(ACTOR, agency.pk)
    told = webhooks.deliveries_of(ACTOR, agency.pk)
    facts = {
        "webhooks": [
            {"id": each.pk, "url": each.url, "overlap_until": each.overlap_until}
            for each in found
        ],
        "events": [
            {
                "event": webhooks.number_of(each),
                "type": each.kind,
                "state": each.state,
                "outcome": each.outcome,
                "attempts": each.attempts,
            }
            for each in told
        ],
    }
    rows: list[tuple[object, ...]] = [(each.pk, each.url) for each in found]
    lines = [context.table(("id", "address"), rows, none="No address is told.")]
    told_rows: list[tuple[object, ...]] = [
        (each.made_at, each.kind, each.state, each.outcome) for each in told
    ]
    head = ("at", "event", "state", "outcome")
    lines.append(context.table(head, told_rows, none="Nothing was told yet."))
    options.answer(arguments, facts, "\n\n".join(lines))
    return 0


def renew(arguments: argparse.Namespace) -> int:
    """Show a new secret."""
    try:
        secret = webhooks.renew_secret(ACTOR, arguments.webhook, at=now())
    except NotFoundError:
        raise _unknown(arguments.webhook) from None
    facts = {"id": arguments.webhook, "secret": secret}
    options.answer(arguments, facts, f"The new secret, shown once: {secret}")
    return 0


def end(arguments: argparse.Namespace) -> int:
    """Tell an address nothing any more."""
    try:
        ended = webhooks.end(ACTOR, arguments.webhook, at=now())
    except NotFoundError:
        raise _unknown(arguments.webhook) from None
    facts = {"id": ended.pk, "url": ended.url}
    options.answer(arguments, facts, f"{ended.url} is told nothing any more.")
    return 0


def _unknown(webhook_id: int) -> NoSuchNameError:
    return NoSuchNameError(
        kind="webhook", name=webhook_id, look="agency webhook list CODE"
    )
