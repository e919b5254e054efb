"""`tipline hashlist subscribe`, `poll`, `import` and `export`: lists come and go."""

import argparse
from pathlib import Path

from tipline.commandline import context, options
from tipline.commandline.context import ACTOR, now
from tipline.commandline.hashlist_members import list_named
from tipline.foundation.errors import InvalidRequestError
from tipline.hashlist import exporting, importing, subscriptions, vics
from tipline.hashlist.growth import FloodWatch

_BATCH = 5000


class HashSetFileError(InvalidRequestError):
    """The file of a hash set cannot be read or written."""

    code = "hash-set-file"
    sentence = "%(file)s cannot be used: %(problem)s."


def add_arguments(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]",
) -> None:
    """Describe the commands that exchange lists with others."""
    followed = options.add_subcommand(
        commands,
        "subscribe",
        subscribe,
        summary="Follow a list of another server of the hash sharing protocol.",
    )
    followed.add_argument("list", metavar="LIST", help="the list here, by path name")
    followed.add_argument("address", metavar="ADDRESS", help="the list there")
    followed.add_argument("--username", required=True, help="our user name there")
    followed.add_argument(
        "--password-file", required=True, type=Path, help="read again for each poll"
    )
    options.add_subcommand(
        commands, "subscriptions", list_all, summary="List what is followed."
    )
    options.add_subcommand(
        commands, "poll", poll, summary="Fetch what changed at every source, now."
    )
    taken = options.add_subcommand(
        commands,
        "import",
        import_set,
        summary="Take over a hash set of forensic tools: VICS JSON 1.3 or 2.0.",
    )
    taken.add_argument("list", metavar="LIST", help="the list here, by path name")
    taken.add_argument("file", metavar="FILE", type=Path, help="the set, as JSON")
    taken.add_argument(
        "--categories",
        metavar="N",
        type=int,
        nargs="+",
        default=sorted(vics.TAKEN),
        help="which categories to take (default: 1 and 2)",
    )
    given = options.add_subcommand(
        commands, "export", export, summary="Write what is live on a list to a file."
    )
    given.add_argument("list", metavar="LIST", help="the list, by path name")
    given.add_argument(
        "file", metavar="FILE", type=Path, help="a new one, for its owner alone"
    )
    given.add_argument(
        "--format",
        choices=exporting.FORMATS,
        required=True,
        help="csv is what `load` reads; the others are for forensic tools",
    )


def subscribe(arguments: argparse.Namespace) -> int:
    """Follow a list."""
    made = subscriptions.subscribe(
        ACTOR,
        list_named(arguments.list),
        base=arguments.address,
        username=arguments.username,
        password_file=arguments.password_file,
        at=now(),
    )
    facts = {"list": arguments.list, "address": made.base}
    text = f"{made.base} is polled every ten minutes; at once with: hashlist poll."
    options.answer(arguments, facts, text)
    return 0


def list_all(arguments: argparse.Namespace) -> int:
    """List the subscriptions."""
    facts = [
        {
            "list": one.hash_list.slug,
            "address": one.base,
            "polled_at": one.polled_at,
            "up_to": one.checkpoint,
            "problem": one.problem,
        }
        for one in subscriptions.subscriptions(ACTOR)
    ]
    rows: list[tuple[object, ...]] = [tuple(fact.values()) for fact in facts]
    head = ("list", "address", "polled", "up to", "problem")
    none = "Nothing is followed. Begin with: tipline hashlist subscribe."
    options.answer(arguments, facts, context.table(head, rows, none=none))
    return 0


def poll(arguments: argparse.Namespace) -> int:
    """Poll every subscription."""
    done = [
        subscriptions.poll(
            ACTOR, one, limits=arguments.environment.flood_limits, at=now()
        )
        for one in subscriptions.subscriptions(ACTOR)
    ]
    facts = [
        {"list": one.list_name, **vars(one.imported), "problem": one.problem}
        for one in done
    ]
    rows: list[tuple[object, ...]] = [tuple(fact.values()) for fact in facts]
    head = ("list", "added", "changed", "withdrawn", "quarantined", "problem")
    options.answer(arguments, facts, context.table(head, rows, none="Nothing to do."))
    return 1 if any(one.problem for one in done) else 0


def import_set(arguments: argparse.Namespace) -> int:
    """Take over a hash set: nothing of one that cannot be read.

    A batch is a transaction. What breaks off is begun again: twice changes nothing.
    """
    found, file = list_named(arguments.list), arguments.file
    try:
        if file.stat().st_size > vics.BYTES_MAX:
            raise HashSetFileError(file=file, problem="it is larger than 512 MiB")
        text = file.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise HashSetFileError(file=file, problem=error.strerror) from error
    except UnicodeDecodeError as error:
        raise HashSetFileError(file=file, problem="no UTF-8") from error
    records = list(vics.read(text, categories=frozenset(arguments.categories)))
    total = importing.Imported()
    watch = FloodWatch(arguments.environment.flood_limits, now())
    for start in range(0, len(records), _BATCH):
        batch = records[start : start + _BATCH]
        total += importing.import_records(ACTOR, found, batch, watch=watch, at=watch.at)
    facts = {"list": found.slug, "read": len(records), **vars(total)}
    text = f"{len(records)} media read: {total.added} new, {total.changed} changed."
    options.answer(arguments, facts, text)
    return 0


def export(arguments: argparse.Namespace) -> int:
    """Write a list to a new file that nobody else may read."""
    found, file = list_named(arguments.list), arguments.file
    text, number = exporting.export(ACTOR, found, form=arguments.format)
    try:
        file.touch(mode=0o600, exist_ok=False)
        with file.open("w", encoding="utf-8", newline="") as out:
            out.write(text)
    except OSError as error:
        raise HashSetFileError(file=file, problem=error.strerror) from error
    facts = {"list": found.slug, "items": number, "file": str(file)}
    options.answer(arguments, facts, f"{number} items of {found.name} are in {file}.")
    return 0
