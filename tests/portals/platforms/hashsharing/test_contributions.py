"""What members say: votes, and items of their own."""

import base64
import json
from datetime import timedelta

import pytest

from tests import cast
from tests.hashlist import stage
from tests.portals.platforms.hashsharing.member import NS, MemberProgram, fingerprints
from tests.portals.platforms.hashsharing.test_entries import member_of, settle
from tests.portals.platforms.hashsharing.test_questions import knows
from tipline.foundation.accounts.models import ApiCredential
from tipline.foundation.policy.scope import acting
from tipline.hashlist import exporting, feed, members, services, settling
from tipline.hashlist.models import Feedback, HashEntry, HashItem, HashList, ListMember
from tipline.hashlist.states import ListKind
from tipline.portals.platforms.hashsharing.fingerprint_types import BY_ALGORITHM

pytestmark = pytest.mark.django_db
MD5 = "a" * 32
HOSTILE = [
    b'<!DOCTYPE x [<!ENTITY a "b">]><feedbackSubmission/>',
    b'<!DOCTYPE x SYSTEM "http://127.0.0.1/x"><entrySubmission/>',
    b"<entrySubmission>" + b"<image>" * 100,
    b"\xff\xfe<\x00a\x00",
    b"",
    b"not XML",
    b"<entrySubmission><image>" + b"<x/>" * 60_000 + b"</image></entrySubmission>",
]


@pytest.fixture
def industry():
    return stage.new_list(ListKind.INDUSTRY, "Industry")


@pytest.fixture
def chat(industry):
    return member_of(industry, may_contribute=True)


@pytest.fixture
def social(industry, chat):
    assert chat  # is member 2
    return member_of(industry, "Sample Social")


def everybodys(hash_list, key, *programs):
    settle(hash_list)
    return [program.poll().get(key, "absent") for program in programs]


def test_a_members_item_reaches_everybody_and_so_does_its_change(
    industry, chat, social
):
    answer = chat.submit(
        "e-1", f"<md5>{MD5.upper()}</md5><pdna>AbC+/=</pdna>", extra=CLASS
    )
    assert answer.status == 200, answer.body
    assert answer.root.tag == "submissionResult"
    for entry in everybodys(industry, (2, "e-1"), chat, social):
        assert fingerprints(entry) == {"md5": MD5, "pdna": "AbC+/="}
        assert entry.findtext("classification") == "B2"
    chat.submit("e-1", "<md5>" + "b" * 32 + "</md5>", media="video")
    for entry in everybodys(industry, (2, "e-1"), chat, social):
        assert entry.tag == "video"
        assert fingerprints(entry) == {"md5": "b" * 32}


CLASS = "<classification>B2</classification>"


def test_a_retracted_item_is_a_tombstone_and_never_comes_back(industry, chat, social):
    chat.submit("e-1", f"<md5>{MD5}</md5>")
    assert chat.call("DELETE", "/v2/entries/2/e-1").status == 200
    assert everybodys(industry, (2, "e-1"), chat, social) == [None, None]
    assert chat.submit("e-1", f"<md5>{MD5}</md5>").refusal == (409, "wrong-item-state")
    assert chat.call("DELETE", "/v2/entries/2/e-2").refusal == (404, "item-not-found")


def test_a_large_fingerprint_is_put_linked_fetched_and_taken_away(
    industry, chat, social
):
    chat.submit("v-1", f"<md5>{MD5}</md5>", media="video")
    path, content = "/v2/entries/2/v-1/TMK_PDQF", bytes(range(256)) * 20
    assert chat.call("PUT", path, content).status == 200
    settle(industry)
    entry = social.poll()[2, "v-1"]
    (link,) = entry.findall("fingerprints/tmk-pdqf")
    assert (link.get("rel"), link.get("href"), link.text) == ("self", path, None)
    fetched = social.get(link.get("href"))
    assert fetched.body == content
    assert fetched.headers["Content-Type"] == "application/octet-stream"
    # A new description of the item keeps it.
    chat.submit("v-1", "<md5>" + "b" * 32 + "</md5>", media="video")
    assert social.get(path).body == content
    assert chat.call("DELETE", path).status == 200
    assert social.get(path).refusal == (404, "item-not-found")
    assert social.get("/v2/entries/2/v-1/MD5").status == 404


