"""`tipline routing`: the tables that decide where reports go."""

import argparse
from pathlib import Path

from django.conf import settings

from tipline.commandline import context, options
from tipline.commandline.context import ACTOR
from tipline.referral import editions
from tipline.referral import table_queries as queries
from tipline.referral.table_changes import Cell, LineChange
from tipline.referral.table_states import RoutingTable
from tipline.referral.tables import text_of


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe `tipline routing`."""
    commands = options.add_subcommands(parser)
    options.add_data(parser)
    export = options.add_subcommand(
        commands, "export", export_table, summary="Write a table in force as CSV."
    )
    _add_table(export)
    importing = options.add_subcommand(
        commands,
        "import",
        import_table,
        summary="Draft a table from a CSV file, for an operator to put in force.",
    )
    _add_table(importing)
    importing.add_argument("file", metavar="FILE", help="the whole table, as exported")
    importing.add_argument("--reason", default="", help="why, in a sentence")
    importing.add_argument(
        "--dry-run", action="store_true", help="say what would change, and keep nothing"
    )


def _add_table(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("table", choices=RoutingTable.values, help="which table")


def export_table(arguments: argparse.Namespace) -> int:
    """Write the table in force to standard output."""
    found = queries.newest(ACTOR, RoutingTable(arguments.table))
    facts = {"table": found.table, "number": found.number, "content": found.content}
    options.answer(arguments, facts, found.content.rstrip("\n"))
    return 0


def import_table(arguments: argparse.Namespace) -> int:
    """Say what a file would change; without --dry-run keep it as a draft."""
    table, content = RoutingTable(arguments.table), text_of(Path(arguments.file))
    changes = editions.check(ACTOR, table, content).changes
    facts: dict[str, object] = {
        "table": table.value,
        "changes": [_fact(change) for change in changes],
    }
    lines = [_line(change) for change in changes]
    if not arguments.dry_run:
        made = _drafted(arguments, table, content)
        facts["draft"] = made
        lines.append(f"Kept as a draft, edition {made}: an operator puts it in force.")
    options.answer(arguments, facts, "\n".join(lines))
    return 0


def _drafted(arguments: argparse.Namespace, table: RoutingTable, content: str) -> int:
    environment = settings.ENVIRONMENT
    named = {
        RoutingTable.AGENCIES: environment.agencies_file,
        RoutingTable.RULES: environment.routing_rules_file,
        RoutingTable.FILTERS: environment.national_law_file,
    }
    made = editions.draft(
        ACTOR,
        table,
        content,
        reason=arguments.reason,
        is_in_a_file=named[table] is not None,
        at=context.now(),
    )
    return made.number


def _fact(change: LineChange) -> dict[str, object]:
    cells = [
        {"column": cell.column, "before": cell.before, "after": cell.after}
        for cell in change.cells
    ]
    return {"line": change.key, "what": change.what.value, "cells": cells}


def _line(change: LineChange) -> str:
    cells = "; ".join(_cell(cell) for cell in change.cells)
    return f"{change.key} {change.what}: {cells}"


def _cell(cell: Cell) -> str:
    return f"{cell.column} {cell.before or '-'} -> {cell.after or '-'}"
