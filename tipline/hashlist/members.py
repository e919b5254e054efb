"""Who is on a list: members, what they may read, and who leaked it."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Max

from tipline.foundation.accounts.models import Organization, OrganizationKind
from tipline.foundation.audit import services as audit
from tipline.foundation.policy.principal import Principal
from tipline.foundation.policy.scope import acting
from tipline.hashlist import planting, sealing
from tipline.hashlist.changing import stamp, touch
from tipline.hashlist.errors import (
    AlreadyMemberError,
    ForeignOrganizationError,
    ListNotFoundError,
    MalformedKeyError,
)
from tipline.hashlist.models import (
    HashList,
    ListAccess,
    ListMember,
)
from tipline.hashlist.queries import canary_holders
from tipline.hashlist.states import OWN_NUMBER

Member = ListMember  # what portals hold in their hands, by a name that they may import


def add_member(
    actor: Principal,
    hash_list: HashList,
    *,
    organization: Organization,
    tier: str,
    may_contribute: bool = False,
    at: datetime,
) -> ListMember:
    """Let a platform read a list, with canaries of its own from the first fetch on.

    Raises:
        ForeignOrganizationError: the organization is no platform.
        AlreadyMemberError: it is a member, or was one.
    """
    if organization.kind != OrganizationKind.PLATFORM:
        raise ForeignOrganizationError(kind=OrganizationKind.PLATFORM)
    with acting(actor):
        stamp(hash_list.pk)
        last = hash_list.members.aggregate(last=Max("number"))["last"] or OWN_NUMBER
        try:
            with transaction.atomic():
                member = ListMember.objects.create(
                    hash_list=hash_list,
                    organization=organization,
                    number=last + 1,
                    name=organization.name,
                    joined_at=at,
                )
        except IntegrityError as error:
            raise AlreadyMemberError from error
        ListAccess.objects.create(
            member=member,
            hash_list=hash_list,
            organization=organization,
            tier=tier,
            may_contribute=may_contribute,
            granted_at=at,
        )
        planted = planting.plant(member, is_new=True, at=at)
        audit.record(
            actor,
            "hash_list.member_added",
            f"hash_list:{hash_list.pk}",
            member=member.number,
            organization=organization.pk,
            tier=tier,
            canaries=planted,
        )
    return member


def change_access(
    actor: Principal, member_id: int, *, tier: str, may_contribute: bool
) -> None:
    """Change what a member receives and may add, from its next request on.

    All items of the list come with the next fetch, since each may look different now.
    """
    with acting(actor):
        member = _member(member_id)
        stamped = stamp(member.hash_list_id)
        changed = ListAccess.objects.filter(member=member, ended_at=None).update(
            tier=tier, may_contribute=may_contribute
        )
        if not changed:
            raise ListNotFoundError
        touch(member.hash_list_id, member_id=None, stamped=stamped)
        _note(actor, member, "access_changed", tier=tier, may_contribute=may_contribute)


def end_access(actor: Principal, member_id: int, *, at: datetime) -> None:
    """Shut a member out of a list at once; what it listed stays."""
    with acting(actor):
        member = _member(member_id)
        ListAccess.objects.filter(member=member, ended_at=None).update(ended_at=at)
        _note(actor, member, "access_ended")


def renew_access(actor: Principal, member_id: int) -> None:
    """Let a member in again that was shut out."""
    with acting(actor):
        member = _member(member_id)
        ListAccess.objects.filter(member=member).update(ended_at=None)
        _note(actor, member, "access_renewed")


def set_key(actor: Principal, member_id: int, *, pem: str, must_seal: bool) -> str:
    """Keep the public key to which a member's answers can be encrypted.

    Only the clearinghouse's people do this, not the member's programs: whoever stole
    their password could else give a key of their own.

    Args:
        actor: the operator.
        member_id: the member.
        pem: an X25519 public key; empty takes away the one that is there.
        must_seal: answer in no other way from now on.

    Returns:
        The key's SHA-256 in hexadecimal, to be compared with the member; or nothing.

    Raises:
        MalformedKeyError: it is no such key, or one that must be used is missing.
        ListNotFoundError: there is no such member, or it reads nothing.
    """
    if must_seal and not pem.strip():
        raise MalformedKeyError
    key = sealing.read_key(pem) if pem.strip() else None
    fingerprint = sealing.fingerprint_of(key) if key else ""
    with acting(actor):
        member = _member(member_id)
        rows = ListAccess.objects.filter(member=member)
        if not rows.update(public_key=key, must_seal=must_seal):
            raise ListNotFoundError
        _note(actor, member, "key_set", sha256=fingerprint, must_seal=must_seal)
    return fingerprint


def kill_source(actor: Principal, member_id: int, *, at: datetime) -> int:
    """Take all that one source listed out of matching and every feed; count it."""
    return _switch(actor, member_id, "source_killed", killed_at=at)


def revive_source(actor: Principal, member_id: int) -> int:
    """Let what a killed source listed count again; count it."""
    return _switch(actor, member_id, "source_revived", killed_at=None)


def release_quarantine(actor: Principal, member_id: int, *, at: datetime) -> int:
    """Let count what a flooding source added: somebody looked, and it is right."""
    return _switch(
        actor, member_id, "quarantine_released", quarantine_from=None, released_at=at
    )


@dataclass(frozen=True, kw_only=True)
class Leaker:
    """A member whose canaries are in a leaked copy, and how many of them."""

    member: ListMember
    canaries: int


def find_leak(actor: Principal, values: Iterable[str]) -> list[Leaker]:
    """Say which members' canaries are in a copy that turned up, most of them first.

    Kept in the audit, without the values.
    """
    with acting(actor):
        held = canary_holders(actor, values)
        numbers = Counter(held.values())
        found = [Leaker(member=who, canaries=n) for who, n in numbers.most_common()]
        audit.record(actor, "hash_list.leak_searched", "hash_lists", members=len(found))
    return found


def _switch(
    actor: Principal, member_id: int, action: str, **values: datetime | None
) -> int:
    with acting(actor):
        member = _member(member_id)
        stamped = stamp(member.hash_list_id)
        ListMember.objects.filter(pk=member_id).update(**values)
        items = touch(member.hash_list_id, member_id=member_id, stamped=stamped)
        _note(actor, member, action, items=items)
    return items


def _member(member_id: int) -> ListMember:
    member = ListMember.objects.filter(pk=member_id).first()
    if member is None:
        raise ListNotFoundError
    return member


def _note(actor: Principal, member: ListMember, what: str, **details: object) -> None:
    audit.record(
        actor,
        f"hash_list.{what}",
        f"hash_list:{member.hash_list_id}",
        member=member.number,
        **details,
    )
