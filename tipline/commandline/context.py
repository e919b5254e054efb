"""Who the command line is to the services, and where people reach the product."""

from datetime import UTC, datetime

from tipline.commandline.runfile import RunFile
from tipline.config.environment import Environment
from tipline.foundation.accounts import queries as accounts
from tipline.foundation.accounts.models import Organization
from tipline.foundation.errors import NotFoundError
from tipline.foundation.policy.principal import system

# Whoever may run commands on this machine reads and changes everything anyway; the
# audit says that it was done here.
ACTOR = system("command-line")


class NoSuchNameError(NotFoundError):
    """Nothing of this kind has the name that was given."""

    code = "no-such-name"
    sentence = "There is no %(kind)s named %(name)s. Look with: tipline %(look)s."


def now() -> datetime:
    """Give the present time, UTC."""
    return datetime.now(UTC)


def address(environment: Environment) -> str:
    """Give the address that people type: the running product's, else the set one."""
    state = RunFile(environment.data).state()
    return state.address if state is not None else environment.public_url


def platform_named(name: str) -> Organization:
    """Give the platform of this name; upper and lower case do not matter.

    Raises:
        NoSuchNameError: there is none.
    """
    for platform in accounts.organizations(ACTOR, kind="platform"):
        if platform.name.casefold() == name.strip().casefold():
            return platform
    raise NoSuchNameError(kind="platform", name=name, look="platform list")


def table(head: tuple[str, ...], rows: list[tuple[object, ...]], *, none: str) -> str:
    """Write rows under a head, in columns as wide as they need; `none` without rows."""
    if not rows:
        return none
    lines = [head, *(tuple(_cell(cell) for cell in row) for row in rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(head))]
    return "\n".join(
        "  ".join(
            cell.ljust(width) for cell, width in zip(line, widths, strict=True)
        ).rstrip()
        for line in lines
    )


def _cell(value: object) -> str:
    if value is None:
        return "-"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    return str(value)
