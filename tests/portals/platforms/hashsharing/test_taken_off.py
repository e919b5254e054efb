"""What people took off a list stays off, under whatever id it is sent again."""

import json

import pytest

from tests import cast
from tests.hashlist import stage
from tests.portals.platforms.hashsharing.test_entries import member_of
from tipline.foundation.policy.scope import acting
from tipline.hashlist import importing, reviewing, vics
from tipline.hashlist.models import HashEntry, HashItem
from tipline.hashlist.states import ListKind

pytestmark = pytest.mark.django_db
MD5, SHA1 = "a" * 32, "b" * 40
PDNA = "QUJD" * 48
HOW = [reviewing.challenge, reviewing.withdraw]


def take_off(how, hash_list):
    with acting(cast.STAGE):
        item = HashItem.objects.get(hash_list=hash_list, canary_for=None)
    sven = cast.principal_of(cast.sven())
    return how(sven, item.pk, reason="An adult.", at=stage.NOW)


def live(hash_list):
    with acting(cast.STAGE):
        rows = HashEntry.objects.filter(
            hash_list=hash_list, withdrawn_at=None, item__state="active"
        )
        return set(rows.filter(item__canary_for=None).values_list("value", flat=True))


@pytest.fixture
def industry():
    return stage.new_list(ListKind.INDUSTRY, "Industry")


@pytest.mark.parametrize(
    ("first", "again"),
    [
        (f"<md5>{MD5}</md5>", f"<md5>{MD5.upper()}</md5><sha1>{SHA1}</sha1>"),
        (f"<pdna>{PDNA}</pdna>", f"<md5>{MD5}</md5><pdna>{PDNA}</pdna>"),
        (f"<md5>{MD5}</md5><pdna>{PDNA}</pdna>", f"<pdna>{PDNA}</pdna>"),
    ],
)
def test_a_member_cannot_list_it_again_under_another_id(industry, first, again):
    chat = member_of(industry, may_contribute=True)
    social = member_of(industry, "Sample Social", may_contribute=True)
    chat.submit("e-1", first)
    take_off(reviewing.challenge, industry)
    for program, number in ((chat, 2), (social, 3)):
        refused = program.submit("e-2", again, number=number)
        assert refused.refusal == (409, "taken-off")
    assert live(industry) == set()
    # What only looks alike is another file.
    other = f"<md5>{'c' * 32}</md5>"
    assert chat.submit("e-3", other).status == 200
    assert chat.submit("e-3", again).refusal == (409, "taken-off")
    assert live(industry) == {"c" * 32}


def test_a_restricted_item_is_taken_off_for_those_who_never_saw_it(industry):
    chat = member_of(industry, may_contribute=True)
    social = member_of(industry, "Sample Social", may_contribute=True)
    member_of(industry, "Third Forum")
    chat.submit("e-1", f"<md5>{MD5}</md5>")
    chat.call(
        "PUT",
        "/v2/entries/2/e-1/access",
        b'<accessSubmission><member id="4"/></accessSubmission>',
    )
    take_off(reviewing.challenge, industry)
    refused = social.submit("e-1", f"<md5>{MD5}</md5>", number=3)
    assert refused.refusal == (409, "taken-off")


def test_what_its_own_member_retracted_may_come_back_under_another_id(industry):
    chat = member_of(industry, may_contribute=True)
    chat.submit("e-1", f"<md5>{MD5}</md5>")
    assert chat.call("DELETE", "/v2/entries/2/e-1").status == 200
    assert chat.submit("e-2", f"<md5>{MD5}</md5>").status == 200
    assert live(industry) == {MD5}


def hash_set(**medium):
    value = [{"Category": 1, **medium}]
    return list(vics.read(json.dumps({"odata.metadata": "x#Media", "value": value})))


def bring(hash_list, records):
    return importing.import_records(cast.STAGE, hash_list, records, at=stage.NOW)


@pytest.fixture
def partner():
    return stage.new_list(ListKind.IMPORTED, "Partner")


@pytest.mark.parametrize("how", HOW)
def test_a_hash_set_that_says_more_of_a_file_does_not_bring_it_back(partner, how):
    bring(partner, hash_set(MD5=MD5))
    take_off(how, partner)
    for _ in range(2):
        assert bring(partner, hash_set(MD5=MD5, SHA1=SHA1)) == importing.Imported()
    assert live(partner) == set()


def test_what_was_held_back_comes_once_three_people_reinstated_it(partner):
    bring(partner, hash_set(MD5=MD5))
    item = take_off(reviewing.challenge, partner)
    bring(partner, hash_set(MD5=MD5, SHA1=SHA1))
    reinstated = reviewing.propose_change(
        cast.principal_of(cast.ana()),
        item.pk,
        kind="reinstate",
        look=stage.LOOK,
        at=stage.NOW,
    )
    stage.vote(reinstated, cast.sven())
    stage.vote(reinstated, cast.mira())
    assert bring(partner, hash_set(MD5=MD5, SHA1=SHA1)).added == 1
    assert live(partner) == {MD5, SHA1}


def test_an_item_whose_source_now_says_what_was_taken_off_leaves_too(partner):
    bring(partner, hash_set(MD5=MD5))
    take_off(reviewing.withdraw, partner)
    bring(partner, hash_set(SHA1=SHA1))
    assert live(partner) == {SHA1}
    for withdrawn in (1, 0):
        assert bring(partner, hash_set(MD5=MD5, SHA1=SHA1)).withdrawn == withdrawn
    assert live(partner) == set()
    assert bring(partner, hash_set(SHA1=SHA1)).changed == 1


def test_what_its_source_took_off_and_sends_again_comes_back(partner):
    record = importing.Record(key="42-x", values=(("md5", MD5),))
    bring(partner, [record])
    bring(partner, [importing.Record(key="42-x", is_deleted=True)])
    renamed = importing.Record(key="42-y", values=(("md5", MD5),))
    assert bring(partner, [renamed]).added == 1
