"""Members that may not hold a list ask about single hashes."""

import hashlib
import json
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import cast
from tests.hashlist import stage
from tests.portals.platforms.hashsharing.member import NS
from tests.portals.platforms.hashsharing.test_entries import member_of, settle
from tipline.foundation.audit.models import Entry
from tipline.foundation.policy.scope import acting
from tipline.foundation.statements import all_rows
from tipline.hashlist import alarms, asking, members, reviewing, services, sharing
from tipline.hashlist.models import HashEntry, HashItem
from tipline.hashlist.states import Tier
from tipline.matching import searching
from tipline.matching.asking import CANDIDATES
from tipline.matching.index_keeper import IndexKeeper, opened_writer
from tipline.matching.indexes import LISTED
from tipline.portals.platforms.hashsharing import matching
from tipline.portals.platforms.hashsharing.matching import QUESTIONS

pytestmark = pytest.mark.django_db
HALF_PAST = datetime(2026, 11, 22, 10, 30, tzinfo=UTC)
PDQ = "0f" * 32
MD5 = hashlib.md5(b"a file", usedforsecurity=False).hexdigest()


@pytest.fixture
def csam():
    return stage.new_list()


@pytest.fixture
def asker(csam, monkeypatch):
    monkeypatch.setattr(QUESTIONS, "per_minute", 10_000)
    monkeypatch.setattr(matching, "STEP_SECONDS", 0.001)
    return member_of(csam, "Third Forum", tier=Tier.MATCH_ONLY)


def bucket(program, digest, name="MD5"):
    """Ask for the bucket of a hash; give its salt and digests."""
    answer = program.get(f"/match/{name}/{digest[:5]}")
    assert answer.status == 200, answer.body
    said = json.loads(answer.body)
    return said["salt"], said["digests"]


def knows(program, digest, name="MD5"):
    """Tell, as a member's program does, whether the list has a hash."""
    salt, digests = bucket(program, digest, name)
    return hashlib.sha256((salt + digest).encode()).hexdigest()[:32] in digests


def ask(program, value):
    answer = asked(program, value)
    return answer.status, json.loads(answer.body)


def variant(number):
    """The listed hash with one of its bits turned."""
    return f"{int(PDQ, 16) ^ (1 << number):064x}"


def test_a_bucket_tells_who_has_the_file_and_nobody_else(csam, asker):
    item = stage.listed(csam)
    assert knows(asker, MD5)
    assert not knows(asker, MD5[:5] + "f" * 27)
    assert not knows(asker, "f" * 32)
    assert knows(
        asker, hashlib.sha1(b"a file", usedforsecurity=False).hexdigest(), "sha1"
    )
    assert knows(asker, hashlib.sha256(b"a file").hexdigest(), "SHA256")
    body = asker.get(f"/match/MD5/{MD5[:5]}").body.decode()
    assert MD5[5:] not in body
    sven = cast.principal_of(cast.sven())
    reviewing.withdraw(sven, item.pk, reason="Wrong.", at=stage.NOW)
    assert not knows(asker, MD5)


def test_a_full_and_an_empty_bucket_look_alike(csam, asker, clock):
    stage.listed(csam)
    clock(HALF_PAST)
    full, empty = bucket(asker, MD5), bucket(asker, "fffff")
    for salt, digests in (full, empty):
        assert len(set(digests)) == len(digests) == asking.BUCKET
        assert digests == sorted(digests)
        assert {len(each) for each in (salt, *digests)} == {32}
    # Asked again, nothing stands out.
    assert bucket(asker, MD5) == full


def listed_at(csam, at, of="a file"):
    """An item that is listed at a moment of the story."""
    item = stage.listed(csam, of)
    with acting(cast.STAGE):
        HashItem.objects.filter(pk=item.pk).update(listed_at=at)
    return item


def test_asking_before_and_after_a_listing_shows_nothing_of_it(csam, asker, clock):
    clock(HALF_PAST)
    before = bucket(asker, MD5)
    listed_at(csam, HALF_PAST)
    assert bucket(asker, MD5) == before
    clock(HALF_PAST + timedelta(minutes=30))
    assert knows(asker, MD5)
    after = bucket(asker, MD5)
    assert after[0] != before[0]
    assert not set(after[1]) & set(before[1])


def test_buckets_of_two_hours_have_nothing_in_common(csam, asker, clock):
    listed_at(csam, HALF_PAST - timedelta(days=1))
    seen = []
    for hours in range(3):
        clock(HALF_PAST + timedelta(hours=hours))
        assert knows(asker, MD5)
        seen += bucket(asker, MD5)[1]
    assert len(set(seen)) == 3 * asking.BUCKET


def test_buckets_of_two_members_have_nothing_in_common(csam, asker, clock):
    other = member_of(csam)
    listed_at(csam, HALF_PAST - timedelta(days=1))
    clock(HALF_PAST)
    (mine, my_digests), (theirs, their_digests) = bucket(asker, MD5), bucket(other, MD5)
    assert mine != theirs
    assert not set(my_digests) & set(their_digests)


