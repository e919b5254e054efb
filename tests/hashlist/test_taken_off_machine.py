"""Whatever members and sources send, in whatever order: what people took off is off."""

import itertools
from contextlib import suppress
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from tests import cast
from tests.hashlist import stage
from tipline.foundation.errors import TiplineError
from tipline.foundation.policy.scope import acting
from tipline.hashlist import canaries, importing, reviewing, settling, sharing
from tipline.hashlist.models import HashItem
from tipline.hashlist.states import ListKind

NUMBERS = itertools.count()
# Of two files, the first of which is sent more often: one hash, the other, or both.
HASHES = st.tuples(
    st.sampled_from(["a", "a", "a", "b"]),
    st.sampled_from([("md5",), ("sha1",), ("md5", "sha1")]),
).map(lambda sent: [(n, sent[0] * {"md5": 32, "sha1": 40}[n]) for n in sent[1]])
MEMBER = st.integers(0, 1)
ENTRY = st.integers(0, 2)
ANY = st.integers(0, 99)


class Words(RuleBasedStateMachine):
    """Lists on the word of members, and of a source.

    `off` has every item that people took off, with its list, its hashes, and the items
    that may have one of these nevertheless: they had it before, or three people put
    them back.
    """

    def __init__(self):
        super().__init__()
        number = next(NUMBERS)
        self.industry = stage.new_list(ListKind.INDUSTRY, f"industry {number}")
        self.partner = stage.new_list(ListKind.IMPORTED, f"partner {number}")
        self.members = [
            stage.join(self.industry, name, may_contribute=True)[0]
            for name in ("Exemplar Chat", "Sample Social")
        ]
        self.off: dict[int, tuple[int, set[tuple[str, str]], set[int]]] = {}
        self.minutes = itertools.count(1)

    def now(self):
        return stage.NOW + timedelta(minutes=next(self.minutes))

    def items(self):
        """Give what was sent: the items by key."""
        with acting(cast.STAGE):
            rows = HashItem.objects.filter(hash_list__in=(self.industry, self.partner))
            rows = rows.filter(canary_for=None).select_related("member")
            return {item.pk: item for item in rows.prefetch_related("entries")}

    def some(self, which):
        items = self.items()
        return items[sorted(items)[which % len(items)]]

    def note_off(self, item_id):
        items = self.items()
        item = items[item_id]
        others = {
            key
            for key, other in items.items()
            if other.state == "active"
            and other.hash_list_id == item.hash_list_id
            and prints_of(other) & prints_of(item)
        }
        self.off[item_id] = (item.hash_list_id, prints_of(item), others)

    @rule(by=MEMBER, entry=ENTRY, hashes=HASHES)
    def put(self, by, entry, hashes):
        with suppress(TiplineError):
            sharing.contribute(
                self.members[by].principal,
                self.industry.slug,
                entry_id=f"e-{entry}",
                contribution=sharing.Contribution(media="image", values=hashes),
                at=self.now(),
            )

    @rule(by=MEMBER, entry=ENTRY)
    def retract(self, by, entry):
        platform, slug = self.members[by].principal, self.industry.slug
        with suppress(TiplineError):
            sharing.retract(platform, slug, entry_id=f"e-{entry}", at=self.now())

    @rule(key=ENTRY, hashes=HASHES, is_deleted=st.sampled_from([False, False, True]))
    def source_sends(self, key, hashes, *, is_deleted):
        record = importing.Record(
            key=f"k-{key}", values=tuple(hashes), is_deleted=is_deleted
        )
        importing.import_records(cast.STAGE, self.partner, [record], at=self.now())

    @precondition(lambda self: self.items())
    @rule(which=ANY, how=st.sampled_from([reviewing.challenge, reviewing.withdraw]))
    def person_objects(self, which, how):
        item, sven = self.some(which), cast.principal_of(cast.sven())
        with suppress(TiplineError):
            how(sven, item.pk, reason="An adult.", at=self.now())
            self.note_off(item.pk)

    @precondition(lambda self: self.items())
    @rule(which=ANY)
    def members_object(self, which):
        item = self.some(which)
        if item.hash_list_id != self.industry.pk:
            return
        for platform in self.members:
            with suppress(TiplineError):
                sharing.vote(
                    platform.principal,
                    self.industry.slug,
                    member_number=item.member.number,
                    entry_id=item.entry_id,
                    algorithm=next(iter(sorted(prints_of(item))))[0],
                    reasons=["adult"],
                    at=self.now(),
                )
        if settling.settle_item(cast.STAGE, item.pk, at=self.now()):
            self.note_off(item.pk)

    @precondition(lambda self: self.off)
    @rule(which=ANY, concurs=st.booleans())
    def three_decide(self, which, *, concurs):
        item_id = sorted(self.off)[which % len(self.off)]
        with suppress(TiplineError):
            proposal = reviewing.propose_change(
                cast.principal_of(cast.ana()),
                item_id,
                kind="reinstate",
                look=stage.LOOK,
                at=self.now(),
            )
            stage.vote(proposal, cast.sven())
            stage.vote(proposal, cast.mira(), concurs=concurs, reason="An adult.")
            if concurs:
                del self.off[item_id]
                for _, _, allowed in self.off.values():
                    allowed.add(item_id)

    @invariant()
    def what_people_took_off_stays_off(self):
        for key, item in self.items().items() if self.off else ():
            for list_id, prints, allowed in self.off.values():
                if item.state == "active" and item.hash_list_id == list_id:
                    assert key in allowed or not prints_of(item) & prints


def prints_of(item: HashItem) -> set[tuple[str, str]]:
    return {(e.algorithm, e.value) for e in item.entries.all() if not e.withdrawn_at}


@pytest.mark.django_db
def test_no_sequence_of_words_brings_back_what_people_took_off(monkeypatch):
    monkeypatch.setattr(canaries, "LEAST", 0)  # they take time, and are not asked
    run_state_machine_as_test(
        Words,
        settings=settings(
            max_examples=12,
            stateful_step_count=20,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
