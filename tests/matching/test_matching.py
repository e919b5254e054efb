import base64
import hashlib
import io
from datetime import UTC, datetime

import pytest
from PIL import Image

from tests import cast, factories
from tests.hashlist import stage
from tipline import pipeline
from tipline.files.models import Content, PictureHash
from tipline.foundation.policy.scope import acting
from tipline.hashing.pdq import CANONICAL_RECIPE, FULL_SIZE_RECIPE, PdqHash
from tipline.hashlist import members, reviewing
from tipline.hashlist import queries as queries_of_lists
from tipline.hashlist import services as lists
from tipline.hashlist.flood import FloodLimits
from tipline.hashlist.models import HashEntry
from tipline.matching import queries, searching, services
from tipline.matching.errors import IndexNotReadyError
from tipline.matching.indexes import LISTED, QUALITY_MIN, rows_of
from tipline.matching.searching import near

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 21, tzinfo=UTC)


def load(*lines: str, name: str = "Known") -> None:
    lists.load_list(cast.STAGE, lines, name=name, meaning="known material", at=NOW)


def inspected_report(content: bytes, *, flags: str = "") -> int:
    platform = cast.platform()
    report_id = factories.open_report(platform)
    factories.add_file(platform, report_id, content, flags=flags)
    factories.finish(platform, report_id)
    pipeline.STEPS["inspect"](report_id)
    return report_id


def hashes_of(content: bytes) -> dict[str, PdqHash]:
    inspected_report(content)
    with acting(cast.STAGE):
        newest = Content.objects.order_by("-pk").first()
        return {row.recipe: row.as_hash() for row in newest.hashes.all()}


def pdq_of(content: bytes) -> bytes:
    return hashes_of(content)[CANONICAL_RECIPE].value


def flipped(pdq: bytes, bits: int) -> str:
    """The hash with its first `bits` bits turned."""
    mask = ((1 << bits) - 1) << (256 - bits)
    return f"{int.from_bytes(pdq, 'big') ^ mask:064x}"


def hits(report_id: int) -> set[tuple[str, int]]:
    services.match_report(cast.STAGE, report_id, at=NOW)
    found = queries.matches_of(cast.STAGE, report_id)
    return {(match.algorithm, match.distance) for match in found}


def test_a_known_file_is_recognised_by_any_of_its_digests():
    content = factories.picture(7)
    report_id = inspected_report(content)
    with acting(cast.STAGE):
        kept = Content.objects.get()
    load(f"md5,{kept.md5}", f"sha1,{kept.sha1}", f"sha256,{kept.sha256}")
    assert hits(report_id) == {("md5", 0), ("sha1", 0), ("sha256", 0)}


@pytest.mark.parametrize(
    ("bits", "found"), [(0, {("pdq", 0)}), (31, {("pdq", 31)}), (32, set())]
)
def test_a_picture_matches_up_to_31_bits_away(bits, found):
    content = factories.picture(8)
    pdq = pdq_of(content)
    load(f"pdq,{flipped(pdq, bits)}")
    assert hits(inspected_report(content)) == found


def test_a_withdrawn_entry_matches_nothing():
    content = factories.picture(9)
    load(f"pdq,{pdq_of(content).hex()}")
    report_id = inspected_report(content)
    with acting(cast.STAGE):
        HashEntry.objects.update(withdrawn_at=NOW)
    assert hits(report_id) == set()


def test_a_flat_picture_says_too_little_to_match():
    report_id = inspected_report(factories.picture(10, size=(8, 8)))
    with acting(cast.STAGE):
        PictureHash.objects.update(quality=QUALITY_MIN - 1)
        values = [bytes(row.value).hex() for row in PictureHash.objects.all()]
    assert len(values) == 2
    load(*(f"pdq,{value}" for value in values))
    assert hits(report_id) == set()


def test_a_list_made_by_the_other_recipe_is_matched_by_it_and_says_so():
    content = factories.picture(13, size=(1400, 900))
    made = hashes_of(content)
    full = made[FULL_SIZE_RECIPE].value
    assert full != made[CANONICAL_RECIPE].value
    load(f"pdq,{full.hex()}")
    report_id = inspected_report(content)
    assert hits(report_id) == {("pdq", 0)}
    (match,) = queries.matches_of(cast.STAGE, report_id)
    assert (match.recipe, match.turn) == (FULL_SIZE_RECIPE, "upright")