def test_an_old_item_with_a_new_value_waits_for_the_hour_too(clock):
    industry = stage.new_list("industry", "Industry")
    chat = member_of(industry, may_contribute=True)
    program = member_of(industry, "Third Forum", tier=Tier.MATCH_ONLY)
    md5, sha1 = ("md5", "a" * 32), ("sha1", "b" * 40)

    def say(*values, at):
        said = sharing.Contribution(media="image", values=values)
        platform = chat.platform.principal
        sharing.contribute(
            platform, industry.slug, entry_id="e-1", contribution=said, at=at
        )

    say(md5, at=HALF_PAST)
    clock(HALF_PAST + timedelta(hours=1))
    assert knows(program, md5[1])
    say(md5, sha1, at=HALF_PAST + timedelta(hours=1))
    assert knows(program, md5[1])
    assert not knows(program, sha1[1], "SHA1")
    clock(HALF_PAST + timedelta(hours=2))
    assert knows(program, sha1[1], "SHA1")


def test_others_canaries_are_in_no_bucket(csam, asker):
    other = member_of(csam)
    with acting(cast.STAGE):
        theirs = HashEntry.objects.filter(
            item__canary_for__name="Exemplar Chat", algorithm="md5"
        ).first()
    assert knows(other, theirs.value)
    assert not knows(asker, theirs.value)


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
    assert ask(asker, "f0" * 32) == (200, {"match": False, "meaning": "invented"})
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
    (alarm,) = alarms.alarms(cast.STAGE)
    assert (alarm.member_name, alarm.variants) == ("Third Forum", 20)
    with acting(cast.STAGE):
        assert Entry.objects.filter(action="hash_list.probing_suspected").count() == 1
        member = csam.members.get(name="Third Forum")
    asking.release(cast.STAGE, member.pk, at=stage.NOW)
    assert alarms.alarms(cast.STAGE) == []
    assert ask(asker, variant(19))[0] == 200


def test_probing_counts_on_all_lists_together(csam, asker):
    other = stage.new_list("exploitative", "Exploitative")
    stage.listed(csam, pdq=PDQ)
    elsewhere = member_of(other, "Third Forum", tier=Tier.MATCH_ONLY)
    for number in range(10):
        assert ask(asker, variant(number))[0] == 200
    for number in range(10, 19):
        assert ask(elsewhere, variant(number))[0] == 200
    assert ask(asker, variant(19))[0] == 403
    assert ask(elsewhere, "f0" * 32)[0] == 403
    with acting(cast.STAGE):
        member = other.members.get(name="Third Forum")
    asking.release(cast.STAGE, member.pk, at=stage.NOW)
    assert ask(asker, variant(19))[0] == 200
    assert ask(elsewhere, variant(20))[0] == 200


# Answered as matching would


def answer(program, value=PDQ):
    status, said = ask(program, value)
    assert status == 200
    return said["match"]


def test_what_a_negative_list_knows_as_well_is_no_match(csam, asker):
    stage.listed(csam, pdq=PDQ)
    assert answer(asker)
    harmless = stage.new_list("negative", "Known harmless")
    known = stage.listed(harmless, "a logo", pdq=variant(3))
    assert answer(asker, PDQ)  # the list knows it better
    assert not answer(asker, variant(3))
    sven = cast.principal_of(cast.sven())
    reviewing.withdraw(sven, known.pk, reason="Not harmless.", at=stage.NOW)
    assert answer(asker, variant(3))


def test_what_is_suspended_switched_off_or_too_far_is_no_match(csam, asker):
    item = stage.listed(csam, pdq=PDQ)
    services.set_match_distance(cast.STAGE, csam.pk, bits=1)
    assert answer(asker, variant(5))
    assert not answer(asker, f"{int(PDQ, 16) ^ 7:064x}")
    members.kill_source(cast.STAGE, item.member_id, at=stage.NOW)
    assert not answer(asker)
    members.revive_source(cast.STAGE, item.member_id)
    assert answer(asker)
    services.kill_list(cast.STAGE, csam.pk, at=stage.NOW)
    assert not answer(asker)
    services.revive_list(cast.STAGE, csam.pk)
    ana = cast.principal_of(cast.ana())
    reviewing.challenge(ana, item.pk, reason="Doubtful.", at=stage.NOW)
    assert not answer(asker)


def test_what_comes_later_is_found_at_once(csam, asker):
    for number, value in enumerate((PDQ, "3c" * 32, "c3" * 32)):
        assert not answer(asker, value)
        stage.listed(csam, f"file {number}", pdq=value)
        assert answer(asker, value)


