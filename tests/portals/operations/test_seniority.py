"""Two operators raise somebody; one alone could make three reviewers."""

import json

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from tests import cast, factories
from tipline.foundation.accounts.independence import are_independent
from tipline.foundation.accounts.models import Person, SeniorityWish
from tipline.foundation.accounts.seniority import set_seniority
from tipline.foundation.audit.models import Entry
from tipline.foundation.policy.scope import acting

pytestmark = pytest.mark.django_db


def says(operator, seniority, *, of=None):
    """Let an operator say how far up a word counts, in the browser; give the page."""
    browser = factories.browser_of(operator)
    page = reverse("operations:seniority", args=[(of or cast.ana()).pk])
    assert browser.get(page).status_code == 200
    return browser.post(page, {"seniority": str(seniority)}, follow=True)


def invited(who, *, by):
    with acting(cast.STAGE):
        Person.objects.filter(pk=who.pk).update(invited_by=by)


def audited(action):
    with acting(cast.STAGE):
        rows = Entry.objects.filter(action=action).order_by("pk")
        return [json.loads(row.details) for row in rows]


def test_raising_waits_for_a_second_operator_who_says_the_same():
    omar, olga = cast.omar(), cast.olga()
    page = says(omar, 2).content.decode()
    assert "a second operator must say the same" in page
    assert "Senior, says Omar" in page
    assert cast.ana().seniority == 1
    says(omar, 2)
    assert cast.ana().seniority == 1
    page = says(olga, 2).content.decode()
    assert "says Omar" not in page
    assert cast.ana().seniority == 2
    assert [each["wished"] for each in audited("person.seniority_asked")] == [2, 2]
    (done,) = audited("person.seniority_set")
    assert done == {"before": 1, "after": 2, "asked_by": omar.pk}


def test_who_says_something_else_begins_anew():
    says(cast.omar(), 3)
    says(cast.olga(), 2)
    assert cast.ana().seniority == 1
    says(cast.omar(), 2)
    assert cast.ana().seniority == 2


def test_lowering_holds_at_once_and_ends_what_waits():
    says(cast.omar(), 3, of=cast.sven())
    says(cast.olga(), 1, of=cast.sven())
    assert cast.sven().seniority == 1
    with acting(cast.STAGE):
        assert not SeniorityWish.objects.exists()


def test_nobody_confirms_whom_they_could_have_made_up():
    omar, olga = cast.omar(), cast.olga()
    invited(olga, by=omar)
    says(omar, 2)
    refused = says(olga, 2)
    assert refused.status_code == 403
    assert "from the command line" in refused.content.decode()
    assert cast.ana().seniority == 1
    # Nor do two whom a third invited.
    for each in (omar, olga):
        invited(each, by=cast.vera())
    assert says(olga, 2).status_code == 403
    invited(omar, by=None)
    assert says(olga, 2).status_code == 200
    assert cast.ana().seniority == 2


def test_the_command_line_needs_no_second():
    assert set_seniority(cast.STAGE, cast.ana(), seniority=3, at=cast.NOW) == "set"
    assert cast.ana().seniority == 3


INVITED = st.dictionaries(st.integers(1, 6), st.none() | st.integers(1, 6))


@given(st.integers(1, 6), st.integers(1, 6), INVITED)
def test_independent_people_have_nobody_in_common(first, second, invited_by):
    found = are_independent(first, second, invited_by=invited_by)
    assert found == are_independent(second, first, invited_by=invited_by)
    assert not (found and first == second)
    assert not (found and second == invited_by.get(first))
    if found and (root := invited_by.get(first)):
        assert are_independent(root, second, invited_by=invited_by)