def test_nobody_changes_what_is_another_members(chat, social):
    chat.submit("e-1", f"<md5>{MD5}</md5>")
    refused = social.submit("e-1", f"<md5>{MD5}</md5>", number=2)
    assert refused.refusal == (403, "not-your-item")
    assert social.submit("e", f"<md5>{MD5}</md5>", number=3).refusal == (
        403,
        "may-not-contribute",
    )
    assert social.call("DELETE", "/v2/entries/2/e-1").refusal == (403, "not-your-item")
    refused = social.call("PUT", "/v2/entries/2/e-1/TMK_PDQF", b"x")
    assert refused.refusal == (403, "not-your-item")


def test_nothing_comes_onto_a_reviewed_list_by_a_members_word():
    own = stage.new_list()
    program = member_of(own, may_contribute=True)
    refused = program.submit("e-1", f"<md5>{MD5}</md5>")
    assert refused.refusal == (409, "list-needs-reviews")


@pytest.mark.parametrize(
    ("fingerprints", "word"),
    [
        ("<md5>12</md5>", "32"),
        ("<md5/>", "md5"),
        ("<sha512>12</sha512>", "sha512"),
        ("<tmk-pdqf>12</tmk-pdqf>", "TMK_PDQF"),
        (f"<md5>{MD5}</md5>" * 51, "50"),
        ("<pdna>" + "x" * 513 + "</pdna>", "512"),
        ("", "hash"),
    ],
)
def test_what_is_wrong_with_an_item_is_said(chat, fingerprints, word):
    answer = chat.submit("e-1", fingerprints)
    assert answer.status == 400
    assert word in answer.root.findtext("description")
    with acting(cast.STAGE):
        assert not HashItem.objects.filter(entry_id="e-1").exists()


def test_an_entry_id_is_one_that_an_address_can_carry(chat):
    refused = chat.submit("e%201", f"<md5>{MD5}</md5>")
    assert refused.refusal == (400, "unreadable-parameter")
    refused = chat.submit("e" * 65, f"<md5>{MD5}</md5>")
    assert refused.refusal == (400, "unreadable-parameter")


@pytest.mark.parametrize("body", HOSTILE)
@pytest.mark.parametrize(
    "path", ["/v2/entries/2/e-1", "/v2/entries/2/e-1/MD5/feedback"]
)
def test_hostile_xml_is_refused_in_xml(chat, path, body):
    answer = chat.call("PUT", path, body)
    assert answer.status == 400
    assert answer.root.findtext("code") in {"malformed-xml", "validation-failed"}
    assert answer.root.findtext("description")


def test_a_body_too_large_is_refused(chat):
    answer = chat.call("PUT", "/v2/entries/2/e-1/TMK_PDQF", bytes(2_600_000))
    assert answer.refusal == (413, "body-too-large")


# Votes


@pytest.fixture
def csam():
    return stage.new_list()


def negative(program, name="MD5", code=0):
    reasons = list(program.get(f"/v2/feedback/{name}/reasons").root)
    guid = reasons[code].get("guid")
    return f"<negative><reasonIds><guid>{guid}</guid></reasonIds></negative>"


def test_votes_of_both_sorts_come_back_with_the_entry(csam):
    item = stage.listed(csam)
    chat, social = member_of(csam), member_of(csam, "Sample Social")
    assert chat.vote(1, item.entry_id).status == 200
    assert (
        social.vote(1, item.entry_id, "SHA1", inner=negative(social, "SHA1")).status
        == 200
    )
    settling.settle_item(cast.STAGE, item.pk, at=stage.NOW)
    settle(csam)
    feedback = chat.poll()[1, item.entry_id].find("feedback")
    upheld = feedback.find("affirmativeFeedback")
    assert upheld.get("type") == "Md5"
    assert upheld.find("members/member").get("id") == "2"
    against = feedback.find("negativeFeedback")
    assert against.get("type") == "Sha1"
    reason, voters = against.find("reasons")
    assert (reason.tag, voters.tag) == ("reason", "members")
    assert reason.get("name") == "The person shown is an adult"
    assert voters.findtext("member") == "Sample Social"


def test_two_negative_votes_take_an_item_out_of_every_feed(csam):
    item = stage.listed(csam)
    chat, social = member_of(csam), member_of(csam, "Sample Social")
    for program in (chat, social):
        program.vote(1, item.entry_id, inner=negative(program))
    settling.settle_item(cast.STAGE, item.pk, at=stage.NOW)
    assert everybodys(csam, (1, item.entry_id), chat, social) == [None, None]


