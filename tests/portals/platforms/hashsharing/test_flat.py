"""PDQ hashes of plain pictures are near to harmless ones: they match what is equal."""

import pytest
from django.urls import reverse

from tests import cast, factories
from tests.hashlist import stage
from tests.portals.platforms.hashsharing.member import fingerprints
from tests.portals.platforms.hashsharing.test_entries import member_of, settle
from tests.portals.platforms.hashsharing.test_questions import answer
from tipline.foundation.policy.scope import acting
from tipline.hashlist import queries, reviewing, services
from tipline.hashlist.models import HashEntry, HashItem
from tipline.matching.listed_videos import QUALITY_MIN
from tipline.portals.platforms.hashsharing import matching

pytestmark = pytest.mark.django_db
MD5 = "0" * 31 + "1"


def with_bits(number):
    """A PDQ hash of which so many bits are set."""
    return f"{(1 << number) - 1:064x}"


FLAT, PLAIN, BUSY = with_bits(63), with_bits(64), with_bits(192)


@pytest.fixture
def industry():
    return stage.new_list("industry", "Industry")


@pytest.fixture
def chat(industry, monkeypatch):
    monkeypatch.setattr(matching, "STEP_SECONDS", 0.001)
    return member_of(industry, may_contribute=True)


def given_to(program, entry_id):
    settle_all()
    return program.poll()[2, entry_id]


def settle_all():
    with acting(cast.STAGE):
        lists = {
            item.hash_list for item in HashItem.objects.select_related("hash_list")
        }
    for hash_list in lists:
        settle(hash_list)


def test_feeds_hold_flat_values_as_they_hold_others(industry, chat):
    other = member_of(industry, "Third Forum")
    chat.submit("e-1", f"<md5>{MD5}</md5><pdq>{FLAT}</pdq>")
    assert fingerprints(given_to(other, "e-1")) == {"md5": MD5, "pdq": FLAT}
    assert other.vote(2, "e-1", "PDQ").status == 200


def test_a_flat_value_matches_what_is_equal_alone(chat):
    for number, value in enumerate((FLAT, BUSY)):
        assert chat.submit(f"e-{number}", f"<pdq>{value}</pdq>").status == 200
    nearly = f"{int(FLAT, 16) ^ (1 << 200):064x}"
    assert answer(chat, FLAT)
    assert not answer(chat, nearly)
    assert answer(chat, BUSY)
    assert answer(chat, f"{int(BUSY, 16) ^ (1 << 200):064x}")


def test_a_file_hits_a_flat_value_if_it_is_equal(chat):
    chat.submit("e-1", f"<pdq>{FLAT}</pdq><pdq>{PLAIN}</pdq>")
    with acting(cast.STAGE):
        entries = HashEntry.objects.filter(item__entry_id="e-1")
        found = {entry.value: (entry.pk, "pdq", 1) for entry in entries}
    reach = {
        value: queries.candidates(cast.STAGE, [near])[0].list_distance
        for value, near in found.items()
    }
    assert reach == {FLAT: 0, PLAIN: 31}


def test_a_value_of_poor_quality_is_flat_whatever_its_bits():
    csam = stage.new_list()
    prints = [
        reviewing.Fingerprint(algorithm="pdq", value=value, quality=quality)
        for value, quality in (("0f" * 32, QUALITY_MIN - 1), ("f0" * 32, QUALITY_MIN))
    ]
    reviewing.propose(
        cast.principal_of(cast.ana()),
        csam.pk,
        media="image",
        classification="A1",
        fingerprints=prints,
        look=stage.LOOK,
        at=stage.NOW,
    )
    with acting(cast.STAGE):
        flat = HashEntry.objects.filter(is_flat=True)
        assert [entry.quality for entry in flat] == [QUALITY_MIN - 1]


def test_other_algorithms_are_never_flat():
    lines = [f"md5,{MD5}", f"sha256,{FLAT}", f"pdna,{FLAT}"]
    partner = services.load_list(
        cast.STAGE, lines, name="Partner", meaning="invented", at=stage.NOW
    )
    with acting(cast.STAGE):
        entries = HashEntry.objects.filter(hash_list_id=partner.list_id)
        assert not any(entry.is_flat for entry in entries)


def test_the_lists_page_counts_flat_values_with_the_reason(industry, chat):
    omar = factories.browser_of(cast.omar())
    page = reverse("operations:list", args=[industry.pk])
    assert "Too plain" not in omar.get(page).content.decode()
    chat.submit("e-1", f"<pdq>{FLAT}</pdq><pdq>{PLAIN}</pdq>")
    shown = omar.get(page).content.decode()
    assert "1 PDQ hash<" in shown
    assert "more than 192 of 256 bits" in shown
    with acting(cast.STAGE):
        item = HashItem.objects.get(entry_id="e-1")
    ana = factories.browser_of(cast.ana())
    shown = ana.get(reverse("console:item", args=[item.pk])).content.decode()
    assert shown.count("too plain to compare") == 1
