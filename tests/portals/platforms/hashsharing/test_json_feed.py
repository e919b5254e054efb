"""The JSON feed: one cursor, tombstones, and 304 for what is known."""

import json

import pytest

from tests import cast
from tests.hashlist import stage
from tests.portals.platforms.hashsharing.test_entries import member_of, settle
from tipline.hashlist import feed, reviewing
from tipline.hashlist.states import Tier

pytestmark = pytest.mark.django_db
PDQ = "0f" * 32


@pytest.fixture
def csam():
    return stage.new_list()


def read(program, cursor=""):
    answer = program.get(f"/feed?cursor={cursor}")
    assert answer.status == 200, answer.body
    return json.loads(answer.body)


def test_the_feed_says_what_the_entries_say(csam):
    item = stage.listed(csam, pdq=PDQ)
    program = member_of(csam)
    settle(csam)
    said = read(program)
    (one,) = (each for each in said["items"] if each["id"] == item.entry_id)
    assert (one["member"]["id"], one["media"], one["deleted"]) == (1, "image", False)
    assert one["classification"] == "A1"
    assert [f["type"] for f in one["fingerprints"]] == ["MD5", "PDQ", "SHA1"]
    keys = {(each["member"]["id"], each["id"]) for each in said["items"]}
    assert keys == program.poll().keys()
    assert said["more"] is False


def test_a_known_answer_is_not_sent_again_until_something_changes(csam):
    item = stage.listed(csam)
    program = member_of(csam)
    settle(csam)
    first = program.get("/feed")
    tag = {"HTTP_IF_NONE_MATCH": f'"other", {first.headers["ETag"]}'}
    again = program.get("/feed", **tag)
    assert (again.status, again.body) == (304, b"")
    cursor = json.loads(first.body)["cursor"]
    empty = program.get(f"/feed?cursor={cursor}")
    said = json.loads(empty.body)
    assert (said["items"], said["cursor"]) == ([], cursor)
    tag = {"HTTP_IF_NONE_MATCH": empty.headers["ETag"]}
    assert program.get(f"/feed?cursor={cursor}", **tag).status == 304
    sven = cast.principal_of(cast.sven())
    reviewing.withdraw(sven, item.pk, reason="Wrong.", at=stage.NOW)
    settle(csam, by=2)
    changed = program.get(f"/feed?cursor={cursor}", **tag)
    assert changed.status == 200
    (tombstone,) = [i for i in json.loads(changed.body)["items"] if i["deleted"]]
    assert tombstone["id"] == item.entry_id
    assert "fingerprints" not in tombstone


def test_pages_go_on_by_the_cursor(csam, monkeypatch):
    stage.listed(csam)
    program = member_of(csam)
    settle(csam)
    changes = feed.changes
    monkeypatch.setattr(
        feed, "changes", lambda *a, **k: changes(*a, **{**k, "most": 8})
    )
    seen, cursor, more = [], "", True
    while more:
        said = read(program, cursor)
        seen += [each["id"] for each in said["items"]]
        cursor, more = said["cursor"], said["more"]
    assert len(seen) == len(set(seen)) == 21


def test_tiers_hold_here_too_and_refusals_are_json(csam):
    stage.listed(csam, pdq=PDQ)
    program = member_of(csam, tier=Tier.CRYPTOGRAPHIC)
    settle(csam)
    kinds = {f["type"] for i in read(program)["items"] for f in i["fingerprints"]}
    assert kinds == {"MD5", "SHA1"}
    for cursor, code in (("x", "unreadable-parameter"), ("1_77_a", "unknown-cursor")):
        answer = program.get(f"/feed?cursor={cursor}")
        assert (answer.status, json.loads(answer.body)["error"]) == (400, code)
