from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.intake.documents import NOW, batched_reports, file_details, reports
from tipline.intake.completeness import FileFacts
from tipline.intake.designation import (
    NO_MALICE,
    DesignationFacts,
    designate,
    designation_facts,
)
from tipline.intake.document import (
    Account,
    Address,
    FileDocument,
    InternetDetail,
    IpCapture,
    Person,
    Phone,
    ReportDocument,
    Reporter,
)
from tipline.intake.evidence import is_somewhere

THIN = ReportDocument(
    incident_type="Child Sex Tourism",
    incident_at=NOW,
    reporter=Reporter(person=Person()),
)
VIRAL_MEME = FileFacts(
    size_bytes=1,
    details=FileDocument(
        report_id=1, file_id="a", annotations=("viral", "potentialMeme")
    ),
)
PLAIN = FileFacts(size_bytes=1)


def of(document, files=(), **known):
    designation = designate(designation_facts(document, files, **known))
    return designation.kind, designation.arm


def about(**account):
    return replace(THIN, reported_persons=(Account(**account),))


def test_a_report_that_shows_nothing_is_informational_whoever_it_names():
    assert of(about(user_id="u-1")) == ("informational", "no-nexus")


def test_a_file_of_nobody_nowhere_is_informational():
    assert of(THIN, (PLAIN,)) == ("informational", "no-location")


def test_an_empty_file_shows_nothing():
    assert of(THIN, (FileFacts(size_bytes=0),)) == ("informational", "no-nexus")


@pytest.mark.parametrize(
    "document",
    [
        about(user_id="u-1"),
        about(screen_name="zed"),
        about(person=Person(phones=(Phone(number="5550100"),))),
        about(ip_captures=(IpCapture(address="203.0.113.4"),)),
        about(person=Person(addresses=(Address(country="DE"),))),
        replace(
            THIN,
            internet_details=(
                InternetDetail(
                    channel="cellPhoneIncident", latitude=48.1, longitude=11.5
                ),
            ),
        ),
        replace(
            THIN,
            victims=(
                Account(person=Person(phones=(Phone(number="1", calling_code="+49"),))),
            ),
        ),
    ],
)
def test_a_file_with_a_person_or_a_place_is_a_referral(document):
    assert of(document, (PLAIN,)) == ("referral", None)


def test_the_address_beside_a_file_is_a_place():
    capture = IpCapture(address="203.0.113.4")
    details = FileDocument(report_id=1, file_id="a", ip_capture=capture)
    assert of(THIN, (replace(PLAIN, details=details),)) == ("referral", None)


@pytest.mark.parametrize(
    "address", ["10.1.2.3", "192.168.0.1", "127.0.0.1", "::1", "fe80::1", "nonsense"]
)
def test_an_address_that_belongs_to_no_place_locates_nobody(address):
    assert not is_somewhere(address)
    assert not is_somewhere(f"::ffff:{address}")
    document = about(ip_captures=(IpCapture(address=address),))
    assert of(document, (PLAIN,)) == ("informational", "no-location")


def test_a_viral_meme_is_informational_and_a_viral_file_alone_is_not():
    person = about(user_id="u-1")
    assert of(person, (VIRAL_MEME,)) == ("informational", "viral-no-malice")
    assert of(person, (VIRAL_MEME, PLAIN)) == ("referral", None)
    marked = FileDocument(report_id=1, file_id="a", annotations=("viral",))
    only_viral = FileFacts(size_bytes=1, details=marked)
    assert of(person, (only_viral,)) == ("referral", None)


def test_what_matching_found_outweighs_what_the_platform_marked():
    person = about(user_id="u-1")
    assert of(person, (VIRAL_MEME,), media_known_viral=False) == ("referral", None)
    outrage = frozenset({"outrage"})
    found = of(person, (PLAIN,), media_known_viral=True, intent_said=outrage)
    assert found == ("informational", "viral-no-malice")


def test_a_batch_of_a_viral_meme_is_informational():
    batch = replace(about(user_id="u-1"), batch_reason="VIRAL_POTENTIAL_MEME")
    assert of(batch, (PLAIN,)) == ("informational", "viral-no-malice")


facts = st.builds(
    DesignationFacts,
    has_nexus=st.booleans(),
    has_location=st.booleans(),
    has_identifier=st.booleans(),
    media_known_viral=st.none() | st.booleans(),
    intent_annotations=st.frozensets(st.sampled_from([*sorted(NO_MALICE), "malice"])),
)


@given(facts)
def test_a_designation_names_the_arm_and_facts_that_decided(known):
    designation = designate(known)
    assert (designation.arm is None) == (designation.kind == "referral")
    assert all(hasattr(known, field) for field in designation.fields)
    assert designation.sentence.lower().startswith(("a referral", "informational"))
    if designation.kind == "referral":
        assert known.has_nexus
        assert known.has_location or known.has_identifier


@given(facts)
def test_knowing_a_person_or_a_place_never_makes_a_referral_informational(known):
    if designate(known).kind == "referral":
        more = replace(known, has_location=True, has_identifier=True)
        assert designate(more).kind == "referral"


@settings(max_examples=20, deadline=None, suppress_health_check=["too_slow"])
@given(reports() | batched_reports(), st.lists(file_details(), max_size=2))
def test_every_report_has_a_designation(document, details):
    files = tuple(FileFacts(size_bytes=1, details=one) for one in details)
    kind, arm = of(document, files)
    assert (kind == "referral") == (arm is None)


def test_files_that_people_found_irrelevant_show_no_nexus_and_other_things_do():
    known = about(user_id="u-1")
    assert of(known, (PLAIN,)) == ("referral", None)
    labeled = of(known, (PLAIN,), files_show_nothing=True)
    assert labeled == ("informational", "no-nexus")
    facts = designation_facts(known, (PLAIN,), files_show_nothing=True)
    assert designate(facts).fields == ("has_nexus", "file_labels")
    told = replace(known, additional_info="More of it.")
    assert of(told, (PLAIN,), files_show_nothing=True) == ("referral", None)
