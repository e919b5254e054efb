"""Colleagues are told when somebody sees much: how much, never what."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.conf import settings

from tests import cast
from tests.viewing import evidence
from tests.viewing.evidence import ask, reported
from tipline.foundation.audit.models import Entry
from tipline.foundation.errors import NotFoundError
from tipline.foundation.policy.scope import acting
from tipline.viewing import concerns, queries, services
from tipline.viewing.errors import BuddyUnknownError, PreviewQuotaError
from tipline.viewing.exposure import Limits
from tipline.viewing.quota import Quota

pytestmark = pytest.mark.django_db
ALWAYS = settings.VIEWING
FEW = replace(ALWAYS, quota=Quota(hour=3, day=100, tell_percent=60))
SHORT = Limits(day_minutes=1, tell_percent=10, opening_hour=0, cut_off_hour=24)
LITTLE = replace(ALWAYS, limits=SHORT)


def now():
    return datetime.now(UTC)


def waiting(person):
    found = queries.open_concerns(cast.principal_of(person), person)
    return [(each.person.name, each.kind) for each in found]


def held(viewer, wanted, *, terms):
    begun = now()
    ask(services.veil(viewer, wanted, terms=ALWAYS, at=begun))
    hold = services.hold(viewer, wanted, terms=terms, at=begun)
    released = begun + timedelta(seconds=7)
    services.release(viewer, hold.hold_id, terms=terms, at=released)
    return released


def test_who_asks_for_many_previews_is_told_of_before_they_are_refused(ana):
    wanted, at = reported(), now()
    services.veil(ana, wanted, terms=FEW, at=at)
    sven = cast.sven()
    assert waiting(sven) == []
    services.veil(ana, wanted, terms=FEW, at=at)
    assert waiting(sven) == [("Ana", "many-previews")]
    services.veil(ana, wanted, terms=FEW, at=at)
    with pytest.raises(PreviewQuotaError, match="It goes on at"):
        services.veil(ana, wanted, terms=FEW, at=at)
    assert waiting(sven) == [("Ana", "many-previews")]
    assert waiting(cast.omar()) == [("Ana", "many-previews")]
    after = at + timedelta(minutes=61)
    assert services.veil(ana, wanted, terms=FEW, at=after)


def test_nobody_sees_or_answers_a_concern_about_themselves():
    sven, omar = cast.sven(), cast.omar()
    viewer, wanted = evidence.viewer(sven), reported()
    for _ in range(2):
        services.veil(viewer, wanted, terms=FEW, at=now())
    assert waiting(sven) == []
    (concern,) = queries.open_concerns(cast.principal_of(omar), omar)
    with pytest.raises(NotFoundError):
        concerns.answer(viewer.principal, sven, concern.pk, at=now())
    concerns.answer(cast.principal_of(omar), omar, concern.pk, at=now())
    assert waiting(omar) == []
    past = queries.past_concerns(cast.principal_of(omar), omar)
    assert [each.answered_by for each in past] == [omar]


def test_a_buddy_is_told_of_much_exposure_and_of_no_previews(ana):
    ben = cast.ben()
    wanted = reported()
    assert held(ana, wanted, terms=LITTLE)
    assert waiting(ben) == []  # nobody's buddy yet
    concerns.choose_buddy(ana.principal, ana.person, ben.pk, default=ALWAYS.look)
    assert waiting(ben) == [("Ana", "load")]
    for _ in range(2):
        services.veil(ana, wanted, terms=FEW, at=now())
    assert waiting(ben) == [("Ana", "load")]
    (concern,) = queries.open_concerns(cast.principal_of(ben), ben)
    concerns.answer(cast.principal_of(ben), ben, concern.pk, at=now())
    with acting(cast.STAGE):
        actions = Entry.objects.filter(subject=f"person:{ana.person.pk}")
        known = set(actions.values_list("action", flat=True))
    assert known >= {"buddy.chosen", "concern.raised", "concern.answered"}


def test_one_of_a_kind_in_a_day(ana):
    wanted, sven = reported(), cast.sven()
    released = held(ana, wanted, terms=LITTLE)
    (concern,) = queries.open_concerns(cast.principal_of(sven), sven)
    assert concern.number == 7
    concerns.answer(cast.principal_of(sven), sven, concern.pk, at=released)
    again = services.hold(ana, wanted, terms=LITTLE, at=released)
    end = released + timedelta(seconds=5)
    services.release(ana, again.hold_id, terms=LITTLE, at=end)
    assert waiting(sven) == []


def test_who_wants_company_may_ask_again_once_somebody_came(ana):
    sven = cast.sven()
    for _ in range(2):
        concerns.ask_company(ana.principal, ana.person, at=now())
    (concern,) = queries.open_concerns(cast.principal_of(sven), sven)
    concerns.answer(cast.principal_of(sven), sven, concern.pk, at=now())
    concerns.ask_company(ana.principal, ana.person, at=now())
    assert waiting(sven) == [("Ana", "asked")]


def test_a_buddy_is_another_analyst_of_the_house(ana):
    for stranger in (ana.person, cast.omar(), cast.lena()):
        with pytest.raises(BuddyUnknownError):
            concerns.choose_buddy(
                ana.principal, ana.person, stranger.pk, default=ALWAYS.look
            )
    sven = cast.sven()
    concerns.choose_buddy(ana.principal, ana.person, sven.pk, default=ALWAYS.look)
    assert queries.buddy_of(ana.principal, ana.person.pk) == sven
    concerns.choose_buddy(ana.principal, ana.person, None, default=ALWAYS.look)
    assert queries.buddy_of(ana.principal, ana.person.pk) is None
