"""What waits for an operator's look: lists, sources and members that were stopped."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from tipline.foundation.policy.principal import Principal
from tipline.foundation.policy.scope import acting
from tipline.hashlist.models import HashList, ListMember, ProbingAlarm

Kind = Literal["list", "source", "member"]


@dataclass(frozen=True, kw_only=True)
class Alarm:
    """One thing that was stopped by itself, and stays so until somebody releases it.

    A `list` that suddenly hits too often, a `source` that suddenly grows, or a `member`
    that seems to feel its way along a list: then `variants` says how many it asked for.
    """

    kind: Kind
    list_id: int
    list_name: str
    slug: str
    since: datetime
    member_id: int | None = None
    member_name: str = ""
    variants: int = 0


def alarms(reader: Principal) -> list[Alarm]:
    """List what nobody has looked at yet, the oldest first."""
    with acting(reader):
        found = [*_lists(), *_sources(), *_members()]
    return sorted(found, key=lambda one: one.since)


def _lists() -> list[Alarm]:
    return [
        Alarm(
            kind="list",
            list_id=row.pk,
            list_name=row.name,
            slug=row.slug,
            since=row.quarantined_at,
        )
        for row in HashList.objects.filter(quarantined_at__isnull=False)
        if row.quarantined_at
    ]


def _sources() -> list[Alarm]:
    rows = ListMember.objects.filter(quarantine_from__isnull=False)
    return [
        _of_member("source", row, since=row.quarantine_from)
        for row in rows.select_related("hash_list")
        if row.quarantine_from
    ]


def _members() -> list[Alarm]:
    rows = ProbingAlarm.objects.filter(released_at=None)
    return [
        _of_member(
            "member", row.access.member, since=row.raised_at, variants=row.variants
        )
        for row in rows.select_related("access__member__hash_list")
    ]


def _of_member(
    kind: Kind, member: ListMember, *, since: datetime, variants: int = 0
) -> Alarm:
    return Alarm(
        kind=kind,
        list_id=member.hash_list_id,
        list_name=member.hash_list.name,
        slug=member.hash_list.slug,
        since=since,
        member_id=member.pk,
        member_name=member.name,
        variants=variants,
    )
