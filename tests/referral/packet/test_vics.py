"""VICS, read as public forensic tools read it."""

import json
from dataclasses import replace

import pytest

from tests.referral.packet.packet_cast import BARE, MATCHED_FILE, RICH, VIEWED_FILE
from tipline.referral.packet.vics import VicsVersion, packet_vics
from tipline.review.labels import AgeRange, Child, ContentType, Generated, Labels

HASHED = ("MD5", "SHA1")


def case_of(contents, version):
    """Find the case by the root key of its version, as an importer does."""
    data = packet_vics(contents, version)
    assert data.startswith(b"{")  # no byte-order mark
    root = json.loads(data)
    if version is VicsVersion.V1_3:
        model = root["odata.metadata"]
        assert model == "http://github.com/ICMEC/ProjectVic/DataModels/1.3.xml#Cases"
    else:
        base = "http://github.com/VICSDATAMODEL/ProjectVic/DataModels/2.0.xml"
        assert root["@odata.context"] == f"{base}/US/$metadata#Cases"
    (case,) = root["value"]
    return case


@pytest.mark.parametrize("version", VicsVersion)
def test_every_file_is_an_item_with_hashes_and_a_path_only_if_it_is_there(version):
    media = case_of(RICH, version)["Media"]
    assert [item["MediaID"] for item in media] == [1, 2, 3]
    first, second = media[0], media[1]
    assert first["MD5"] == VIEWED_FILE.md5.upper()
    assert first["SHA1"] == VIEWED_FILE.sha1.upper()
    assert int(first["MediaSize"]) == VIEWED_FILE.size_bytes
    assert isinstance(first["MediaSize"], str) is (version is VicsVersion.V1_3)
    assert first["RelativeFilePath"] == "files\\f-1.jpg"
    assert second["RelativeFilePath"] == ""
    assert first["MediaFiles"][0]["FileName"] == "pond at dusk.jpg"
    other = {each["HashName"]: each["HashValue"] for each in first["AlternativeHashes"]}
    assert other["SHA256"] == VIEWED_FILE.sha256
    assert other["PDQ"] == VIEWED_FILE.pdq[0].hex
    assert first["Tags"] == "Apparent CSAM, Animated"
    for item in media:
        assert item["VictimIdentified"] is None
        assert {len(item[name]) for name in HASHED} == {32, 40}


@pytest.mark.parametrize(
    ("labels", "category"),
    [
        (None, 0),
        (Labels(content_type=ContentType.TEXT_ONLY), 0),
        (Labels(content_type=ContentType.CSAM, children=(Child(),)), 1),
        (
            Labels(
                content_type=ContentType.EXPLOITATIVE,
                children=(Child(age=AgeRange.PUBESCENT),),
            ),
            2,
        ),
        (Labels(content_type=ContentType.CSAM, generated=Generated.DEPICTED), 3),
    ],
)
def test_only_a_person_s_labels_make_a_category(labels, category):
    file = replace(MATCHED_FILE, label_set=labels)
    (item,) = case_of(replace(RICH, files=(file,)), VicsVersion.V2_0)["Media"]
    assert item["Category"] == category
    assert item["IsPrecategorized"] is (labels is not None)


def test_a_report_without_files_is_a_case_without_media():
    case = case_of(BARE, VicsVersion.V1_3)
    assert case["Media"] == []
    assert case["CaseNumber"] == str(BARE.report_id)
