"""Many people ask for work at once, each on a connection of their own."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from tests import cast
from tests.review import stage
from tipline.foundation.accounts.models import Person
from tipline.foundation.policy.scope import acting
from tipline.review import handing_out
from tipline.review.models import ContentReview

AT_ONCE = 6


# Threads see what is committed only, so this is, and is removed again.
@pytest.fixture
def waiting(django_db_setup, django_db_blocker):  # noqa: ARG001 - must run
    with django_db_blocker.unblock():
        organization = cast.ana().organization
        with acting(cast.STAGE):
            people = [
                Person.objects.create(
                    name=f"Reviewer {number}",
                    email=f"reviewer-{number}@example.org",
                    role="analyst",
                    organization=organization,
                    created_at=cast.YESTERDAY,
                )
                for number in range(AT_ONCE)
            ]
            people = list(
                Person.objects.select_related("organization").filter(
                    email__startswith="reviewer-"
                )
            )
        contents = [stage.content() for _ in range(AT_ONCE - 2)]
        yield people, {content.pk for content in contents}
        with acting(cast.STAGE):
            ContentReview.objects.all().delete()
            Person.objects.filter(pk__in=[person.pk for person in people]).delete()
        connection.close()


def test_no_two_people_are_handed_the_same_and_nothing_is_left_behind(waiting):
    people, contents = waiting
    together = Barrier(AT_ONCE)

    def ask(person):
        together.wait(30)
        try:
            found = handing_out.next_for(
                cast.principal_of(person), policy=stage.POLICY, at=stage.NOW
            )
            return found.pk if found else None
        finally:
            connection.close()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        handed = [found for found in pool.map(ask, people) if found]
    assert len(handed) == len(set(handed))
    assert set(handed) == contents


def test_who_asks_while_a_row_is_being_handed_out_passes_it_over(waiting):
    people, contents = waiting
    with acting(cast.principal_of(people[0])):
        mine = handing_out.next_for(
            cast.principal_of(people[0]), policy=stage.POLICY, at=stage.NOW
        )
        with ThreadPoolExecutor(1) as pool:

            def ask():
                try:
                    return handing_out.next_for(
                        cast.principal_of(people[1]),
                        policy=stage.POLICY,
                        at=stage.NOW,
                    ).pk
                finally:
                    connection.close()

            theirs = pool.submit(ask).result(timeout=30)
    assert theirs != mine.pk
    assert {theirs, mine.pk} <= contents
