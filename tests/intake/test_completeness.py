import re
from dataclasses import fields, replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.intake.documents import NOW, batched_reports, file_details, reports
from tipline.intake.completeness import (
    CompletenessWeights,
    FileFacts,
    assess_completeness,
)
from tipline.intake.completeness_sentences import SENTENCES
from tipline.intake.document import (
    Account,
    Email,
    EstimatedLocation,
    FileDocument,
    InternetDetail,
    IpCapture,
    Person,
    ReportDocument,
    Reporter,
)

RUBRIC = Path(__file__).parents[2] / "docs" / "api" / "completeness.md"
WEIGHTS = CompletenessWeights()

COMPLETE = ReportDocument(
    incident_type="Child Sex Tourism",
    incident_at=NOW - timedelta(days=1),
    incident_at_as_sent="2026-10-31T12:00:00Z",
    incident_at_description="the upload",
    reporter=Reporter(person=Person(emails=(Email(address="abuse@example.com"),))),
    reported_persons=(
        Account(
            person=Person(
                first_name="Zed",
                last_name="Moss",
                emails=(Email(address="zed@example.org"),),
            ),
            user_id="u-1",
            ip_captures=(IpCapture(address="203.0.113.4", event="Upload", at=NOW),),
            estimated_location=EstimatedLocation(country="DE"),
        ),
    ),
    victims=(Account(person=Person()),),
)
DETAILS = FileDocument(
    report_id=1,
    file_id="a" * 32,
    viewed_by_platform=False,
    annotations=("generativeAi",),
)
FILE = FileFacts(size_bytes=10, details=DETAILS)


def assess(document=COMPLETE, files=(FILE,), weights=WEIGHTS):
    return assess_completeness(document, files, weights, finished_at=NOW)


def missing(document=COMPLETE, files=(FILE,)):
    return {part.field: part.cost for part in assess(document, files).missing}


def with_captures(*captures):
    (person,) = COMPLETE.reported_persons
    return replace(COMPLETE, reported_persons=(replace(person, ip_captures=captures),))


def test_a_complete_report_has_all_points():
    whole = assess()
    assert whole.score == 100
    assert whole.missing == ()
    assert sum(part.weight for part in whole.parts) == 100 == WEIGHTS.total()


def test_an_empty_report_is_told_everything_that_is_missing():
    empty = ReportDocument(
        incident_type="Child Sex Tourism",
        incident_at=NOW - timedelta(days=400),
        incident_at_as_sent="2025-10-01T00:00:00",
        reporter=Reporter(person=Person()),
    )
    assessed = assess(empty, ())
    assert assessed.score == 0
    assert {part.field for part in assessed.missing} == set(SENTENCES) - {"viewed-flag"}
    assert [part.cost for part in assessed.missing] == sorted(
        (part.cost for part in assessed.missing), reverse=True
    )


@pytest.mark.parametrize(
    ("capture", "cost"),
    [
        (IpCapture(address="203.0.113.4", event="Upload", at=NOW), None),
        (IpCapture(address="203.0.113.4", event="Upload"), 8),
        (IpCapture(address="203.0.113.4", event="Login", at=NOW), 8),
        (IpCapture(address="203.0.113.4", event="Login"), 12),
    ],
)
def test_a_login_is_worth_half_an_upload_and_a_time_the_other_half(capture, cost):
    assert missing(with_captures(capture)).get("upload-ip") == cost


def test_the_address_beside_a_file_counts_as_its_upload():
    capture = IpCapture(address="203.0.113.4", at=NOW)
    file = replace(FILE, details=replace(DETAILS, ip_capture=capture))
    assert "upload-ip" not in missing(with_captures(), (file,))


@pytest.mark.parametrize(
    ("files", "details", "cost"),
    [
        ((FILE,), (), None),
        ((), (InternetDetail(channel="chatImIncident", content="a talk"),), None),
        ((), (InternetDetail(channel="webPageIncident", urls=("http://e.x",)),), 9.8),
        ((FileFacts(size_bytes=0),), (), 14),
        ((), (), 14),
    ],
)
def test_the_file_or_the_talk_itself_counts(files, details, cost):
    document = replace(COMPLETE, internet_details=details)
    assert missing(document, files).get("content") == cost


