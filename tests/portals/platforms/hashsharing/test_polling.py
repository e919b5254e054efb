"""However a member cuts time into ranges, it misses nothing and doubles nothing."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from tests import cast
from tests.hashlist import stage
from tests.portals.platforms.hashsharing.member import MemberProgram
from tests.portals.platforms.hashsharing.test_entries import member_of
from tipline.foundation.policy.scope import acting
from tipline.hashlist import feed, sharing
from tipline.hashlist.models import HashItem
from tipline.hashlist.states import ListKind

pytestmark = pytest.mark.django_db
BEGINNING = datetime(2026, 1, 1, tzinfo=UTC)
NAMES = ("a", "b", "c", "d")

# A change of one of four items, or a poll that may be interrupted by a change between
# any two of its pages; before each, up to three seconds pass.
CHANGES = st.tuples(st.sampled_from(["set", "retract"]), st.sampled_from(NAMES))
STEPS = st.lists(
    st.tuples(
        st.integers(0, 3),
        st.one_of(CHANGES, st.tuples(st.just("poll"), st.lists(CHANGES, max_size=3))),
    ),
    max_size=25,
)


class World:
    """A list with its own clock, and what a member should know of it."""

    def __init__(self, hash_list, giver):
        self.hash_list, self.giver = hash_list, giver
        self.now = BEGINNING
        self.gone = set()
        self.known = {}
        self.number = 0

    def change(self, what, name):
        """Change an item by its member's word, at the world's own time."""
        if name in self.gone or (what == "retract" and name not in self.known):
            return
        self.number += 1
        principal, slug = self.giver.principal, self.hash_list.slug
        if what == "set":
            value = f"{self.number:032x}"
            sharing.contribute(
                principal,
                slug,
                entry_id=name,
                contribution=sharing.Contribution(
                    media="image", values=[("md5", value)]
                ),
                at=stage.NOW,
            )
        else:
            sharing.retract(principal, slug, entry_id=name, at=stage.NOW)
            self.gone.add(name)
        self.known[name] = None if what == "retract" else value
        with acting(cast.STAGE):
            # As the database stamps: the whole second after the change.
            stamp = self.now + timedelta(seconds=1)
            HashItem.objects.filter(entry_id=name).update(changed_at=stamp)


@pytest.fixture
def world_of(monkeypatch):
    """Give worlds whose pages hold two items, each undone after its example."""
    changes = feed.changes
    monkeypatch.setattr(
        feed, "changes", lambda *a, **k: changes(*a, **{**k, "most": 2})
    )
    hash_list = stage.new_list(ListKind.INDUSTRY, "Industry")
    giver, _ = stage.join(hash_list, may_contribute=True)
    reader = member_of(hash_list, "Sample Social")
    with acting(cast.STAGE):
        HashItem.objects.exclude(canary_for=None).update(
            state="withdrawn", listed_at=None
        )
    return lambda: (World(hash_list, giver), reader)


def from_xml(entry):
    return None if entry is None else entry.findtext("fingerprints/md5")


def from_json(item):
    return None if item["deleted"] else item["fingerprints"][0]["value"]


class ByRange:
    """A member that polls (from, to] ranges of the entries."""

    def __init__(self, world, program: MemberProgram):
        self.world, self.program = world, program
        self.since = BEGINNING - timedelta(days=1)

    def poll(self, changes):
        until, seen = self.world.now, {}
        path = f"/v2/entries?from={text(self.since)}&to={text(until)}"
        while path:
            answer = self.program.get(path)
            assert answer.status == 200, answer.body
            for (_, name), entry in answer.entries.items():
                assert name not in seen
                seen[name] = from_xml(entry)
            path = answer.next_page
            if path and changes:
                self.world.change(*changes.pop())
        self.since = until
        return seen


class ByCursor:
    """A member that follows the JSON feed."""

    def __init__(self, world, program: MemberProgram):
        self.world, self.program = world, program
        self.cursor = ""

    def poll(self, changes):
        seen, more = {}, True
        while more:
            answer = self.program.get(f"/feed?cursor={self.cursor}")
            said = json.loads(answer.body)
            seen |= {item["id"]: from_json(item) for item in said["items"]}
            self.cursor, more = said["cursor"], said["more"]
            if more and changes:
                self.world.change(*changes.pop())
        return seen


def text(at):
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")


@pytest.mark.parametrize("way", [ByRange, ByCursor])
def test_polling_misses_nothing_and_doubles_nothing(world_of, way, monkeypatch):
    @settings(max_examples=30, deadline=None, database=None)
    @given(steps=STEPS)
    def every_split(steps):
        with transaction.atomic():
            run(steps)
            transaction.set_rollback(True)

    def run(steps):
        world, program = world_of()
        # What is final follows the world's clock, not this machine's.
        monkeypatch.setattr(feed, "settle", lambda _list_id: world.now)
        member, copy = way(world, program), {}
        for seconds, (what, more) in steps:
            world.now += timedelta(seconds=seconds)
            if what != "poll":
                world.change(what, more)
                continue
            before = dict(copy)
            got = member.poll(list(more))
            # Whatever comes is new: nothing is sent that was known already.
            assert all(before.get(name, "-") != got[name] for name in got)
            copy |= got
        world.now += timedelta(seconds=5)
        copy |= member.poll([])
        assert copy == world.known

    every_split()