def test_a_vote_on_a_canary_looks_like_any_other(csam):
    stage.listed(csam)
    chat = member_of(csam)
    settle(csam)
    with acting(cast.STAGE):
        canary = HashItem.objects.exclude(canary_for=None).first()
    assert chat.vote(1, canary.entry_id).status == 200
    settling.settle_item(cast.STAGE, canary.pk, at=stage.NOW)
    with acting(cast.STAGE):
        assert HashItem.objects.get(pk=canary.pk).changed_at > canary.changed_at
    settle(csam)
    assert chat.poll()[1, canary.entry_id].find("feedback") is not None


@pytest.mark.parametrize(
    "inner",
    [
        "",
        "<negative/>",
        "<negative><reasonIds><guid>x</guid></reasonIds></negative>",
        "<affirmative/><affirmative/>",
        "<maybe/>",
    ],
)
def test_a_vote_that_says_nothing_is_refused(csam, inner):
    item = stage.listed(csam)
    answer = member_of(csam).vote(1, item.entry_id, inner=inner)
    assert answer.status == 400
    with acting(cast.STAGE):
        assert not Feedback.objects.exists()


def test_a_vote_on_what_is_not_there_or_hidden_answers_alike(csam):
    item = stage.listed(csam, pdq="0f" * 32)
    low = member_of(csam, tier="cryptographic")
    said = {
        low.vote(1, item.entry_id, "PDQ").body,
        low.vote(1, "nothing", "PDQ").body,
        low.vote(9, item.entry_id, "PDQ").body,
    }
    assert len(said) == 1
    assert low.vote(1, item.entry_id, "PDQ").refusal == (404, "item-not-found")
    assert low.vote(1, item.entry_id, "CRC").refusal == (
        404,
        "unknown-fingerprint-type",
    )


def test_reasons_and_categories_have_ids_of_their_list(csam, industry):
    mine, theirs = member_of(csam), member_of(industry)
    for path in ("/v2/feedback/MD5/reasons", "/v2/categorizations"):
        guids = [
            {e.get("guid") for e in program.get(path).root.iter() if e.get("guid")}
            for program in (mine, theirs)
        ]
        assert guids[0]
        assert not guids[0] & guids[1]
    assert mine.get("/v2/feedback/PDQ/reasons").root.tag == "availableFeedbackReasons"
    names = [e.get("name") for e in mine.get("/v2/categorizations").root[0]]
    assert names == ["A1", "A2", "B1", "B2"]


def test_the_namespace_is_asked_for_but_may_be_left_out(industry, chat):
    body = b"<entrySubmission><image><fingerprints><md5>%s</md5></fingerprints></image>"
    body = body % MD5.encode() + b"</entrySubmission>"
    assert chat.call("PUT", "/v2/entries/2/e-1", body).status == 200
    other = body.replace(b"<entrySubmission>", b'<entrySubmission xmlns="urn:x">')
    refused = chat.call("PUT", "/v2/entries/2/e-1", other)
    assert NS in refused.root.findtext("description")
    assert MemberProgram("Exemplar Chat", industry.slug).get("/v2/status").status == 200


# Entries for some members only


def restrict(program, entry_id, *numbers, number=2):
    inner = "".join(f'<member id="{each}"/>' for each in numbers)
    body = f'<accessSubmission xmlns="{NS}">{inner}</accessSubmission>'
    return program.call("PUT", f"/v2/entries/{number}/{entry_id}/access", body.encode())


@pytest.mark.usefixtures("an_hour_later")
def test_a_restricted_item_is_a_tombstone_to_all_others(industry, chat, social):
    forum = member_of(industry, "Third Forum")
    asker = member_of(industry, "Fourth Board", tier="match-only")
    chat.submit("e-1", f"<md5>{MD5}</md5>")
    key = (2, "e-1")
    assert knows(asker, MD5)
    assert restrict(chat, "e-1", 3).status == 200
    said = everybodys(industry, key, chat, social, forum)
    assert [each is None for each in said] == [False, False, True]
    assert forum.vote(2, "e-1").refusal == (404, "item-not-found")
    assert not knows(asker, MD5)
    text, number = exporting.export(cast.STAGE, industry, form="csv")
    assert (number, MD5 in text) == (0, False)
    assert restrict(chat, "e-1").status == 200
    said = everybodys(industry, key, chat, social, forum)
    assert [each is None for each in said] == [False, False, False]


def test_a_restriction_names_members_and_is_its_own_members(chat, social):
    chat.submit("e-1", f"<md5>{MD5}</md5>")
    assert restrict(chat, "e-1", 99).refusal == (400, "unknown-member")
    assert restrict(chat, "e-1", "x").refusal == (400, "validation-failed")
    assert restrict(chat, "e-2", 3).refusal == (404, "item-not-found")
    assert restrict(social, "e-1", 3).refusal == (403, "not-your-item")
    assert restrict(social, "e-1", 3, number=3).refusal == (403, "may-not-contribute")