@pytest.fixture
def empty_folder(settings, tmp_path, monkeypatch):
    """Let there be no index yet, and let nothing be compared without one."""
    changed = settings.ENVIRONMENT.model_copy(update={"index_folder": tmp_path})
    settings.ENVIRONMENT = changed
    monkeypatch.setattr(searching, "COMPARED_MOST", 0)


@pytest.mark.usefixtures("empty_folder")
def test_all_processes_answer_from_one_index_and_what_it_lacks(csam, asker):
    first = stage.listed(csam, pdq=PDQ)
    answer = asked(asker, PDQ)
    assert answer.status == 503
    assert json.loads(answer.body)["error"] == "index-not-ready"
    keeper = IndexKeeper(cast.STAGE, told=lambda: None)
    with opened_writer(LISTED.folder) as writer:
        while keeper.look({LISTED: writer}):
            pass
        in_folder = len(writer)
        assert in_folder
        assert ask(asker, variant(7))[1]["match"]
        # What came since is found before any worker has seen it, and what left is gone.
        stage.listed(csam, "a later file", pdq="3c" * 32)
        assert len(writer) == in_folder
        assert ask(asker, "3c" * 32)[1]["match"]
        with acting(cast.STAGE):
            HashEntry.objects.filter(item=first).update(withdrawn_at=stage.NOW)
        assert not ask(asker, PDQ)[1]["match"]
        # Of a list that is not asked, nothing is told.
        stage.listed(stage.new_list("youth-produced", "Youth"), "c", pdq="c3" * 32)
        while keeper.look({LISTED: writer}):
            pass
        assert not ask(asker, "c3" * 32)[1]["match"]
        assert ask(asker, "3c" * 32)[1]["match"]


def test_what_another_member_kept_for_some_is_no_match():
    industry = stage.new_list("industry", "Industry")
    chat = member_of(industry, may_contribute=True)
    asker = member_of(industry, "Third Forum", tier=Tier.MATCH_ONLY)
    chat.submit("e-1", f"<pdq>{PDQ}</pdq>")
    assert answer(asker)
    body = f'<accessSubmission xmlns="{NS}"><member id="2"/></accessSubmission>'
    assert chat.call("PUT", "/v2/entries/2/e-1/access", body.encode()).status == 200
    assert not answer(asker)
    assert answer(chat)


def test_the_members_own_canaries_match_and_others_do_not(csam, asker):
    other = member_of(csam)
    with acting(cast.STAGE):
        theirs = HashEntry.objects.filter(
            item__canary_for__name="Exemplar Chat", algorithm="pdq"
        ).first()
    assert answer(other, theirs.value)
    assert not answer(asker, theirs.value)


def test_yes_and_no_take_the_same_statements_and_the_same_bytes(csam, asker):
    stage.listed(csam, pdq=PDQ)
    answer(asker)  # the index stands
    assert looks(lambda: asked(asker, PDQ)) == looks(lambda: asked(asker, "f0" * 32))
    # Nothing near, or near on another list alone: an entry is looked at all the same.
    other = stage.listed(stage.new_list("youth-produced", "Youth"), "c", pdq=PDQ)
    with acting(cast.STAGE):
        (elsewhere,) = other.entries.filter(algorithm="pdq").values_list(
            "pk", flat=True
        )
    for entries in ([], [elsewhere]):
        with acting(asker.platform.principal):
            values = {"list": csam.pk, "entries": entries}
            ((looked_at, *_),) = all_rows(CANDIDATES, values)
        assert looked_at not in entries


def test_a_listed_and_an_unlisted_bucket_take_the_same_statements(csam, asker):
    stage.listed(csam)
    bucket(asker, MD5)
    listed = looks(lambda: asker.get(f"/match/MD5/{MD5[:5]}"))
    assert listed == looks(lambda: asker.get("/match/MD5/fffff"))


def test_an_answer_is_held_until_a_full_step_is_over(csam, asker, monkeypatch):
    assert csam
    slept = []
    monkeypatch.setattr(matching, "STEP_SECONDS", 1_000)
    monkeypatch.setattr(matching.time, "sleep", slept.append)
    bucket(asker, MD5)
    answer(asker)
    assert len(slept) == 2
    assert all(900 < seconds < 1_000 for seconds in slept)


def asked(program, value):
    body = json.dumps({"type": "PDQ", "value": value}).encode()
    return program.call("POST", "/match", body, kind="application/json")


def looks(call):
    """Give what somebody on the line sees of an answer, and the work behind it."""
    with CaptureQueriesContext(connection) as statements:
        got = call()
    return len(statements), got.status, len(got.body), sorted(got.headers)


def test_many_different_files_are_no_probing(csam, asker):
    stage.listed(csam, pdq=PDQ)
    for number in range(25):
        value = hashlib.sha256(bytes([number])).hexdigest()
        assert ask(asker, value)[0] == 200
    assert alarms.alarms(cast.STAGE) == []


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
