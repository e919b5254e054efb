"""Whoever says what in whatever order: two agree or a senior decides, or none stands.

The machine keeps its own books, by rules written apart from the product's.
"""

import itertools

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    rule,
    run_state_machine_as_test,
)

from tests import cast
from tests.review import stage
from tests.review.label_sets import ADULTS, EXPLOITATIVE, csam
from tipline.foundation.policy.scope import acting
from tipline.review import handing_out, queries
from tipline.review.errors import OpinionNotYoursError
from tipline.review.labels import Act
from tipline.review.models import Opinion

NUMBERS = itertools.count()
SENIORS = {"Sven", "Mira"}
SAID = [csam(), csam(act=Act.SEX_ACT), EXPLOITATIVE, ADULTS]


class Reviews(RuleBasedStateMachine):
    """One content, three people; `round` is who said what since it last stood."""

    def __init__(self):
        super().__init__()
        self.people = [cast.ana(), cast.sven(), cast.mira()]
        self.content = stage.content(f"machine {next(NUMBERS)}")
        self.round = []
        self.stands = None
        self.before = None
        self.count = 0

    @rule(who=st.integers(0, 2), labels=st.sampled_from(SAID), is_sure=st.booleans())
    def somebody_speaks(self, who, labels, is_sure):
        person = self.people[who]
        if not self.may(person.name):
            with pytest.raises(OpinionNotYoursError):
                stage.say(person, self.content, labels, is_sure=is_sure)
            return
        stage.say(person, self.content, labels, is_sure=is_sure)
        self.count += 1
        self.note(person.name, labels, is_sure=is_sure)

    def is_open_to_seniors_only(self):
        return len(self.round) - (self.before is None) >= 1

    def may(self, name):
        if self.is_open_to_seniors_only() and name not in SENIORS:
            return False
        return name not in [each for each, _ in self.round]

    def note(self, name, labels, *, is_sure):
        decides = self.is_open_to_seniors_only()
        earlier = self.round[-1][1] if self.round else self.before
        if earlier is None:
            settles = is_sure and labels == ADULTS
        else:
            settles = decides or (is_sure and labels == earlier)
        if settles:
            self.round, self.stands, self.before = [], labels, labels
        else:
            self.round, self.stands = [*self.round, (name, labels)], None

    @invariant()
    def what_stands_is_what_the_books_say(self):
        found = queries.labels_of(cast.STAGE, [self.content.pk])
        assert found.get(self.content.pk) == self.stands
        assert (self.content.pk in stage.waiting()) == (self.stands is None)

    @invariant()
    def nothing_that_was_said_is_lost(self):
        with acting(cast.STAGE):
            assert Opinion.objects.filter(content=self.content).count() == self.count

    @invariant()
    def whoever_is_handed_it_may_speak(self):
        for person in self.people:
            principal = cast.principal_of(person)
            with acting(principal):
                rows = handing_out.waiting_for(person, at=stage.NOW)
                is_offered = rows.filter(pk=self.content.pk).exists()
            assert is_offered == (self.stands is None and self.may(person.name))


@pytest.mark.django_db
def test_the_books_and_the_tables_agree():
    run_state_machine_as_test(
        Reviews,
        settings=settings(
            max_examples=8,
            stateful_step_count=8,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
