"""Whatever happens in whatever order: only what was read is set aside with a flood."""

from contextlib import suppress
from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from tests import cast
from tests.triage.test_floods import send
from tipline.foundation.errors import ConflictError, NotFoundError
from tipline.foundation.policy.scope import acting
from tipline.triage import bundles, floods
from tipline.triage.alike import Kin, is_taken_in
from tipline.triage.bundle_reading import read_bundle
from tipline.triage.models import Bundle, BundleStay, Likeness, Standing

pytestmark = pytest.mark.django_db
NOW = datetime.now(UTC)
KINS = (Kin.ALL, Kin.ALL, Kin.WORDS, Kin.WORDS, Kin.NAMED)
# Somebody comes or leaves; an analyst looks, or decides about what they looked at.
DEEDS = ("look", "aside", "half aside", "back", "all aside")
steps = st.one_of(
    st.tuples(st.sampled_from(["come", "leave"]), st.integers(0, len(KINS) - 1)),
    st.tuples(st.sampled_from(DEEDS), st.just(0)),
)


@given(kin=st.sampled_from(Kin), is_in=st.booleans())
def test_a_decision_takes_in_later_only_what_is_alike_in_all(kin, is_in):
    assert is_taken_in(kin, is_set_aside=False, is_in=is_in)
    assert is_taken_in(kin, is_set_aside=True, is_in=is_in) is (is_in or kin is Kin.ALL)


@pytest.fixture
def gathered(monkeypatch):
    """Give the first of a flood, and others like it that are not compared yet."""
    with monkeypatch.context() as patched:
        patched.setattr(floods, "follow", lambda *_, **__: None)
        first, *others = (send() for _ in (None, *KINS))
    with acting(cast.STAGE):
        Likeness.objects.create(report_id=first, at=NOW)
        for report_id, kin in zip(others, KINS, strict=True):
            Likeness.objects.create(
                report_id=report_id, leader_id=first, kin=kin, is_gathered=True, at=NOW
            )
    return first, others


class Desk:
    """An analyst at the page of a flood, who knows what they have read."""

    def __init__(self, first, others):
        self.first, self.others = first, others
        self.newest, self.shown, self.covered = 0, set(), set()

    def do(self, deed, number):
        with suppress(ConflictError, NotFoundError):
            getattr(self, deed.replace(" ", "_"))(self.others[number])

    def come(self, report_id):
        floods.follow(cast.STAGE, report_id, incidents=1, at=NOW)

    def leave(self, report_id):
        with acting(cast.STAGE):
            standing = Standing.objects.select_for_update().get(pk=report_id)
            bundles.leave(cast.STAGE, standing, because=("needs-person",), at=NOW)

    def look(self, _):
        half = read_bundle(cast.STAGE, self.first).half
        self.newest = half.newest if half else 0
        self.shown = {each.report_id for each in half.members} if half else set()

    def aside(self, _):
        floods.set_aside(cast.STAGE, self.first, reason="x", at=NOW)

    def half_aside(self, _):
        seen = self.newest
        floods.set_half_aside(cast.STAGE, self.first, seen=seen, reason="x", at=NOW)
        self.covered = self.shown

    def all_aside(self, _):
        self.look(_)
        self.aside(_)
        self.half_aside(_)

    def back(self, _):
        floods.take_back(cast.STAGE, self.first)
        self.covered = set()

    def out_of_the_queue(self):
        with acting(cast.STAGE):
            rows = Standing.objects.filter(bundle__set_aside_at__isnull=False)
            return set(rows.values_list("report_id", flat=True))


def test_nothing_half_alike_is_out_of_the_queue_that_nobody_looked_at(gathered):
    first, others = gathered
    half = {one for one, kin in zip(others, KINS, strict=True) if kin is not Kin.ALL}

    @settings(max_examples=25, deadline=None, database=None)
    @given(st.lists(steps, min_size=6, max_size=12))
    def in_any_order(taken):
        desk = Desk(first, others)
        with transaction.atomic():
            for deed, number in (("come", 2), *taken):
                desk.do(deed, number)
                assert desk.out_of_the_queue() & half <= desk.covered
            transaction.set_rollback(True)

    in_any_order()


def test_the_database_refuses_a_stay_in_the_other_part(gathered):
    first, others = gathered
    desk = Desk(first, others)
    for deed, number in (("come", 0), ("come", 2), ("look", 0), ("aside", 0)):
        desk.do(deed, number)
    desk.do("half aside", 0)
    with acting(cast.STAGE):
        half = Bundle.objects.get(half_of=first).pk
        for bundle_id, kin in ((first, Kin.WORDS), (half, Kin.ALL), (half, Kin.WORDS)):
            with pytest.raises(IntegrityError), transaction.atomic():
                BundleStay.objects.create(
                    bundle_id=bundle_id,
                    report_id=others[3],
                    incidents=1,
                    designation="referral",
                    because={"alike_in": kin},
                    joined_at=NOW,
                )
    assert desk.out_of_the_queue() == {others[0], others[2]}
