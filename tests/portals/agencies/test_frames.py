"""A frame that is similar to a picture is shown as a suggestion, to who may know."""

import json
from dataclasses import asdict

import pytest

from tests import cast, factories
from tipline.files.models import ReportedFile
from tipline.foundation.policy.scope import acting
from tipline.hashlist.models import HashEntry
from tipline.hashlist.services import load_list
from tipline.matching.models import FrameMatch, Match
from tipline.referral.assembly import contents_for
from tipline.referral.packet.automated import section_b
from tipline.referral.packet.police_json import packet_json
from tipline.referral.packet.sentence import unmarked

pytestmark = pytest.mark.django_db
BITS = {"distance": 7, "quality": 88, "recipe": "pdq-512-bilinear-upright-white"}


def suggest(report_id: int, list_id: int, *, frame_of: str, at_ms: int | None):
    with acting(cast.STAGE):
        return FrameMatch.objects.create(
            report_id=report_id,
            file=ReportedFile.objects.filter(report_id=report_id).first(),
            entry=HashEntry.objects.filter(hash_list=list_id, framematch=None)[0],
            frame_of=frame_of,
            at_ms=at_ms,
            turn="mirrored",
            matched_at=cast.NOW,
            **BITS,
        )


def packet_of(person, report_id):
    return contents_for(cast.principal_of(person), person, report_id, at=cast.NOW)


def test_similar_frames_are_shown_to_analysts_and_to_the_agency_that_has_the_report():
    report_id = factories.routed_report(cast.platform())
    lines = [f"md5,{n:032x}" for n in range(2)]
    loaded = load_list(cast.STAGE, lines, name="Films", meaning="known", at=cast.NOW)
    of_item = suggest(report_id, loaded.list_id, frame_of="item", at_ms=62_000)
    suggest(report_id, loaded.list_id, frame_of="file", at_ms=None)
    agency, analyst = (
        factories.browser_of(person).get(address).text
        for person, address in (
            (cast.lena(), f"/agency/reports/{report_id}/"),
            (cast.ana(), f"/console/reports/{report_id}/"),
        )
    )
    assert "one frame of a listed video" in agency
    assert "a listed picture, in one frame of this video" in agency
    assert "this picture, and a frame of a listed video" in analyst
    for page in (agency, analyst):
        for shown in ("Films", "1:02", "7 bits", "quality 88", "mirrored"):
            assert shown in page
        assert "that nobody has checked" in page
    first, second = json.loads(packet_json(packet_of(cast.lena(), report_id)))[
        "tipline"
    ]["frameMatches"]
    assert (first["frameOf"], first["atMs"], first["list"]) == ("item", 62_000, "Films")
    assert (second["frameOf"], second["atMs"]) == ("file", None)
    assert BITS.items() <= first.items()
    assert first["listedBy"]
    section = asdict(section_b(packet_of(cast.lena(), report_id)))
    said = unmarked(json.dumps(section, ensure_ascii=False))
    assert "a frame at 1:02 of the listed video and this picture, mirrored" in said
    assert "a frame of this video and a listed picture" in said
    # A hit says more than a suggestion.
    with acting(cast.STAGE):
        Match.objects.create(
            report_id=report_id,
            file=of_item.file,
            entry=of_item.entry,
            algorithm="md5",
            distance=0,
            matched_at=cast.NOW,
        )
    (left,) = packet_of(cast.lena(), report_id).frame_matches
    assert left.is_in_file
