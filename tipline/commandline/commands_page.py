"""The operator's page about commands, written from the parsers that read them.

`make docs` writes it to docs/operate/commands.md, and a test compares the two.
"""

import argparse
from collections.abc import Iterator
from importlib import import_module

from tipline.commandline.database import set_up_django
from tipline.commandline.registry import COMMANDS, Command
from tipline.foundation.postgres.connection import WORKER

_INTRODUCTION = """\
# Commands

<!-- Written by `make docs` from the parsers in tipline/commandline. -->

Everything that an operator does has a command: `tipline COMMAND`, in a source folder
`.venv/bin/tipline COMMAND`. `tipline COMMAND --help` says what is on this page.

- Every command takes `--data DIR`, the folder that holds everything. Default: the
  variable `TIPLINE_DATA`, else `./var`, and `./var-demo` for the demonstration.
- Every command that ends by itself takes `--json`: the answer is JSON on standard
  output, for programs. Times are UTC. A refusal then is
  `{"error": CODE, "message": SENTENCE}`; the sentence also goes to standard error.
- The exit code is 0 for success, 1 for a refusal or failure that was explained, and 2
  for a wrong use or a wrong setting.
- Commands that read or change data work on the data folder beside a running Tipline,
  and start its database for a moment when none runs. What they do is in the audit under
  the name `system:command-line`.
- Settings come from [`TIPLINE_*` variables](settings.md); a flag wins over its
  variable.
"""


def render() -> str:
    """Write the whole page as Markdown; Django must be set up."""
    parts = [_INTRODUCTION]
    for command in COMMANDS:
        parts += _section(f"tipline {command.name}", _parser(command), level=2)
    return "\n".join(parts)


def _parser(command: Command) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=command.summary)
    import_module(command.module).add_arguments(parser)
    return parser


def _section(
    title: str, parser: argparse.ArgumentParser, *, level: int
) -> Iterator[str]:
    group = _group(parser)
    # argparse shows a parser's actions nowhere else.
    own = [action for action in parser._actions if _is_own(action)]  # noqa: SLF001
    arguments = [_name(action) for action in own if not action.option_strings]
    yield f"{'#' * level} {' '.join([title, *arguments])}\n"
    yield f"{(parser.description or '').strip()}\n"
    if own:
        yield "".join(map(_row, own))
    if group is not None:
        for name, inner in group.choices.items():
            yield from _section(f"{title} {name}", inner, level=level + 1)


def _is_own(action: argparse.Action) -> bool:
    """Tell apart what only this command takes."""
    if isinstance(action, argparse._HelpAction | argparse._SubParsersAction):  # noqa: SLF001
        return False
    return action.dest not in {"data", "json"}


def _group(
    parser: argparse.ArgumentParser,
) -> "argparse._SubParsersAction[argparse.ArgumentParser] | None":
    for action in parser._actions:  # noqa: SLF001
        if isinstance(action, argparse._SubParsersAction):  # noqa: SLF001
            return action
    return None


def _row(action: argparse.Action) -> str:
    needed = " (needed)" if action.required and action.option_strings else ""
    return f"- `{_usage(action)}`{needed}: {action.help}\n"


def _usage(action: argparse.Action) -> str:
    if not action.option_strings:
        return _name(action)
    value = "" if action.nargs == 0 else f" {_name(action)}"
    return f"{action.option_strings[0]}{value}"


def _name(action: argparse.Action) -> str:
    if isinstance(action.metavar, str):
        return action.metavar
    if action.choices is not None:
        return "|".join(map(str, action.choices))
    return action.dest.upper()


if __name__ == "__main__":
    set_up_django(WORKER)
    print(render(), end="")
