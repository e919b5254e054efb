"""What the audit holds, to auditors: entries, and whether the chains hold."""

from dataclasses import dataclass

from tipline.foundation.audit.models import Entry
from tipline.foundation.audit.services import Actor, record
from tipline.foundation.audit.verification import Verification, verify

PAGE_SIZE = 50
_DIGITS_MOST = 18  # fits 64 bits


@dataclass(frozen=True, kw_only=True)
class EntryFilters:
    """What the audit is narrowed to: exact names such as `report:17`; empty is all."""

    subject: str = ""
    actor: str = ""
    action: str = ""


@dataclass(frozen=True, kw_only=True)
class EntryPage:
    """Some entries, the newest first; `next_before` continues, empty at the end."""

    entries: tuple[Entry, ...]
    next_before: str = ""


def entries(
    filters: EntryFilters, *, before: str = "", most: int = PAGE_SIZE
) -> EntryPage:
    """Give a page of the audit.

    Args:
        filters: what it is narrowed to.
        before: `next_before` of the page before; empty or unreadable for the newest.
        most: entries on a page.
    """
    wanted = {
        "subject": filters.subject,
        "actor": filters.actor,
        "action": filters.action,
    }
    rows = Entry.objects.filter(
        **{name: value for name, value in wanted.items() if value}
    )
    if before.isascii() and before.isdecimal() and len(before) <= _DIGITS_MOST:
        rows = rows.filter(pk__lt=int(before))
    found = list(rows.order_by("-pk")[: most + 1])
    is_more = len(found) > most
    return EntryPage(
        entries=tuple(found[:most]),
        next_before=str(found[most - 1].pk) if is_more else "",
    )


def verified(auditor: Actor) -> Verification:
    """Recompute every chain, and note that somebody did and what came of it."""
    result = verify()
    record(
        auditor,
        "audit.verified",
        "audit",
        entries=result.entries,
        breaks=len(result.breaks),
    )
    return result
