import json
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings

from tests.referral.packet import police_consumer
from tests.referral.packet.documents import any_file_details, any_report
from tests.referral.packet.packet_cast import (
    BARE,
    MATCHED_FILE,
    REPORT_ID,
    RICH,
    SILENT_FILE,
    VIEWED_FILE,
)
from tipline.referral.packet.police_json import packet_json

PERSON = """
firstName middleName lastName preferredName gender preferredPronouns dateOfBirth
approximateAge physicalDescription vehicleDescription vehicleTagNumber occupation
espService espUserId ipAddress relationshipToReporter relationshipToChildVictim
accessToChildVictim accessToChildren accessToFirearms convictedSexOffender awareOfReport
gangAffiliation screenName emails phones addresses additionalContactInformation
languages races disabilities additionalDisabilityInformation sourceInformation
additionalInformations
"""

# What two public police tools look for, by place; an asterisk is any member of a list.
SHAPE = {
    "": "reportId dateReceived reportedInformation tipline",
    "reportedInformation": "reportingEsp incidentSummary incidentDetails "
    "reportedPeople intendedRecipients uploadedFiles additionalInformations",
    "reportedInformation.reportingEsp": "espName firstName lastName",
    "reportedInformation.incidentSummary": "incidentType incidentDateTime "
    "incidentDateTimeDescription",
    "reportedInformation.incidentDetails": "webpageIncident emailIncident",
    "reportedInformation.incidentDetails.webpageIncident.*": "sourceInformation "
    "additionalInformations",
    "reportedInformation.incidentDetails.emailIncident.*": "contents",
    "reportedInformation.incidentDetails.emailIncident.*.contents.*": "value",
    "reportedInformation.reportedPeople.reportedPersons.*": PERSON,
    "reportedInformation.intendedRecipients.intendedRecipients.*": PERSON,
    "reportedInformation.reportedPeople.reportedPersons.*.emails.emails.*": "value "
    "verified",
    "reportedInformation.reportedPeople.reportedPersons.*.phones.phones.*": "value "
    "verified",
    "reportedInformation.reportedPeople.reportedPersons.*.addresses.addresses.*": (
        "street1 street2 city state postalCode country"
    ),
    "reportedInformation.reportedPeople.reportedPersons.*.sourceInformation"
    ".sourceCaptures.*": "captureType value dateTime eventName port",
    "reportedInformation.uploadedFiles.uploadedFiles.*": "filename originalFilename "
    "submittalId verificationHash viewedByEsp industryClassification espMetadata "
    "ncmecTags sourceInformation additionalInformations",
    "reportedInformation.uploadedFiles.uploadedFiles.*.espMetadata.metadatas.*": "name "
    "value",
    "reportedInformation.uploadedFiles.uploadedFiles.*.ncmecTags.groups.*": "tags",
    "reportedInformation.uploadedFiles.uploadedFiles.*.ncmecTags.groups.*.tags.*": (
        "value"
    ),
    "reportedInformation.additionalInformations.*": "value",
    "tipline": "priority designation completeness jurisdiction locationEvidence "
    "ipAddresses ipAttribution matches links deliveries originals files asSent packet",
    "tipline.originals.*": "kind fileId receivedAt sizeBytes sha256",
}


def loaded(contents):
    return json.loads(packet_json(contents).decode("utf-8"))


def at(value, path):
    """Every value at a path."""
    step, _, rest = path.partition(".")
    if not step:
        return [value]
    inner = value if step == "*" else [value[step]]
    return [found for one in inner for found in at(one, rest)]


def structure(value, path="", known=None):
    """The key set of each object, by path, with list positions collapsed."""
    known = {} if known is None else known
    if isinstance(value, dict):
        if not path.endswith("facts"):
            known.setdefault(path, set()).add(frozenset(value))
        for key, inner in value.items():
            structure(inner, f"{path}.{key}", known)
    elif isinstance(value, list):
        for inner in value:
            structure(inner, f"{path}.*", known)
    return known


@pytest.mark.parametrize("path", SHAPE)
def test_police_tools_find_every_key_they_read(path):
    found = at(loaded(RICH), path)
    assert found
    for value in found:
        assert set(SHAPE[path].split()) <= set(value)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(document=any_report, details=any_file_details)
def test_any_report_gives_valid_json_with_every_key(document, details):
    files = (replace(VIEWED_FILE, details=details), SILENT_FILE)
    value = loaded(replace(RICH, document=document, files=files))
    for path in ("", "reportedInformation", "tipline"):
        assert set(SHAPE[path].split()) <= set(at(value, path)[0])
    for path, keys in structure(value).items():
        assert len(keys) == 1, path
    for person in at(value, "reportedInformation.reportedPeople.reportedPersons.*"):
        assert set(PERSON.split()) <= set(person)