def laid(content: bytes, turn: Image.Transpose) -> bytes:
    out = io.BytesIO()
    Image.open(io.BytesIO(content)).transpose(turn).save(out, "PNG")
    return out.getvalue()


@pytest.mark.parametrize(
    ("done", "turn"),
    [
        (Image.Transpose.FLIP_LEFT_RIGHT, "mirrored"),
        (Image.Transpose.ROTATE_90, "turned-right"),
        (Image.Transpose.ROTATE_180, "upside-down"),
        (Image.Transpose.TRANSPOSE, "mirrored-turned-left"),
    ],
)
def test_a_mirrored_or_turned_copy_is_recognised_and_says_how_it_lies(done, turn):
    content = factories.picture(14)
    load(f"pdq,{pdq_of(content).hex()}")
    report_id = inspected_report(laid(content, done))
    (found,) = hits(report_id)
    assert found[0] == "pdq"
    assert found[1] <= 8
    (match,) = queries.matches_of(cast.STAGE, report_id)
    assert match.turn == turn


def test_a_platforms_own_hash_of_another_algorithm_matches_for_equality():
    flags = '<originalFileHash hashType="PhotoDNA">AbCd</originalFileHash>'
    report_id = inspected_report(factories.picture(11), flags=flags)
    load("PDNA,AbCd", "PDNA,abcd")
    assert hits(report_id) == {("pdna", 0)}


def test_a_video_hash_too_large_for_a_list_matches_by_its_digest():
    large = base64.b64encode(bytes(range(256)) * 8).decode()
    flags = f'<originalFileHash hashType="TMK+PDQF">{large}</originalFileHash>'
    report_id = inspected_report(factories.picture(15), flags=flags)
    load(f"TMK_PDQF,{large}")
    assert hits(report_id) == {("tmk_pdqf", 0)}


def test_what_no_algorithm_is_called_matches_nothing_and_stops_nothing():
    flags = '<originalFileHash hashType="a hash, I think">AbCd</originalFileHash>'
    content = factories.picture(16)
    report_id = inspected_report(content, flags=flags)
    load(f"md5,{hashlib.md5(content, usedforsecurity=False).hexdigest()}")
    assert hits(report_id) == {("md5", 0)}


def test_matching_twice_keeps_each_hit_once():
    content = factories.picture(12)
    load(f"pdq,{pdq_of(content).hex()}")
    report_id = inspected_report(content)
    hits(report_id)
    assert hits(report_id) == {("pdq", 0)}
    assert len(queries.matches_of(cast.STAGE, report_id)) == 1


# What the item and its list make of a hit


def own_list(kind: str = "csam"):
    return stage.new_list(kind, f"list {kind}")


def on_list(hash_list, content: bytes, *, bits: int = 0, exact: bool = False):
    """List a file that three people agreed on, by its own digests or by PDQ alone."""
    pdq = flipped(pdq_of(content), bits)
    item = stage.listed(hash_list, f"{hash_list.pk} {pdq}", pdq=pdq)
    if exact:
        with acting(cast.STAGE):
            kept = Content.objects.order_by("-pk").first()
            HashEntry.objects.filter(item=item, algorithm="md5").update(value=kept.md5)
    return item


def test_a_file_that_three_people_listed_is_recognised_and_a_proposal_is_not():
    content = factories.picture(21)
    pdq = pdq_of(content).hex()
    hash_list = own_list()
    proposal = stage.propose(hash_list, pdq=pdq)
    assert hits(inspected_report(content)) == set()
    stage.vote(proposal, cast.sven())
    assert hits(inspected_report(content)) == set()
    stage.vote(proposal, cast.mira())
    assert hits(inspected_report(content)) == {("pdq", 0)}


def test_each_list_has_its_own_distance():
    content = factories.picture(22)
    hash_list = own_list()
    on_list(hash_list, content, bits=20)
    lists.set_match_distance(cast.STAGE, hash_list.pk, bits=19)
    assert hits(inspected_report(content)) == set()
    lists.set_match_distance(cast.STAGE, hash_list.pk, bits=20)
    assert hits(inspected_report(content)) == {("pdq", 20)}


