"""The readers' page about who may do what, written from the policy.

Run `python -m tipline.config.access_page` to write docs/operate/access.md anew; a test
compares the two.
"""

from tipline.config.access import GRANTS, ROUTES
from tipline.foundation.policy.registry import OPEN, Access

_INTRODUCTION = """\
# Who may do what

<!-- Written by `python -m tipline.config.access_page` from config/access.py. -->

Every page and interface of Tipline has one line here, and whatever is not here is
refused. A page that belongs to another role answers like one that does not exist, and
the attempt is in the audit. Within a page, people see only their own: an officer the
reports that were made available to the agency, a platform its own reports, in the
database's own rules as well as in the product.

*Read* is what GET and HEAD ask for, *change* what POST asks for (on interfaces also PUT
and DELETE); no page answers another method. *Passkey* marks what asks for a passkey
used within the last five minutes. *Interface* marks what programs use with a user name
and password, or with a token.
"""


def render() -> str:
    """Write the whole page as Markdown."""
    lines = [_INTRODUCTION, "| Page | Read | Change | |", "|---|---|---|---|"]
    lines += [_line(name, access) for name, access in sorted(ROUTES.items())]
    lines += ["", "## What each action is granted to", "", "| Action | Roles |"]
    lines += ["|---|---|"]
    lines += [f"| `{a}` | {', '.join(sorted(r))} |" for a, r in sorted(GRANTS.items())]
    return "\n".join([*lines, ""])


def _line(name: str, access: Access) -> str:
    marks = [
        word
        for word, holds in {
            "passkey": access.fresh,
            "interface": access.is_for_programs,
        }.items()
        if holds
    ]
    cells = (f"`{name}`", _who(access.read), _who(access.write), ", ".join(marks))
    return f"| {' | '.join(cells)} |"


def _who(action: str | None) -> str:
    if action is None:
        return "nobody"
    return "everybody" if action == OPEN else ", ".join(sorted(GRANTS[action]))


if __name__ == "__main__":
    print(render(), end="")  # noqa: T201 - its output is the page
