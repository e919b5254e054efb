import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from lxml import etree

from tests.intake.documents import FILE_MARKS, INCIDENT_TYPES, NOW, REPORT_MARKS
from tests.intake.samples import file_details, report, reported
from tipline.intake.errors import ValidationFailedError
from tipline.intake.profile import Profile
from tipline.intake.schema import annotation_names, schema_bytes, schema_errors
from tipline.intake.wire import read_file_details, read_report
from tipline.portals.platforms.answers import report_done_response, report_response

XSD = "{http://www.w3.org/2001/XMLSchema}"
IP = "<ipCaptureEvent><ipAddress>203.0.113.4</ipAddress></ipCaptureEvent>"


def is_valid(body):
    return schema_errors(etree.fromstring(body)) == []


def marks(content):
    return f"<reportAnnotations>{content}</reportAnnotations>"


@pytest.mark.parametrize("incident_type", INCIDENT_TYPES)
def test_the_eight_incident_types_are_accepted(incident_type):
    assert is_valid(report(incident_type=incident_type))


VALID = {
    "the smallest": report(),
    "no marks at all": report(marks("")),
    "marks in any order": report(marks("<spam/><sextortion>true</sextortion>")),
    "all marks": report(marks("".join(f"<{m}/>" for m in REPORT_MARKS))),
    "an empty channel": report(
        details="<internetDetails><webPageIncident/></internetDetails>"
    ),
    "several channels": report(
        details="<internetDetails><chatImIncident/></internetDetails>" * 3
    ),
    "no state and no country": report(
        rest=reported(
            "<personOrUserReportedPerson><address><state/><country/></address>"
            "</personOrUserReportedPerson>"
        )
    ),
    "own country codes": report(
        rest=reported(
            "<estimatedLocation><countryCode>A1</countryCode></estimatedLocation>"
        )
    ),
    "several reported persons": report(rest=reported("") * 3),
    "a time without a zone": report(at="2026-10-15T08:00:00"),
    "doubt about an age": report(
        rest="<victim><victimPerson><age>9</age><ageAssertionDiscrepancy>true"
        "</ageAssertionDiscrepancy></victimPerson></victim>"
    ),
    "a recipient with several notes": report(
        rest="<intendedRecipient><additionalInfo>a</additionalInfo>"
        "<additionalInfo>b</additionalInfo></intendedRecipient>"
    ),
    "legal process abroad": report(
        law="<lawEnforcement><agencyName>X</agencyName><servedLegalProcessInternational"
        ' fleaCountry="DE">true</servedLegalProcessInternational></lawEnforcement>'
    ),
    "the smallest file": file_details(),
    "a file's old name": file_details("<fileName>a.jpg</fileName>"),
    "a bare meme mark": file_details("<potentialMeme>false</potentialMeme>"),
    "no marks on a file": file_details("<fileAnnotations/>"),
    "all marks on a file": file_details(
        f"<fileAnnotations>{''.join(f'<{m}/>' for m in FILE_MARKS)}</fileAnnotations>"
    ),
    "details of no kind": file_details(
        "<details><nameValuePair><name>a</name><value/></nameValuePair></details>"
    ),
    "a new report": report_response(0, "Success", report_id=1),
    "a status": report_response(0, "Remote User : x, Remote Ip : 192.0.2.1"),
    "an upload": report_response(
        0, "Success", report_id=1, file_id="ab" * 16, digest="cd" * 16
    ),
    "a finish": report_done_response(1, ("ab" * 16, "cd" * 16)),
    "a finish without files": report_done_response(1),
    "a refused finish": report_done_response(1, code=5102),
}

INVALID = {
    "no reporter": report(reporter=""),
    "an unknown channel": report(
        details="<internetDetails><faxIncident/></internetDetails>"
    ),
    "two channels in one": report(
        details="<internetDetails><chatImIncident/><chatImIncident/></internetDetails>"
    ),
    "no channel in one": report(details="<internetDetails/>"),
    "a mark that says no": report(marks("<spam>false</spam>")),
    "a mark that says one": report(marks("<spam>1</spam>")),
    "a mark twice": report(marks("<spam/><spam/>")),
    "a batch without reason": report(first="<batchedReport/>"),
    "a batch of another reason": report(first='<batchedReport reason="OTHER"/>'),
    "legal process on the agency": report(
        law='<lawEnforcement fleaCountry="DE"><agencyName>X</agencyName>'
        "</lawEnforcement>"
    ),
    "an other account of no kind": report(
        rest=reported("<associatedAccount accountType='Linked'/>")
    ),
    "a victim who is nobody": report(rest="<victim/>"),
    "a recipient at a school": report(
        rest="<intendedRecipient><schoolName>x</schoolName></intendedRecipient>"
    ),
    "two notes on a report": report(rest="<additionalInfo/>" * 2),
    "another event": report(
        rest=reported(
            "<ipCaptureEvent><ipAddress>192.0.2.1</ipAddress><eventName>LOGIN"
            "</eventName></ipCaptureEvent>"
        )
    ),
    "a contact with an age": report(
        reporter="<reporter><reportingPerson/><contactPerson><age>3</age>"
        "</contactPerson></reporter>"
    ),
    "a file of no report": b"<fileDetails><fileId>a</fileId></fileDetails>",
    "both kinds of marks": file_details(
        "<potentialMeme>true</potentialMeme><fileAnnotations/>"
    ),
    "a hash of no kind": file_details("<originalFileHash>00</originalFileHash>"),
    "another class": file_details(
        "<industryClassification>C1</industryClassification>"
    ),
    "details without pairs": file_details("<details/>"),
    "a second address of a file": file_details(IP + IP),
    "a default namespace": report().replace(b"<report>", b'<report xmlns="urn:x">'),
}


