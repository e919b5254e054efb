"""Every command of `tipline`, one line each."""

from dataclasses import dataclass

from tipline.foundation.postgres.connection import OWNER, WORKER, Role


@dataclass(frozen=True)
class Command:
    """A command, or a group of commands, and the module that holds it.

    The module has `add_arguments(parser)`, and is imported only when its command is
    asked for. With a `role`, Django is set up before the import, so the module may
    import models and services at its top; and the database is up while the command
    runs, started for that long if need be, unless `starts_database` is False.
    `defaults` are `TIPLINE_*` variables that hold where neither a flag nor the
    operator says otherwise.
    """

    name: str
    module: str
    summary: str
    role: Role | None = None
    starts_database: bool = True
    defaults: tuple[tuple[str, str], ...] = ()


_HERE = "tipline.commandline"

COMMANDS = (
    Command("start", f"{_HERE}.start", "Start everything on this machine."),
    Command("stop", f"{_HERE}.stop", "Stop what `tipline start` started."),
    Command("status", f"{_HERE}.status", "Say what is running, and where."),
    Command("check", f"{_HERE}.check", "Look for what is missing or unsafe."),
    Command("migrate", f"{_HERE}.migrate", "Bring the tables up to date.", OWNER),
    Command("web", f"{_HERE}.web", "Run a web server alone."),
    Command(
        "worker",
        f"{_HERE}.worker",
        "Run a worker alone.",
        WORKER,
        starts_database=False,
    ),
    Command("evidence", f"{_HERE}.evidence", "Serve previews of files."),
    Command("inside", f"{_HERE}.inside", "Serve health checks and metrics."),
    Command(
        "platform", f"{_HERE}.platform", "Platforms and their credentials.", WORKER
    ),
    Command("report", f"{_HERE}.report", "Read reports.", WORKER),
    Command("agency", f"{_HERE}.agency", "Agencies that receive reports.", WORKER),
    Command(
        "routing",
        f"{_HERE}.routing",
        "The tables that decide where reports go.",
        WORKER,
    ),
    Command("person", f"{_HERE}.person", "Invite and suspend people.", WORKER),
    Command("hashlist", f"{_HERE}.hashlist", "Lists of known hashes.", WORKER),
    Command(
        "take-it-down",
        f"{_HERE}.take_it_down",
        "Hashes that young people send of their own pictures.",
        WORKER,
    ),
    Command("statistics", f"{_HERE}.statistics", "Figures to be published.", WORKER),
    Command(
        "languages",
        f"{_HERE}.languages",
        "What is translated, and what awaits a native reader.",
    ),
    Command("audit", f"{_HERE}.audit", "Prove that the audit is whole.", WORKER),
    Command("steps", f"{_HERE}.steps", "Steps that failed, and trying again.", WORKER),
    Command(
        "demo",
        f"{_HERE}.demo",
        "Show Tipline at work, with invented reports.",
        WORKER,
        starts_database=False,
        defaults=(("TIPLINE_DATA", "var-demo"), ("TIPLINE_DEMO", "true")),
    ),
)
