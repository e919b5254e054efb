from datetime import UTC, datetime

import pytest

from tests import cast, factories
from tipline import pipeline
from tipline.files.models import Content
from tipline.foundation.policy.scope import acting
from tipline.hashlist import services as hashlist
from tipline.hashlist.models import HashEntry
from tipline.matching import queries, services

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 21, tzinfo=UTC)


def load(*lines: str, name: str = "Known") -> None:
    hashlist.load_list(cast.STAGE, lines, name=name, meaning="known material", at=NOW)


def inspected_report(content: bytes, *, flags: str = "") -> int:
    platform = cast.platform()
    report_id = factories.open_report(platform)
    factories.add_file(platform, report_id, content, flags=flags)
    factories.finish(platform, report_id)
    pipeline.STEPS["inspect"](report_id)
    return report_id


def pdq_of(content: bytes) -> bytes:
    inspected_report(content)
    with acting(cast.STAGE):
        return bytes(Content.objects.order_by("-pk").first().pdq)


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
    flat = factories.picture(10, size=(8, 8))
    report_id = inspected_report(flat)
    with acting(cast.STAGE):
        content = Content.objects.get()
        content.pdq_quality = services.QUALITY_MIN - 1
        content.save()
    load(f"pdq,{bytes(content.pdq).hex()}")
    assert hits(report_id) == set()


def test_a_platforms_own_hash_of_another_algorithm_matches_for_equality():
    flags = '<originalFileHash hashType="PhotoDNA">AbCd</originalFileHash>'
    report_id = inspected_report(factories.picture(11), flags=flags)
    load("photodna,AbCd", "photodna,abcd")
    assert hits(report_id) == {("photodna", 0)}


def test_matching_twice_keeps_each_hit_once():
    content = factories.picture(12)
    load(f"pdq,{pdq_of(content).hex()}")
    report_id = inspected_report(content)
    hits(report_id)
    assert hits(report_id) == {("pdq", 0)}
    assert len(queries.matches_of(cast.STAGE, report_id)) == 1
