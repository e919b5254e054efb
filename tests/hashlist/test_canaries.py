"""Canaries keep pace with their list by themselves."""

import pytest

from tests import cast
from tests.hashlist import stage
from tipline.foundation.audit.models import Entry
from tipline.foundation.policy.scope import acting
from tipline.hashlist import members, planting, services
from tipline.hashlist.models import HashItem
from tipline.hashlist.states import Tier

pytestmark = pytest.mark.django_db


@pytest.fixture
def hash_list():
    return stage.new_list("imported", "Partner")


def grow(hash_list, number):
    lines = [f"md5,{n:032x},A1" for n in range(number)]
    services.load_list(
        cast.STAGE, lines, name=hash_list.name, meaning="invented", at=stage.NOW
    )


def canaries_of(member):
    with acting(cast.STAGE):
        return list(HashItem.objects.filter(canary_for=member))


def shapes(items):
    with acting(cast.STAGE):
        return {
            (item.classification, *(e.algorithm for e in item.entries.all()))
            for item in items
        }


def test_a_grown_list_gives_each_reader_the_canaries_it_lacks(hash_list, monkeypatch):
    # As if its items had come one by one: a long import brings canaries of its own.
    monkeypatch.setattr(planting, "keep_pace", lambda *_, **__: 0)
    _, chat = stage.join(hash_list)
    _, asker = stage.join(hash_list, "Third Forum", tier=Tier.MATCH_ONLY)
    _, gone = stage.join(hash_list, "Sample Social")
    members.end_access(cast.STAGE, gone.pk, at=stage.NOW)
    assert planting.top_up(cast.STAGE, at=stage.NOW) == 0
    before = canaries_of(chat)
    grow(hash_list, 2_950)
    assert planting.top_up(cast.STAGE, at=stage.NOW) == 10
    new = [one for one in canaries_of(chat) if one not in before]
    assert shapes(new) == {("A1", "md5")}
    assert len(canaries_of(asker)) == len(canaries_of(gone)) == 20
    assert planting.top_up(cast.STAGE, at=stage.NOW) == 0
    with acting(cast.STAGE):
        assert Entry.objects.filter(action="hash_list.canaries_planted").count() == 1


def test_a_switched_off_list_gets_no_canaries(hash_list):
    stage.join(hash_list)
    grow(hash_list, 2_950)
    services.kill_list(cast.STAGE, hash_list.pk, at=stage.NOW)
    assert planting.top_up(cast.STAGE, at=stage.NOW) == 0


def test_of_a_long_list_some_blocks_are_read(hash_list, monkeypatch):
    monkeypatch.setattr(planting, "_FEW", 100)
    grow(hash_list, 2_950)
    _, chat = stage.join(hash_list)
    assert len(canaries_of(chat)) == 30
    assert shapes(canaries_of(chat)) == {("A1", "md5")}