def test_an_empty_report_has_the_keys_of_a_rich_one():
    rich, bare = structure(loaded(RICH)), structure(loaded(BARE))
    assert bare == {path: rich[path] for path in bare}


def test_the_file_begins_with_its_brace_and_not_with_a_byte_order_mark():
    assert packet_json(RICH).startswith(b"{\n")


def test_a_script_that_knows_the_shape_alone_reads_all_it_needs():
    tip = police_consumer.load(packet_json(RICH))
    assert (tip.number, tip.platform) == (REPORT_ID, "Pixelpond, Inc.")
    assert tip.names[0] == "heron_in_reeds"
    assert tip.emails["q.marsh@example.org"] is True
    first, last = tip.rows[0], tip.rows[-1]
    assert (first.address, first.port, first.event) == (
        "198.51.100.23",
        "40022",
        "LOGIN",
    )
    assert first.at.isoformat() == "2026-11-18T12:00:00+00:00"
    assert (last.whose, last.address) == ("file", "203.0.113.77")
    assert tip.files[0] == ("pond at dusk.jpg", VIEWED_FILE.md5, "yes")
    assert [viewed for _, _, viewed in tip.files] == ["yes", "no", "no information"]
    assert tip.tags == ["Apparent CSAM", "Animated"]
    assert police_consumer.load(packet_json(BARE)).rows == []


def test_times_are_in_utc_and_end_in_z():
    value = loaded(RICH)
    summary = value["reportedInformation"]["incidentSummary"]
    assert summary["incidentDateTime"] == "2026-11-19T06:02:03Z"
    assert value["dateReceived"] == "2026-11-20T11:55:00Z"


def test_the_captures_of_a_person_bear_the_names_that_tools_compare():
    person = loaded(RICH)["reportedInformation"]["reportedPeople"]["reportedPersons"][0]
    captures = person["sourceInformation"]["sourceCaptures"]
    assert captures[0] == {
        "captureType": "IP Address",
        "value": "198.51.100.23",
        "dateTime": "2026-11-18T12:00:00Z",
        "eventName": "LOGIN",
        "port": "40022",
        "possibleProxy": False,
    }
    assert [one["captureType"] for one in captures] == [
        "IP Address",
        "IP Address",
        "Profile URL",
        "Device IMEI",
    ]


def test_the_viewed_flag_keeps_its_three_states():
    files = at(loaded(RICH), "reportedInformation.uploadedFiles.uploadedFiles.*")
    assert [file["viewedByEsp"] for file in files] == [True, False, None]


def test_the_verification_hash_is_the_md5_we_computed():
    files = at(loaded(RICH), "reportedInformation.uploadedFiles.uploadedFiles.*")
    expected = [file.md5 for file in (VIEWED_FILE, MATCHED_FILE, SILENT_FILE)]
    assert [file["verificationHash"] for file in files] == expected


def test_labels_of_staff_become_one_group_of_tags():
    files = at(loaded(RICH), "reportedInformation.uploadedFiles.uploadedFiles.*")
    assert files[0]["ncmecTags"]["groups"] == [
        {"tags": [{"value": "Apparent CSAM"}, {"value": "Animated"}]}
    ]
    assert files[1]["ncmecTags"]["groups"] == []


def test_a_tool_that_takes_the_first_person_finds_one_where_nobody_was_reported():
    value = loaded(BARE)
    people = value["reportedInformation"]["reportedPeople"]["reportedPersons"]
    assert len(people) == 1
    assert people[0]["firstName"] is None
    assert value["tipline"]["asSent"]["reportedPersons"] == 0


def test_our_additions_name_reasons_hashes_and_receivers():
    ours = loaded(RICH)["tipline"]
    assert ours["priority"]["reasons"][0]["rule"] == "escalated-by-platform"
    assert ours["originals"][0]["sha256"] == RICH.originals[0].sha256
    assert [one["agency"] for one in ours["deliveries"]] == [
        "Oregon ICAC Task Force",
        "Federal desk",
    ]
    assert ours["files"][1]["gate"]["standing"] == "hash-match-only"
    assert loaded(RICH)["reportId"] == REPORT_ID


def test_the_same_contents_give_the_same_bytes():
    assert packet_json(RICH) == packet_json(replace(RICH))


def test_half_a_character_cannot_break_the_file():
    document = replace(RICH.document, additional_info="a\ud800b\x00c")
    value = loaded(replace(RICH, document=document))
    text = value["reportedInformation"]["additionalInformations"][0]["value"]
    assert text == "a?b\x00c"