def test_known_harmless_files_suppress_what_merely_looks_alike():
    content = factories.picture(23)
    on_list(own_list(), content, bits=20)
    assert hits(inspected_report(content)) == {("pdq", 20)}
    on_list(own_list("negative"), content, bits=4)
    assert hits(inspected_report(content)) == set()


def test_an_equal_file_is_a_hit_even_if_it_is_called_harmless():
    content = factories.picture(24)
    on_list(own_list(), content, exact=True)
    on_list(own_list("negative"), content, exact=True)
    assert hits(inspected_report(content)) == {("md5", 0)}


def test_a_canary_never_hits_anything():
    content = factories.picture(25)
    hash_list = own_list()
    stage.join(hash_list)
    report_id = inspected_report(content)
    with acting(cast.STAGE):
        kept = Content.objects.order_by("-pk").first()
        entry = HashEntry.objects.filter(algorithm="md5").first()
        HashEntry.objects.filter(pk=entry.pk).update(value=kept.md5)
        assert entry.item.canary_for_id is not None
    assert hits(report_id) == set()


@pytest.mark.parametrize("what", ["list", "source", "challenge"])
def test_what_was_switched_off_hits_nothing(what):
    content = factories.picture(26)
    hash_list = own_list()
    item = on_list(hash_list, content)
    assert hits(inspected_report(content)) == {("pdq", 0)}
    if what == "list":
        lists.kill_list(cast.STAGE, hash_list.pk, at=NOW)
    elif what == "source":
        members.kill_source(cast.STAGE, item.member_id, at=NOW)
    else:
        ana = cast.principal_of(cast.ana())
        reviewing.challenge(ana, item.pk, reason="An adult.", at=NOW)
    assert hits(inspected_report(content)) == set()


def test_an_item_that_hits_too_often_is_suspended():
    content = factories.picture(27)
    item = on_list(own_list(), content)
    limits = FloodLimits(hits_a_day=2)
    found = []
    for _ in range(4):
        report_id = inspected_report(content)
        found.append(
            services.match_report(cast.STAGE, report_id, limits=limits, at=NOW)
        )
    assert found == [1, 1, 1, 0]
    assert queries_of_lists.item(cast.STAGE, item.pk).state == "suspended"


def test_a_hit_explains_itself():
    content = factories.picture(28)
    item = on_list(own_list(), content, bits=3)
    report_id = inspected_report(content)
    hits(report_id)
    (match,) = queries.matches_of(cast.STAGE, report_id)
    why = queries_of_lists.explain(match.entry)
    assert (why.list_name, why.item_id, why.basis) == (
        "list csam",
        item.pk,
        "three-reviews",
    )
    assert (why.listed_at, why.quality, why.classification) == (NOW, 100, "A1")
    assert why.listed_by == f"person:{cast.mira().pk}"


def nearest(*hashes: int) -> list[tuple[int, int]]:
    """Give the query's number and the distance of each listed hash near these."""
    queries = rows_of(number.to_bytes(32, "big") for number in hashes)
    with acting(cast.STAGE):
        found = near(LISTED, queries)
    return sorted(zip(found.query.tolist(), found.distance.tolist(), strict=True))


def hexadecimal(*hashes: int) -> list[str]:
    return [f"pdq,{number:064x}" for number in hashes]


FAR, FARTHER, FARTHEST = 2**200 - 1, (2**200 - 1) << 40, 2**256 - 1


def test_without_an_index_a_few_hashes_are_compared_one_by_one():
    load(*hexadecimal(FAR))
    assert nearest(FAR, FARTHER) == [(0, 0)]
    load(*hexadecimal(FARTHER, FARTHER ^ 7))
    assert nearest(FARTHER, FAR) == [(0, 0), (0, 3), (1, 0)]
    with acting(cast.STAGE):
        gone = HashEntry.objects.get(value=f"{FARTHER:064x}")
        gone.withdrawn_at = NOW
        gone.save()
    assert nearest(FARTHER, FARTHEST) == [(0, 3)]


def test_without_an_index_many_hashes_are_refused(monkeypatch):
    monkeypatch.setattr(searching, "COMPARED_MOST", 1)
    load(*hexadecimal(FAR))
    assert nearest(FAR) == [(0, 0)]
    load(*hexadecimal(FARTHER))
    with pytest.raises(IndexNotReadyError, match="listed"):
        nearest(FAR)
