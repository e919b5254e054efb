"""What a member sees of canaries and of other items is distributed alike."""

import base64
import hashlib
import json
import random
import re
import uuid
from collections import Counter
from itertools import pairwise

import pytest

from tests import cast
from tests.hashlist import stage
from tests.portals.platforms.hashsharing.test_entries import member_of, settle
from tipline.foundation.policy.scope import acting
from tipline.hashlist import canaries, importing, services, sharing
from tipline.hashlist.models import HashItem
from tipline.hashlist.states import Tier

pytestmark = pytest.mark.django_db
EACH = 50


@pytest.fixture
def industry(monkeypatch):
    monkeypatch.setattr(canaries, "LEAST", 300)
    return stage.new_list("industry", "Industry")


def digest(name, of):
    return hashlib.new(name, of.encode(), usedforsecurity=False).hexdigest()


def pdq(chances, bits=128):
    return sum(1 << bit for bit in chances.sample(range(256), bits))


def contribute(program, entry_id, **said):
    return sharing.contribute(
        program.platform.principal,
        program.slug,
        entry_id=entry_id,
        contribution=sharing.Contribution(**said),
        at=stage.NOW,
    )


def fill(industry, chat, social):
    """Four sources' items, each in its manner: PhotoDNA, PDQ, films, and a hash set."""
    chances = random.Random(7)
    for n in range(EACH):
        photo = base64.b64encode(chances.randbytes(144)).decode()
        values = [("md5", digest("md5", f"chat {n}")), ("pdna", photo)]
        contribute(
            chat, uuid.uuid4().hex, media="image", classification="B2", values=values
        )
        first = pdq(chances, 126)
        values = [("pdq", f"{each:064x}") for each in (first, first ^ 0b1111)]
        large = [("tmk_pdqf", chances.randbytes(600))] if n % 5 == 0 else []
        name = f"img-{chances.randrange(10**8):08}"
        contribute(social, name, media="image", values=values, large=large)
    films = [f"sha1,{digest('sha1', str(n))},A1,video" for n in range(EACH)]
    services.load_list(
        cast.STAGE, films, name=industry.name, meaning="invented", at=stage.NOW
    )
    keyed = [(digest("md5", f"set {n}"), f"{pdq(chances):064x}") for n in range(EACH)]
    records = [
        importing.Record(
            key=f"md5-{md5}", classification="A2", values=(("md5", md5), ("pdq", value))
        )
        for md5, value in keyed
    ]
    importing.import_records(cast.STAGE, industry, records, at=stage.NOW)


def read(program, cursor=""):
    answer = json.loads(program.get(f"/feed?cursor={cursor}").body)
    assert not answer["more"]
    return answer["items"], answer["cursor"]


def split(hash_list, items):
    """Give the canaries among what was fetched, and the others."""
    with acting(cast.STAGE):
        rows = HashItem.objects.filter(hash_list=hash_list).exclude(canary_for=None)
        keys = set(rows.values_list("member__number", "entry_id"))
    invented = [one for one in items if (one["member"]["id"], one["id"]) in keys]
    return invented, [one for one in items if one not in invented]


def bits(item):
    return [int(f["value"], 16) for f in item["fingerprints"] if f["type"] == "PDQ"]


def form(text):
    """Give a text's form: what varies from item to item is left out."""
    return re.sub(r"[0-9]", "9", re.sub(r"[0-9a-f]{32,}", "HEX", text))


def of_values(item, said):
    return tuple((f["type"], said(f.get("value", ""))) for f in item["fingerprints"])


VISIBLE = {
    "source": lambda one: (one["member"]["id"], one["member"]["name"]),
    "media": lambda one: one["media"],
    "class": lambda one: one["classification"],
    "kinds": lambda one: tuple(f["type"] for f in one["fingerprints"]),
    "links": lambda one: tuple("href" in f for f in one["fingerprints"]),
    "lengths": lambda one: of_values(one, len),
    "padding": lambda one: of_values(one, lambda value: value.endswith("=")),
    "id": lambda one: form(one["id"]),
    "id of its hash": lambda one: any(
        f.get("value", "-") in one["id"] for f in one["fingerprints"]
    ),
    "bits": lambda one: [each.bit_count() for each in bits(one)],
    "distances": lambda one: [(a ^ b).bit_count() for a, b in pairwise(bits(one))],
    "time": lambda one: one["timestamp"],
    "all": lambda one: (
        one["member"]["id"],
        one["media"],
        one["classification"],
        [f["type"] for f in one["fingerprints"]],
        form(one["id"]),
        one["timestamp"],
    ),
}


