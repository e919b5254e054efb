"""Members that may not hold a list ask about single hashes."""

import hashlib
import json

import pytest

from tests import cast
from tests.hashlist import stage
from tests.portals.platforms.hashsharing.test_entries import member_of, settle
from tipline.foundation.audit.models import Entry
from tipline.foundation.policy.scope import acting
from tipline.hashlist import asking, reviewing
from tipline.hashlist.models import HashEntry, HashItem
from tipline.hashlist.states import Tier
from tipline.portals.platforms.hashsharing.matching import QUESTIONS

pytestmark = pytest.mark.django_db
PDQ = "0f" * 32
MD5 = hashlib.md5(b"a file", usedforsecurity=False).hexdigest()


@pytest.fixture
def csam():
    return stage.new_list()


@pytest.fixture
def asker(csam, monkeypatch):
    monkeypatch.setattr(QUESTIONS, "per_minute", 10_000)
    return member_of(csam, "Third Forum", tier=Tier.MATCH_ONLY)


def bucket(program, digest, name="MD5"):
    answer = program.get(f"/match/{name}/{digest[:5]}")
    assert answer.status == 200, answer.body
    return json.loads(answer.body)["suffixes"]


def ask(program, value):
    body = json.dumps({"type": "PDQ", "value": value}).encode()
    answer = program.call("POST", "/match", body, kind="application/json")
    return answer.status, json.loads(answer.body)


def variant(number):
    """The listed hash with one of its bits turned."""
    return f"{int(PDQ, 16) ^ (1 << number):064x}"


def test_a_bucket_tells_who_has_the_file_and_nobody_else(csam, asker):
    item = stage.listed(csam)
    assert MD5[5:] in bucket(asker, MD5)
    other = "f" * 32
    suffixes = bucket(asker, other)
    assert other[5:] not in suffixes
    sha1 = hashlib.sha1(b"a file", usedforsecurity=False).hexdigest()
    assert sha1[5:] in bucket(asker, sha1, "sha1")
    ana = cast.principal_of(cast.ana())
    reviewing.withdraw(ana, item.pk, reason="Wrong.", at=stage.NOW)
    assert MD5[5:] not in bucket(asker, MD5)


def test_a_full_and_an_empty_bucket_look_alike(csam, asker):
    stage.listed(csam)
    full, empty = bucket(asker, MD5), bucket(asker, "fffff")
    for suffixes in (full, empty):
        assert len(set(suffixes)) == len(suffixes) == asking.BUCKET
        assert suffixes == sorted(suffixes)
        assert {len(each) for each in suffixes} == {27}
    # Asked again, or compared with the time before, nothing stands out.
    assert bucket(asker, MD5) == full


def test_others_canaries_are_in_no_bucket(csam, asker):
    other = member_of(csam)
    with acting(cast.STAGE):
        theirs = HashEntry.objects.filter(
            item__canary_for__name="Exemplar Chat", algorithm="md5"
        ).first()
    assert theirs.value[5:] in bucket(other, theirs.value)
    assert theirs.value[5:] not in bucket(asker, theirs.value)


def test_who_may_only_ask_holds_nothing(csam, asker):
    stage.listed(csam, pdq=PDQ)
    settle(csam)
    assert asker.get("/v2/status").status == 200
    assert asker.get("/v2/entries").refusal == (403, "may-only-ask")
    assert json.loads(asker.get("/feed").body)["error"] == "may-only-ask"
    with acting(asker.platform.principal):
        assert not HashItem.objects.exists()
        assert not HashEntry.objects.exists()


def test_a_perceptual_hash_is_asked_one_at_a_time_under_audit(csam, asker):
    stage.listed(csam, pdq=PDQ)
    assert ask(asker, variant(7)) == (200, {"match": True, "meaning": "invented"})
    assert ask(asker, "f0" * 32) == (200, {"match": False, "meaning": ""})
    with acting(cast.STAGE):
        entries = Entry.objects.filter(action="hash_list.match_asked").order_by("pk")
        assert [json.loads(e.details)["found"] for e in entries] == [True, False]
        assert PDQ not in str([e.details for e in entries])


def test_feeling_along_a_hash_raises_the_alarm_and_stops_the_questions(csam, asker):
    stage.listed(csam, pdq=PDQ)
    for number in range(19):
        assert ask(asker, variant(number))[0] == 200
        assert ask(asker, variant(number))[0] == 200  # the same file, seen again
    status, said = ask(asker, variant(19))
    assert (status, said["error"]) == (403, "probing-suspected")
    assert ask(asker, "f0" * 32)[0] == 403
    (alarm,) = asking.alarms(cast.STAGE)
    assert (alarm.member_name, alarm.variants) == ("Third Forum", 20)
    with acting(cast.STAGE):
        assert Entry.objects.filter(action="hash_list.probing_suspected").count() == 1
        member = csam.members.get(name="Third Forum")
    asking.release(cast.STAGE, member.pk, at=stage.NOW)
    assert asking.alarms(cast.STAGE) == []
    assert ask(asker, variant(19))[0] == 200


def test_many_different_files_are_no_probing(csam, asker):
    stage.listed(csam, pdq=PDQ)
    for number in range(25):
        value = hashlib.sha256(bytes([number])).hexdigest()
        assert ask(asker, value)[0] == 200
    assert asking.alarms(cast.STAGE) == []


def test_questions_have_a_limit_of_their_own(csam, asker, monkeypatch):
    assert csam
    monkeypatch.setattr(QUESTIONS, "per_minute", 2)
    said = [asker.get("/match/MD5/00000").status for _ in range(4)]
    assert said[-1] == 429


@pytest.mark.parametrize("prefix", ["0000", "000000", "0000g", "%0000"])
def test_a_prefix_is_five_digits(asker, prefix):
    assert asker.get(f"/match/MD5/{prefix}").status == 400
    assert asker.get("/match/PDQ/00000").status == 400


@pytest.mark.parametrize(
    "body",
    [b"", b"[]", b"{", b"[" * 4000, b'{"type": "PDQ"}', b'{"type":"PDQ","value":"0"}'],
)
def test_a_question_that_cannot_be_read_is_refused_in_json(asker, body):
    answer = asker.call("POST", "/match", body, kind="application/json")
    assert (answer.status, json.loads(answer.body)["error"]) == (
        400,
        "unreadable-parameter",
    )
