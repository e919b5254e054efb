"""Read what officers choose in forms and addresses; what is no choice is nothing."""

from collections.abc import Iterable
from datetime import date

from django.http import QueryDict

from tipline.casework.working import Change, Mark

LONGEST_NUMBER = 16  # digits of the largest key


def one_of(value: str | None, allowed: Iterable[str]) -> str | None:
    """Give a value if it is among those that can be chosen."""
    return value if value in set(allowed) else None


def number(text: str | None) -> int | None:
    """Read a key; None for anything else."""
    text = (text or "").strip()
    is_number = text.isascii() and text.isdecimal() and len(text) <= LONGEST_NUMBER
    return int(text) if is_number else None


def day(text: str | None) -> date | None:
    """Read a date as a form's date field sends it."""
    try:
        return date.fromisoformat(text or "")
    except ValueError:
        return None


def mark_of(text: str) -> Mark | None:
    """Read a report as a queue's box names it: its number and its version."""
    report, _, version = text.partition(".")
    report_id, known = number(report), number(version)
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
        assignee=number(said.get("assignee")),
        due_on=day(said.get("due")),
        clears_due=said.get("due") == "" and "had_due" in said,
        case_id=number(said.get("case")),
        acknowledges=said.get("acknowledge") == "yes",
    )