def shares(items, said):
    counts = Counter(repr(said(one)) for one in items)
    return {value: number / len(items) for value, number in counts.items()}


def test_no_property_of_a_feed_tells_canaries_from_other_items(industry):
    chat = member_of(industry, may_contribute=True)
    social = member_of(industry, "Sample Social", may_contribute=True)
    fill(industry, chat, social)
    reader = member_of(industry, "Third Forum")
    settle(industry)
    invented, real = split(industry, read(reader)[0])
    assert (len(invented), len(real)) == (300, 4 * EACH)
    for name, said in VISIBLE.items():
        ours, theirs = shares(invented, said), shares(real, said)
        assert ours.keys() <= theirs.keys(), name
        apart = sum(abs(ours.get(v, 0) - theirs[v]) for v in theirs) / 2
        assert apart < 0.25, (name, ours, theirs)
    values = [
        f.get("value", f.get("href")) for one in invented for f in one["fingerprints"]
    ]
    assert len(values) == len(set(values))
    link = next(f for one in invented for f in one["fingerprints"] if "href" in f)
    assert len(reader.get(link["href"]).body) == 600


def test_who_gets_cryptographic_hashes_alone_gets_canaries_that_have_some(industry):
    chat = member_of(industry, may_contribute=True)
    social = member_of(industry, "Sample Social", may_contribute=True)
    fill(industry, chat, social)
    reader = member_of(industry, "Third Forum", tier=Tier.CRYPTOGRAPHIC)
    settle(industry)
    invented, real = split(industry, read(reader)[0])
    assert len(invented) == 300
    assert not any(one["deleted"] for one in invented)
    shown = [one for one in real if not one["deleted"]]
    kinds = VISIBLE["kinds"]
    assert shares(invented, kinds).keys() == shares(shown, kinds).keys()


def test_nobody_is_said_to_have_listed_a_canary_that_it_receives(industry):
    chat = member_of(industry, may_contribute=True)
    social = member_of(industry, "Sample Social", may_contribute=True)
    fill(industry, chat, social)
    with acting(cast.STAGE):
        for program in (chat, social):
            member = industry.members.get(name=program.name)
            assert not HashItem.objects.filter(
                canary_for=member, member=member
            ).exists()


def test_canaries_of_a_long_import_come_with_it(industry, monkeypatch):
    monkeypatch.setattr(canaries, "LEAST", 5)
    monkeypatch.setattr(canaries, "SHARE", 0.2)
    reader = member_of(industry)
    settle(industry)
    _, cursor = read(reader)
    records = [
        importing.Record(key=f"md5-{md5}", classification="A2", values=(("md5", md5),))
        for md5 in (digest("md5", str(n)) for n in range(100))
    ]
    importing.import_records(cast.STAGE, industry, records, at=stage.NOW)
    settle(industry, by=5)
    invented, real = split(industry, read(reader, cursor)[0])
    assert (len(invented), len(real)) == (15, 100)
    for name, said in VISIBLE.items():
        assert shares(invented, said).keys() == shares(real, said).keys(), name


def test_a_source_may_come_to_give_an_item_the_id_of_a_canary(industry):
    chat = member_of(industry, may_contribute=True)
    social = member_of(industry, "Sample Social", may_contribute=True)
    fill(industry, chat, social)
    member_of(industry, "Third Forum")
    with acting(cast.STAGE):
        source = industry.members.get(name="Exemplar Chat")
        canary = HashItem.objects.filter(member=source).exclude(canary_for=None).first()
    made = contribute(chat, canary.entry_id, media="image", values=[("md5", "e" * 32)])
    assert made.pk != canary.pk