@pytest.mark.parametrize("name", VALID)
def test_the_schema_accepts(name):
    assert is_valid(VALID[name])


@pytest.mark.parametrize("name", INVALID)
def test_the_schema_refuses(name):
    assert not is_valid(INVALID[name])


def test_the_second_address_of_a_file_is_named_with_its_place():
    """The failure that platforms saw in 2026, in words that end the guessing."""
    body = file_details("<industryClassification>A1</industryClassification>" + IP + IP)
    with pytest.raises(ValidationFailedError) as refusal:
        read_file_details(
            body, content_type="", profile=Profile.LENIENT, at=NOW, batched=False
        )
    column = body.rindex(b"<ipCaptureEvent>") + 1
    assert refusal.value.description == (
        "Validation failed\n"
        f"[1,{column}] - 'ipCaptureEvent' is here more often than allowed; here one of"
        " {deviceId, details, additionalInfo} may stand."
    )


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        (
            report(reporter=""),
            (
                "'report' is not complete; put one of {internetDetails, lawEnforcement,"
                " reporter} into it."
            ),
        ),
        (
            report("<application>X</application>"),
            (
                "'application' is not expected here; here one of {platform,"
                " escalateToHighPriority, reportAnnotations, incidentDateTime} may"
                " stand."
            ),
        ),
        (
            report(rest=reported('<associatedAccount accountType="Other"/>')),
            "'associatedAccount' lacks its attribute 'type'; add it.",
        ),
        (
            report(rest=reported('<associatedAccount kind="x" type="Other"/>')),
            "attribute 'kind' of 'associatedAccount' is not known; take it out.",
        ),
        (
            report(rest=reported("<compromisedAccount>yes</compromisedAccount>")),
            "'compromisedAccount' is 'yes'; write true or false.",
        ),
        (
            report(marks("<spam>false</spam>")),
            "'spam' must be empty or 'true'; leave the element out to say nothing.",
        ),
        (
            report(
                first='<batchedReport reason="VIRAL_POTENTIAL_MEME">x</batchedReport>'
            ),
            "'batchedReport' must be empty; take its content out.",
        ),
        (
            report(rest="<additionalInfo><b/></additionalInfo>"),
            "'additionalInfo' holds elements; it takes plain text only.",
        ),
        (
            report(rest=reported("hello")),
            (
                "'personOrUserReported' has text of its own; put it into one of its"
                " elements."
            ),
        ),
        (
            report(
                rest=reported(
                    "<estimatedLocation><countryCode>Germany</countryCode>"
                    "</estimatedLocation>"
                )
            ),
            (
                "'countryCode' is 'Germany'; write a country's ISO 3166-1 code of two"
                " letters."
            ),
        ),
    ],
)
def test_what_the_schema_refuses_is_said_in_our_words(body, sentence):
    with pytest.raises(ValidationFailedError) as refusal:
        read_report(
            body,
            content_type="",
            profile=Profile.LENIENT,
            at=NOW,
            own_reports=lambda named: named,
        )
    assert sentence in [problem.sentence for problem in refusal.value.problems]


def test_the_schema_knows_the_marks_of_2026():
    assert annotation_names("reportAnnotations") == set(REPORT_MARKS)
    assert annotation_names("fileAnnotations") == set(FILE_MARKS)


def test_every_type_of_the_schema_says_what_it_is_in_one_sentence():
    root = etree.fromstring(schema_bytes())
    types = root.findall(f"{XSD}complexType") + root.findall(f"{XSD}simpleType")
    assert len(types) > 40
    for kind in types:
        note = kind.findtext(f"{XSD}annotation/{XSD}documentation") or ""
        assert re.fullmatch(r"[A-Z].*\.", " ".join(note.split())), kind.get("name")


def test_the_schema_takes_nothing_from_elsewhere():
    root = etree.fromstring(schema_bytes())
    assert root.get("targetNamespace") is None
    assert not list(root.iter(f"{XSD}import", f"{XSD}include", f"{XSD}redefine"))


def test_threads_that_validate_at_once_read_their_own_errors():
    bodies = [report(marks("<spam/><spam/>")), report(reporter=""), report()] * 40
    expected = [[e.message for e in schema_errors(etree.fromstring(b))] for b in bodies]
    with ThreadPoolExecutor(8) as pool:
        found = pool.map(
            lambda body: [e.message for e in schema_errors(etree.fromstring(body))],
            bodies,
        )
        assert list(found) == expected