def test_a_viewed_flag_that_says_no_is_an_answer_and_silence_is_none():
    silent = replace(FILE, details=replace(DETAILS, viewed_by_platform=None))
    assert "viewed-flag" not in missing(files=(FILE,))
    assert missing(files=(silent,))["viewed-flag"] == 14
    assert missing(files=(FILE, FileFacts(size_bytes=1)))["viewed-flag"] == 7


def test_a_report_without_files_is_not_asked_whether_they_were_viewed():
    chat = InternetDetail(channel="chatImIncident", content="a talk")
    document = replace(COMPLETE, internet_details=(chat,), annotations=("sextortion",))
    assert assess(document, ()).score == 100


def test_a_time_without_a_zone_costs_its_half():
    document = replace(COMPLETE, incident_at_as_sent="2026-10-31T12:00:00")
    assert missing(document) == {"incident-time-zone": 6}


@pytest.mark.parametrize(("days", "cost"), [(7, None), (30, 1.5), (31, 3)])
def test_a_late_report_costs_points(days, cost):
    document = replace(COMPLETE, incident_at=NOW - timedelta(days=days))
    assert missing(document).get("timeliness") == cost


@pytest.mark.parametrize(
    ("address", "cost"), [("csam-reports@e.org", None), ("zoe.k@e.org", 2), (None, 4)]
)
def test_a_mailbox_of_one_person_costs_points(address, cost):
    emails = (Email(address=address),) if address else ()
    document = replace(COMPLETE, reporter=Reporter(person=Person(emails=emails)))
    assert missing(document).get("role-mailbox") == cost


def test_a_batch_is_not_asked_for_what_it_may_not_carry():
    batch = replace(
        COMPLETE,
        batch_reason="VIRAL_POTENTIAL_MEME",
        reported_persons=(Account(user_id="u-1"), Account(user_id="u-2")),
        victims=(),
    )
    assert assess(batch).score == 100


def test_weights_can_be_changed_and_a_weight_of_nothing_is_left_out():
    weights = CompletenessWeights(viewed=0)
    assert "viewed-flag" not in {part.field for part in assess(weights=weights).parts}
    assert assess(weights=weights).score == 100


def facts():
    return st.builds(
        FileFacts,
        size_bytes=st.integers(0, 10),
        details=st.none() | file_details(),
    )


@settings(max_examples=20, deadline=None, suppress_health_check=["too_slow"])
@given(reports() | batched_reports(), st.lists(facts(), max_size=2).map(tuple))
def test_a_score_lies_between_nothing_and_all(document, files):
    assessed = assess(document, files)
    assert 0 <= assessed.score <= 100
    assert all(0 <= part.earned <= part.weight for part in assessed.parts)
    assert (assessed.score == 100) == (assessed.missing == ()) or assessed.score >= 99


@settings(max_examples=20, deadline=None, suppress_health_check=["too_slow"])
@given(reports(), st.lists(facts(), max_size=2).map(tuple))
def test_adding_what_is_missing_never_lowers_the_score(document, files):
    before = assess(document, files).score
    description = replace(document, incident_at_description="the upload")
    assert assess(description, files).score >= before
    seen = IpCapture(address="203.0.113.4", event="Upload", at=NOW)
    person = Account(user_id="u-1", ip_captures=(seen,))
    named = replace(document, reported_persons=(*document.reported_persons, person))
    assert assess(named, files).score >= before


def test_the_published_rubric_names_every_part_with_its_points_and_words():
    page = RUBRIC.read_text()
    row = re.compile(r"^\| `([a-z-]+)` \| ([0-9]+) \| (.+) \| (.+) \|$", re.MULTILINE)
    rows = row.findall(page)
    points = {part.field: part.weight for part in assess().parts}
    assert rows == [
        (field, f"{points[field]:.0f}", said.missing, said.why)
        for field, said in SENTENCES.items()
    ]


def test_the_published_rubric_names_every_weight_with_its_default():
    page = RUBRIC.read_text()
    for field in fields(CompletenessWeights):
        assert f"| `{field.name}` | {getattr(WEIGHTS, field.name)} |" in page
