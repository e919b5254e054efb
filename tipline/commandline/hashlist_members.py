"""`tipline hashlist add-member` and `members`: whom a list is shared with."""

import argparse

from tipline.commandline import context, options
from tipline.commandline.context import ACTOR, NoSuchNameError, now
from tipline.hashlist import asking, members, queries
from tipline.hashlist.models import HashList
from tipline.hashlist.states import Tier


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
    options.add_subcommand(
        commands,
        "alarms",
        alarms,
        summary="List the members whose questions are stopped, since they asked for "
        "many near variants of one hash.",
    )
    released = options.add_subcommand(
        commands, "release", release, summary="Let a stopped member ask again."
    )
    released.add_argument("list", metavar="LIST", help="the list's path name")
    released.add_argument("platform", metavar="PLATFORM", help="the member's name")


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


def alarms(arguments: argparse.Namespace) -> int:
    """List who was stopped."""
    facts = [vars(one) for one in asking.alarms(ACTOR)]
    rows: list[tuple[object, ...]] = [tuple(fact.values()) for fact in facts]
    head = ("list", "member", "since", "variants")
    none = "No member's questions are stopped."
    options.answer(arguments, facts, context.table(head, rows, none=none))
    return 0


def release(arguments: argparse.Namespace) -> int:
    """Let a member ask again."""
    found = list_named(arguments.list)
    for one in queries.members_of(ACTOR, found.pk):
        if one.name == arguments.platform:
            asking.release(ACTOR, one.pk, at=now())
            facts = {"list": found.slug, "name": one.name}
            options.answer(arguments, facts, f"{one.name} may ask again.")
            return 0
    raise NoSuchNameError(
        kind="member", name=arguments.platform, look=f"hashlist members {found.slug}"
    )
