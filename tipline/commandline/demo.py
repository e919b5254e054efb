"""`tipline demo`: show the product at work, with invented reports."""

import argparse
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import timedelta
from types import FrameType
from typing import Any, Never
from urllib.parse import urlsplit

from tipline.commandline import options
from tipline.commandline.child import die_with_parent
from tipline.commandline.context import ACTOR, now
from tipline.commandline.runfile import RunFile, State
from tipline.config.environment import Environment
from tipline.demo import cast, filling, folder, shared_lists, summary, telephone_calls
from tipline.demo.bar import Bar
from tipline.foundation.accounts import entry
from tipline.foundation.accounts.errors import DemoOnlyError
from tipline.foundation.errors import ConflictError, UnavailableError

_DESCRIPTION = """\
Start Tipline in demonstration mode, send invented reports through the reporting
interface as platforms would, wait until they have reached their agencies, and print
what became of them and one sign-in link for each role. It runs until Ctrl-C.

Everything is kept in ./var-demo, unless --data or TIPLINE_DATA names another folder. A
folder that was a demonstration stays one. Started again, nothing is sent twice.
"""
_DATA = "./var-demo"  # as in the registry
_REPORTS = 200
_LOOK_EVERY_SECONDS = 0.1


class DemoNotRunningError(ConflictError):
    """A sign-in link is asked for, and there is nothing to sign in to."""

    code = "demo-not-running"
    sentence = "No demonstration runs on %(data)s. Start it with: tipline demo."


class DemoNotStartedError(UnavailableError):
    """The product did not become ready, and has said why."""

    code = "demo-not-started"
    sentence = "The demonstration did not start; see the lines above."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe `tipline demo`."""
    parser.description = _DESCRIPTION
    options.add_port(parser)
    options.add_data(parser, default=_DATA)
    options.add_json(parser)
    parser.add_argument(
        "--reports",
        metavar="N",
        type=options.count,
        default=_REPORTS,
        help=f"how many reports to send (default: {_REPORTS})",
    )
    parser.add_argument(
        "--exit", action="store_true", help="stop after the summary, for programs"
    )
    parser.set_defaults(run=run)
    commands = parser.add_subparsers(metavar="COMMAND", title="commands")
    link = options.add_subcommand(
        commands,
        "sign-in",
        sign_in,
        summary="Print a link that signs in once, without a passkey, to a running "
        "demonstration.",
        data=_DATA,
    )
    link.add_argument(
        "role",
        metavar="ROLE",
        choices=cast.ROLES,
        help=f"whom to be: {', '.join(cast.ROLES)}",
    )
    link.add_argument(
        "--agency",
        metavar="CODE",
        help="an officer's agency (default: the one that received most reports)",
    )


def run(arguments: argparse.Namespace) -> int:
    """Start, fill, summarize, and stay."""
    environment: Environment = arguments.environment
    if not environment.demo:
        raise DemoOnlyError
    folder.claim(
        environment.data,
        demo=True,
        is_used=environment.cluster.is_initialized(),
        is_own_database=environment.database_url is None,
    )
    try:
        _show(arguments)
    except KeyboardInterrupt:
        print(file=sys.stderr)
    return 0


def _show(arguments: argparse.Namespace) -> None:
    environment: Environment = arguments.environment
    with _running(environment, quiet=arguments.json) as (state, started):
        _fill(environment, state, arguments.reports)
        links = [_link(role, state) for role in cast.ROLES]
        found = summary.summarize(ACTOR)
        facts = {**asdict(found), "address": state.address, "sign_in": links}
        text = f"{summary.text(found)}\n\n{_where_to_look(links, state)}"
        options.answer(arguments, facts, text)
        sys.stdout.flush()
        if started is not None and not arguments.exit:
            started.wait()


def sign_in(arguments: argparse.Namespace) -> int:
    """Print one link."""
    environment: Environment = arguments.environment
    # The folder's mark counts, not only the flag: real people's accounts have no links.
    if not (environment.demo and folder.is_demo(environment.data)):
        raise DemoOnlyError
    state = RunFile(environment.data).state()
    if state is None:
        raise DemoNotRunningError(data=str(environment.data))
    facts = _link(arguments.role, state, agency=arguments.agency)
    text = (
        f"{facts['url']}\nIt signs in {facts['person']} once, and is valid to "
        f"{facts['expires_at']:%H:%M} UTC."
    )
    options.answer(arguments, facts, text)
    return 0


def _link(role: str, state: State, *, agency: str | None = None) -> dict[str, Any]:
    at = now()
    person = cast.person(ACTOR, role, agency=agency, at=at)
    token = entry.make_sign_in_link(ACTOR, person, at=at, demo=True)
    return {
        "url": f"{state.address}/link/{token}/",
        "role": role,
        "person": person.name,
        "organization": person.organization.name,
        "expires_at": at + timedelta(minutes=entry.LINK_MINUTES),
    }


def _where_to_look(links: list[dict[str, Any]], state: State) -> str:
    lines = [f"Tipline runs at {state.address}. Look around; each link works once:"]
    for link in links:
        lines.append(f"  {link['role']:<12} {link['person']}, {link['organization']}")
        lines.append(f"{'':<15}{link['url']}")
    lines.append("Another link: tipline demo sign-in ROLE. Ctrl-C stops everything.")
    return "\n".join(lines)


def _fill(environment: Environment, state: State, reports: int) -> None:
    bar = Bar("Sending reports")
    filling.send_reports(
        ACTOR,
        environment.data,
        host=environment.host,
        # A product that ran before us may have been given another port.
        port=urlsplit(state.address).port or environment.port,
        reports=reports,
        told=bar,
    )
    bar.end()
    taken = telephone_calls.take(ACTOR, at=now())
    bar = Bar("On to the agencies")
    filling.wait_for_journeys(ACTOR, told=bar)
    bar.end()
    telephone_calls.decide(ACTOR, taken, at=now())
    bar = Bar("Looking back")
    filling.list_late(ACTOR, told=bar)
    bar.end()
    shared_lists.fill(ACTOR, at=now())


@contextmanager
def _running(
    environment: Environment, *, quiet: bool
) -> Iterator[tuple[State, subprocess.Popen[bytes] | None]]:
    """Have the product up: the one that runs, or one of our own that ends with us."""
    run_file = RunFile(environment.data)
    state = run_file.state()
    if state is not None and state.ready:
        yield state, None
        return
    signal.signal(signal.SIGTERM, _as_interrupt)
    process = _start(quiet=quiet)
    try:
        yield _ready(process, run_file), process
    finally:
        process.terminate()
        process.wait()


def _start(*, quiet: bool) -> subprocess.Popen[bytes]:
    variables = {**os.environ}
    del variables["TIPLINE_DATABASE_ROLE"]  # ours; every process there has its own
    return subprocess.Popen(
        [sys.executable, "-m", "tipline.commandline", "start", "--demo"],
        env=variables,
        stdin=subprocess.DEVNULL,
        stdout=sys.stderr if quiet else None,
        preexec_fn=die_with_parent,  # noqa: PLW1509 - no threads yet
    )


def _ready(process: subprocess.Popen[bytes], run_file: RunFile) -> State:
    """Wait as long as it lives: it gives up by itself, and says why."""
    while process.poll() is None:
        state = run_file.state()
        if state is not None and state.ready and state.pid == process.pid:
            return state
        time.sleep(_LOOK_EVERY_SECONDS)
    raise DemoNotStartedError


def _as_interrupt(number: int, frame: FrameType | None) -> Never:
    """Let SIGTERM end the demonstration as Ctrl-C does."""
    del number, frame
    raise KeyboardInterrupt
