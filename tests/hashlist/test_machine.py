"""Whatever people do in whatever order: three agree, nobody dissents, or it is off."""

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
from tests.hashlist.test_counts import require_true_counts
from tipline.foundation.accounts.models import Person
from tipline.foundation.errors import TiplineError
from tipline.foundation.policy.scope import acting
from tipline.hashlist import canaries, queries, reviewing, settling, sharing
from tipline.hashlist.models import HashItem, Proposal
from tipline.hashlist.states import ListKind

NUMBERS = itertools.count()
SENIORITIES = (1, 1, 2, 2, 3, 3)


def analysts() -> list[Person]:
    """Give six analysts, two of each seniority."""
    organization = cast.ana().organization
    people = Person.objects.select_related("organization")
    with acting(cast.STAGE):
        return [
            people.get_or_create(
                email=f"analyst-{number}@example.org",
                defaults={
                    "name": f"Analyst {number}",
                    "role": "analyst",
                    "organization": organization,
                    "seniority": seniority,
                    "created_at": cast.YESTERDAY,
                },
            )[0]
            for number, seniority in enumerate(SENIORITIES)
        ]


class Lists(RuleBasedStateMachine):
    """Keeps its own books of who agreed on what, and compares them with the tables.

    `held` has, for every item, who holds it on its list: nobody, or three people.
    """

    def __init__(self):
        super().__init__()
        self.people = analysts()
        number = next(NUMBERS)
        self.lists = [
            stage.new_list(ListKind.CSAM, f"own {number}"),
            stage.new_list(ListKind.EXPLOITATIVE, f"other {number}"),
        ]
        self.members = [
            stage.join(self.lists[0], name)[0]
            for name in ("Exemplar Chat", "Sample Social")
        ]
        self.held: dict[int, set[int]] = {}
        self.wishes: dict[int, tuple[Proposal, set[int]]] = {}

    def some(self, keys, which: int) -> int:
        ordered = sorted(keys)
        return ordered[which % len(ordered)]

    def as_person(self, who: int):
        return cast.principal_of(self.people[who])

    @rule(who=st.integers(0, 5))
    def propose(self, who):
        made = stage.propose(
            self.lists[0], f"file {next(NUMBERS)}", by=self.people[who]
        )
        self.held[made.item_id] = set()
        self.wishes[made.item_id] = (made, {who})

    @precondition(lambda self: self.held)
    @rule(
        which=st.integers(0, 99),
        who=st.integers(0, 5),
        kind=st.sampled_from(["reclassify", "move", "reinstate"]),
    )
    def propose_change(self, which, who, kind):
        item_id = self.some(self.held, which)
        with suppress(TiplineError):
            made = reviewing.propose_change(
                self.as_person(who),
                item_id,
                kind=kind,
                look=stage.LOOK,
                classification="B1",
                target_id=self.lists[1].pk,
                at=stage.NOW,
            )
            assert item_id not in self.wishes
            self.wishes[item_id] = (made, {who})

    @precondition(lambda self: self.wishes)
    @rule(
        which=st.integers(0, 99),
        who=st.integers(0, 5),
        concurs=st.sampled_from([True, True, True, False]),
    )
    def vote(self, which, who, *, concurs):
        item_id = self.some(self.wishes, which)
        proposal, agreed = self.wishes[item_id]
        with suppress(TiplineError):
            stage.vote(
                proposal, self.people[who], concurs=concurs, reason="Not this one."
            )
            if concurs:
                assert who not in agreed
                agreed.add(who)
            self.settle(item_id, proposal, agreed=agreed, concurs=concurs)

    def settle(self, item_id, proposal, *, agreed, concurs):
        """Keep the books after a vote that was taken."""
        goes_on = {"list", "reinstate"}
        if not concurs:
            del self.wishes[item_id]
            if proposal.kind in goes_on:
                self.held[item_id] = set()
        elif len(agreed) == 3:
            del self.wishes[item_id]
            if proposal.kind in goes_on:
                self.held[item_id] = agreed
            elif proposal.kind == "move":
                self.held[item_id] = set()
                with acting(cast.STAGE):
                    moved = HashItem.objects.get(moved_from_id=item_id)
                self.held[moved.pk] = agreed

    @precondition(lambda self: self.held)
    @rule(
        which=st.integers(0, 99),
        who=st.integers(0, 5),
        how=st.sampled_from([reviewing.challenge, reviewing.withdraw]),
    )
    def object(self, which, who, how):
        item_id = self.some(self.held, which)
        with suppress(TiplineError):
            how(self.as_person(who), item_id, reason="An adult.", at=stage.NOW)
            self.held[item_id] = set()
            self.wishes.pop(item_id, None)

    def teardown(self):
        require_true_counts()

    @precondition(lambda self: self.held)
    @rule(which=st.integers(0, 99), by=st.sampled_from([[0], [1], [0, 1]]))
    def members_object(self, which, by):
        """Let members vote against an item, and the worker take the votes up."""
        item_id = self.some(self.held, which)
        item = queries.item(cast.STAGE, item_id)
        for each in by:
            with suppress(TiplineError):
                sharing.vote(
                    self.members[each].principal,
                    self.lists[0].slug,
                    member_number=1,
                    entry_id=item.entry_id,
                    algorithm="md5",
                    reasons=["adult"],
                    at=stage.NOW + timedelta(minutes=1),
                )
        if settling.settle_item(cast.STAGE, item_id, at=stage.NOW):
            self.held[item_id] = set()
            self.wishes.pop(item_id, None)

    @invariant()
    def an_item_is_listed_while_three_people_hold_it_there(self):
        with acting(cast.STAGE):
            active = set(
                HashItem.objects.filter(
                    hash_list__in=self.lists, state="active", canary_for=None
                ).values_list("pk", flat=True)
            )
        assert active == {item for item, by in self.held.items() if by}
        for item in active:
            ranks = sorted(SENIORITIES[who] for who in self.held[item])
            assert len(ranks) == 3
            assert all(
                rank >= least for rank, least in zip(ranks, (1, 2, 3), strict=True)
            )


@pytest.mark.django_db
def test_no_sequence_of_actions_lists_on_fewer_than_three_or_keeps_after_dissent(
    monkeypatch,
):
    monkeypatch.setattr(canaries, "LEAST", 0)  # they take time, and are not asked
    run_state_machine_as_test(
        Lists,
        settings=settings(
            max_examples=15,
            stateful_step_count=30,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
