"""Read what officers choose in forms and addresses; what is no choice is nothing."""

from collections.abc import Iterable
from datetime import date

from django.http import QueryDict

from tipline.casework.working import Change, Mark
from tipline.foundation.keys import read_number


def one_of(value: str | None, allowed: Iterable[str]) -> str | None:
    """Give a value if it is among those that can be chosen."""
    return value if value in set(allowed) else None


def day(text: str | None) -> date | None:
    """Read a date as a form's date field sends it."""
    try:
        return date.fromisoformat(text or "")
    except ValueError:
        return None


def mark_of(text: str) -> Mark | None:
    """Read a report as a queue's box names it: its number and its version."""
    report, _, version = text.partition(".")
    report_id, known = read_number(report), read_number(version)
    if report_id is None or known is None:
        return None
    return Mark(report_id=report_id, version=known)


def change_of(said: QueryDict) -> Change:
    """Read what is to become of reports; what a form leaves empty stays as it is.

    `clear` in the due date's field takes the date away; assignee and case 0 mean nobody
    and none.
    """
    return Change(
        state=said.get("state") or None,
        assignee=read_number(said.get("assignee")),
        due_on=day(said.get("due")),
        clears_due=said.get("due") == "" and "had_due" in said,
        case_id=read_number(said.get("case")),
        acknowledges=said.get("acknowledge") == "yes",
    )