# What is refused at the door


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("PUT", "/v2/entries/2/a%00b"),
        ("PUT", "/v2/entries/2/a%00b/access"),
        ("PUT", "/v2/entries/2/a%00b/MD5/feedback"),
        ("GET", "/v2/entries/2/a%00b/TMK_PDQF"),
        ("PUT", "/v2/entries/2/a%00b/TMK_PDQF"),
    ],
)
def test_an_entry_id_with_a_nul_is_refused_everywhere(chat, method, path):
    refused = chat.call(method, path, b"x" if method == "PUT" else b"")
    assert refused.refusal == (400, "unreadable-parameter")


@pytest.mark.parametrize("body", [b"", bytes(512 * 1024 + 1)])
def test_no_or_too_large_a_fingerprint_leaves_the_one_before(chat, body):
    path = "/v2/entries/2/v-1/TMK_PDQF"
    chat.submit("v-1", f"<md5>{MD5}</md5>", media="video")
    chat.call("PUT", path, b"abc")
    assert chat.call("PUT", path, body).refusal == (400, "malformed-hash")
    assert chat.get(path).body == b"abc"


def test_a_large_fingerprint_is_the_same_as_bytes_and_as_text(chat):
    content = bytes(range(256)) * 4
    text = base64.b64encode(content).decode()
    chat.submit("v-1", f"<md5>{MD5}</md5>", media="video")
    chat.call("PUT", "/v2/entries/2/v-1/TMK_PDQF", content)
    services.load_list(
        cast.STAGE, [f"TMK+PDQF,{text}"], name="As text", meaning="text", at=stage.NOW
    )
    with acting(cast.STAGE):
        stored = HashEntry.objects.filter(algorithm="tmk_pdqf")
        assert len(set(stored.values_list("value", flat=True))) == 1
        assert len(stored) == 2
        copy = HashList.objects.get(name="As text")
    # A digest alone is no fingerprint that a member could use.
    reader = member_of(copy)
    (entry_id,) = {each.entry_id for each in items_of(copy)}
    assert everybodys(copy, (1, entry_id), reader) == [None]


def items_of(hash_list):
    with acting(cast.STAGE):
        return list(HashItem.objects.filter(hash_list=hash_list, canary_for=None))


@pytest.mark.parametrize("line", [f"sha256,{'c' * 64}", "edonkey,abc"])
def test_an_item_without_a_fingerprint_for_the_wire_is_a_tombstone(line):
    services.load_list(cast.STAGE, [line], name="Other", meaning="other", at=stage.NOW)
    with acting(cast.STAGE):
        other = HashList.objects.get(name="Other")
    reader = member_of(other)
    (item,) = items_of(other)
    assert everybodys(other, (1, item.entry_id), reader) == [None]
    (said,) = [
        one
        for one in json.loads(reader.get("/feed").body)["items"]
        if one["id"] == item.entry_id
    ]
    assert said["deleted"]


def test_the_feed_gives_out_what_the_protocol_names():
    assert BY_ALGORITHM.keys() == feed.GIVEN_OUT


def test_a_test_credential_opens_no_list(industry, chat):
    with acting(cast.STAGE):
        credentials = ApiCredential.objects.filter(username=chat.platform.username)
        credentials.update(is_test=True)
    refused = (403, "no-tests-on-lists")
    assert chat.submit("e-1", f"<md5>{MD5}</md5>").refusal == refused
    assert chat.get("/v2/entries").refusal == refused
    assert chat.vote(1, "x").refusal == refused
    assert chat.get(f"/match/MD5/{MD5[:5]}").status == 403
    assert items_of(industry) == []


@pytest.mark.parametrize("off", ["list", "source", "quarantine"])
def test_nobody_votes_on_what_is_given_out_no_more(csam, off):
    item = stage.listed(csam)
    program = member_of(csam)
    assert program.vote(1, item.entry_id).status == 200
    if off == "list":
        services.kill_list(cast.STAGE, csam.pk, at=stage.NOW)
    elif off == "source":
        members.kill_source(cast.STAGE, item.member_id, at=stage.NOW)
    else:
        with acting(cast.STAGE):
            ListMember.objects.filter(pk=item.member_id).update(
                quarantine_from=stage.NOW - timedelta(days=1)
            )
    assert program.vote(1, item.entry_id).refusal == (404, "item-not-found")
