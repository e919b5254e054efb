"""`tipline agency`: who receives reports, and the tokens of their programs."""

import argparse

from tipline.commandline import agency_tokens, agency_webhooks, context, options
from tipline.commandline.context import ACTOR
from tipline.referral import records


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe `tipline agency`."""
    commands = options.add_subcommands(parser)
    options.add_data(parser)
    options.add_subcommand(
        commands, "list", list_all, summary="List the agencies and how much they got."
    )
    agency_tokens.add_commands(commands)
    agency_webhooks.add_commands(commands)


def list_all(arguments: argparse.Namespace) -> int:
    """List every agency, by code."""
    counts = records.referral_counts(ACTOR)
    facts = [
        {
            "code": agency.code,
            "name": agency.organization.name,
            "organization_id": agency.pk,
            "kind": agency.kind,
            "country": agency.country or None,
            "state": agency.state or None,
            "channel": agency.channel or None,
            "suspended_at": agency.organization.suspended_at,
            "reports": counts.get(agency.code, 0),
        }
        for agency in records.agencies(ACTOR)
    ]
    head = ("code", "kind", "place", "reports", "name")
    rows: list[tuple[object, ...]] = [
        (
            fact["code"],
            fact["kind"],
            "-".join(str(fact[part]) for part in ("country", "state") if fact[part]),
            fact["reports"],
            fact["name"],
        )
        for fact in facts
    ]
    text = context.table(head, rows, none="There is no agency yet.")
    options.answer(arguments, facts, text)
    return 0
