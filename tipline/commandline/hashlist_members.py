"""`tipline hashlist add-member` and `members`: whom a list is shared with."""

import argparse
from pathlib import Path

from tipline.commandline import context, options
from tipline.commandline.context import ACTOR, NoSuchNameError, now
from tipline.hashlist import alarms, asking, hit_watch, members, queries
from tipline.hashlist.errors import MalformedKeyError
from tipline.hashlist.models import HashList, ListMember
from tipline.hashlist.states import Tier

_WHY = {
    "list": "it suddenly hits too often",
    "source": "it suddenly grew",
    "member": "it asked for many near variants of one hash",
}


def add_arguments(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]",
) -> None:
    """Describe the commands about members."""
    joined = options.add_subcommand(
        commands,
        "add-member",
        add_member,
        summary="Let a platform read a list, with canaries of its own.",
    )
    joined.add_argument("list", metavar="LIST", help="the list's path name")
    joined.add_argument("platform", metavar="PLATFORM", help="the platform's name")
    joined.add_argument(
        "--tier",
        choices=Tier.values,
        default=Tier.CRYPTOGRAPHIC,
        help="which fingerprints it receives; perceptual ones are for vetted members",
    )
    joined.add_argument(
        "--contribute", action="store_true", help="it may add items of its own"
    )
    shown = options.add_subcommand(
        commands, "members", list_members, summary="List the members of a list."
    )
    shown.add_argument("list", metavar="LIST", help="the list's path name")
    _add_key(commands)
    options.add_subcommand(
        commands,
        "alarms",
        list_alarms,
        summary="List what was stopped and waits for your look: lists that suddenly "
        "hit too often, sources that suddenly grew, members that feel their way along.",
    )
    released = options.add_subcommand(
        commands, "release", release, summary="Let go on what an alarm stopped."
    )
    released.add_argument("list", metavar="LIST", help="the list's path name")
    released.add_argument(
        "platform",
        metavar="PLATFORM",
        nargs="?",
        default="",
        help="the member's name; without it, the list itself",
    )


def _add_key(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]",
) -> None:
    key = options.add_subcommand(
        commands,
        "key",
        set_key,
        summary="Keep the public key to which a member's answers are encrypted, or, "
        "without a file, take it away.",
    )
    key.add_argument("list", metavar="LIST", help="the list's path name")
    key.add_argument("platform", metavar="PLATFORM", help="the member's name")
    key.add_argument(
        "file", metavar="FILE", nargs="?", type=Path, help="an X25519 key in PEM"
    )
    key.add_argument(
        "--always", action="store_true", help="answer in no other way from now on"
    )


def list_named(slug: str) -> HashList:
    """Give the list of a path name, or say how to see which there are."""
    for each in queries.lists(ACTOR):
        if slug in {each.slug, each.name}:
            return queries.hash_list(ACTOR, each.list_id)
    raise NoSuchNameError(kind="list", name=slug, look="hashlist list")


def add_member(arguments: argparse.Namespace) -> int:
    """Let a platform in."""
    made = members.add_member(
        ACTOR,
        list_named(arguments.list),
        organization=context.platform_named(arguments.platform),
        tier=arguments.tier,
        may_contribute=arguments.contribute,
        at=now(),
    )
    facts = {"member_id": made.number, "name": made.name, "tier": arguments.tier}
    text = (
        f"{made.name} is member {made.number}. Its programs need a credential: "
        f'tipline platform add "{made.name}" --hash-lists'
    )
    options.answer(arguments, facts, text)
    return 0


def list_members(arguments: argparse.Namespace) -> int:
    """List who is on a list."""
    found = queries.members_of(ACTOR, list_named(arguments.list).pk)
    facts = [
        {
            "member_id": one.number,
            "name": one.name,
            "tier": one.access.tier if hasattr(one, "access") else None,
            "may_contribute": hasattr(one, "access") and one.access.may_contribute,
        }
        for one in found
    ]
    rows: list[tuple[object, ...]] = [tuple(fact.values()) for fact in facts]
    head = ("id", "member", "tier", "adds")
    options.answer(arguments, facts, context.table(head, rows, none="No members."))
    return 0


def list_alarms(arguments: argparse.Namespace) -> int:
    """List what was stopped."""
    facts = [vars(one) for one in alarms.alarms(ACTOR)]
    rows: list[tuple[object, ...]] = [
        (one["slug"], _WHY[str(one["kind"])], one["member_name"], one["since"])
        for one in facts
    ]
    head = ("list", "why", "member", "since")
    none = "Nothing waits for a look."
    options.answer(arguments, facts, context.table(head, rows, none=none))
    return 0


def set_key(arguments: argparse.Namespace) -> int:
    """Keep a member's public key."""
    found, file = list_named(arguments.list), arguments.file
    try:
        pem = file.read_text(encoding="ascii") if file else ""
    except (OSError, UnicodeDecodeError) as error:
        raise MalformedKeyError from error
    member = _member_named(found, arguments.platform)
    sha256 = members.set_key(ACTOR, member.pk, pem=pem, must_seal=arguments.always)
    facts = {"list": found.slug, "name": member.name, "sha256": sha256}
    text = (
        f"Let {member.name} compare the key's SHA-256: {sha256}"
        if sha256
        else f"Answers to {member.name} are encrypted to no key now."
    )
    options.answer(arguments, facts, text)
    return 0


def release(arguments: argparse.Namespace) -> int:
    """Release all that was stopped of a list, or of one member."""
    found, name = list_named(arguments.list), arguments.platform
    waiting = [
        one
        for one in alarms.alarms(ACTOR)
        if one.list_id == found.pk and one.member_name == name
    ]
    if not waiting:
        raise NoSuchNameError(
            kind="alarm", name=name or found.slug, look="hashlist alarms"
        )
    at = now()
    for one in waiting:
        if one.member_id is None:
            hit_watch.release_list(ACTOR, one.list_id, at=at)
        elif one.kind == "source":
            members.release_quarantine(ACTOR, one.member_id, at=at)
        else:
            asking.release(ACTOR, one.member_id, at=at)
    facts = {"list": found.slug, "name": name, "released": len(waiting)}
    options.answer(arguments, facts, f"{name or found.name} is released.")
    return 0


def _member_named(found: HashList, name: str) -> ListMember:
    for one in queries.members_of(ACTOR, found.pk):
        if one.name == name:
            return one
    look = f"hashlist members {found.slug}"
    raise NoSuchNameError(kind="member", name=name, look=look)
