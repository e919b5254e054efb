"""`tipline hashlist`: lists of known hashes."""

import argparse
from dataclasses import asdict
from pathlib import Path

from tipline.commandline import (
    context,
    hashlist_exchange,
    hashlist_members,
    options,
)
from tipline.commandline.context import ACTOR, now
from tipline.foundation.errors import InvalidRequestError
from tipline.hashlist import loading, queries, services
from tipline.hashlist.states import ItemBasis, ListKind
from tipline.matching import queries as matches

_BASES = (ItemBasis.PARTNER_IMPORT.value, ItemBasis.OWN_IMPORT.value)


class UnreadableFileError(InvalidRequestError):
    """The file of a list cannot be read."""

    code = "unreadable-file"
    sentence = "%(file)s cannot be read: %(problem)s."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe `tipline hashlist`."""
    commands = options.add_subcommands(parser)
    options.add_data(parser)
    _add_load(commands)
    added = options.add_subcommand(
        commands,
        "add",
        add,
        summary="Make an empty list. On the clearinghouse's own kinds (csam, "
        "exploitative, youth-produced, generated, negative) files come by three "
        "reviews only.",
    )
    added.add_argument("name", metavar="NAME", help="the list's name")
    added.add_argument(
        "--kind",
        required=True,
        choices=ListKind.values,
        help="what a hit says, and how a file comes onto the list",
    )
    added.add_argument(
        "--meaning", required=True, help="what a match with this list says about a file"
    )
    added.add_argument(
        "--slug", default="", help="its path in the sharing interface; default: made"
    )
    options.add_subcommand(commands, "list", list_all, summary="List the lists.")
    options.add_subcommand(
        commands,
        "sweeps",
        sweeps,
        summary="List the newest searches of the archive for what came to lists, and "
        "how far they have come.",
    )
    hashlist_members.add_arguments(commands)
    hashlist_exchange.add_arguments(commands)


def _add_load(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    loaded = options.add_subcommand(
        commands,
        "load",
        load,
        summary="Add the hashes of a CSV file to a list: algorithm, value and, if any, "
        "classification, media (image or video) and recipe. If one line cannot be "
        "read, none is added. A file that is loaded again adds what is missing.",
    )
    loaded.add_argument("file", metavar="FILE", type=Path, help="the CSV file, UTF-8")
    loaded.add_argument("--name", required=True, help="the list; made if it is new")
    loaded.add_argument(
        "--meaning", required=True, help="what a match with this list says about a file"
    )
    loaded.add_argument(
        "--viral",
        action="store_true",
        help="often-seen material: a match lowers the priority and hides nothing",
    )
    loaded.add_argument("--source", default="", help="where the list comes from")
    loaded.add_argument(
        "--basis",
        choices=_BASES,
        default=ItemBasis.PARTNER_IMPORT.value,
        help="on whose word: a partner's list (default), or your own that was reviewed "
        "elsewhere",
    )


def sweeps(arguments: argparse.Namespace) -> int:
    """List sweeps, the newest first."""
    found = matches.sweeps(ACTOR)
    facts = [{**asdict(each), "percent": each.percent} for each in found]
    head = ("began at", "entries", "percent", "parts", "reports", "finished at")
    rows: list[tuple[object, ...]] = [
        (
            each.began_at,
            each.entries,
            each.percent,
            f"{each.parts_done} of {each.parts}",
            each.reports,
            each.finished_at or "",
        )
        for each in found
    ]
    text = context.table(head, rows, none="The archive was not swept yet.")
    options.answer(arguments, facts, text)
    return 0


def load(arguments: argparse.Namespace) -> int:
    """Load one file."""
    try:
        with arguments.file.open(encoding="utf-8-sig", newline="") as lines:
            # All of it is read before any of it is added.
            loading.check_lines(lines)
            lines.seek(0)
            loaded = services.load_list(
                ACTOR,
                lines,
                name=arguments.name,
                meaning=arguments.meaning,
                source=arguments.source,
                is_viral=arguments.viral,
                basis=arguments.basis,
                limits=arguments.environment.flood_limits,
                at=now(),
            )
    except OSError as error:
        raise UnreadableFileError(
            file=arguments.file, problem=error.strerror
        ) from error
    except UnicodeDecodeError as error:
        raise UnreadableFileError(file=arguments.file, problem="no UTF-8") from error
    facts = {
        "list_id": loaded.list_id,
        "name": arguments.name,
        "read": loaded.read,
        "added": loaded.added,
        "is_quarantined": loaded.is_quarantined,
    }
    text = f"{loaded.read} hashes read, {loaded.added} new on {arguments.name}."
    if loaded.is_quarantined:
        text += " So many are unusual: they are held back until somebody releases them."
    options.answer(arguments, facts, text)
    return 0


def add(arguments: argparse.Namespace) -> int:
    """Make one list."""
    made = services.add_list(
        ACTOR,
        name=arguments.name,
        kind=arguments.kind,
        meaning=arguments.meaning,
        slug=arguments.slug,
        at=now(),
    )
    facts = {"list_id": made.pk, "name": made.name, "slug": made.slug}
    options.answer(arguments, facts, f"{made.name} is at /hashsharing/{made.slug}.")
    return 0


def list_all(arguments: argparse.Namespace) -> int:
    """List every list and how much is on it."""
    found = queries.lists(ACTOR)
    facts = [
        {
            "list_id": one.list_id,
            "name": one.name,
            "slug": one.slug,
            "source": one.source,
            "meaning": one.meaning,
            "kind": one.kind,
            "match_distance": one.match_distance,
            "killed_at": one.killed_at,
            "quarantined_at": one.quarantined_at,
            "is_viral": one.is_viral,
            "created_at": one.created_at,
            "entries": one.entries,
        }
        for one in found
    ]
    head = ("list", "viral", "hashes", "meaning")
    rows: list[tuple[object, ...]] = [
        (
            one.name,
            one.is_viral,
            ", ".join(
                f"{name} {number}" for name, number in sorted(one.entries.items())
            ),
            one.meaning,
        )
        for one in found
    ]
    none = "There is no list yet. Load one with: tipline hashlist load."
    options.answer(arguments, facts, context.table(head, rows, none=none))
    return 0
