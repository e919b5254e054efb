from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.intake.documents import NOW, batched_reports, file_details, reports
from tests.intake.serialise import file_details_xml, report_xml
from tipline.intake.codec import from_json, to_json
from tipline.intake.document import FileDocument, ReportDocument
from tipline.intake.errors import WireRefusedError
from tipline.intake.profile import Profile
from tipline.intake.wire import read_file_details, read_report

generous = settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


def read(body, profile=Profile.STRICT):
    return read_report(
        body,
        content_type="text/xml; charset=utf-8",
        profile=profile,
        at=NOW,
        own_reports=lambda named: named,
    )


def read_file(body, profile=Profile.STRICT):
    return read_file_details(
        body, content_type="text/xml", profile=profile, at=NOW, batched=False
    )


@generous
@given(reports() | batched_reports())
def test_a_report_means_after_reading_what_its_writer_meant(document):
    understood = read(report_xml(document))
    assert understood.document == document
    assert understood.warnings == ()


@generous
@given(file_details())
def test_details_of_a_file_mean_after_reading_what_their_writer_meant(document):
    understood = read_file(file_details_xml(document))
    assert understood.document == document
    assert understood.warnings == ()


@generous
@given(reports() | batched_reports())
def test_a_report_survives_being_kept_as_json(document):
    assert from_json(ReportDocument, to_json(document)) == document


@generous
@given(file_details())
def test_details_of_a_file_survive_being_kept_as_json(document):
    assert from_json(FileDocument, to_json(document)) == document


@st.composite
def near_valid_reports(draw):
    """Give a report with one stretch of bytes cut, doubled or replaced."""
    body = report_xml(draw(reports()))
    start = draw(st.integers(0, len(body) - 1))
    end = draw(st.integers(start, min(len(body), start + 80)))
    piece = draw(
        st.sampled_from((b"", body[start:end] * 2, b"<x/>", b"&", b" ", b"\x00", b"9"))
        | st.binary(max_size=3)
    )
    return body[:start] + piece + body[end:]


@generous
@given(near_valid_reports(), st.sampled_from(Profile))
def test_a_damaged_report_is_read_or_refused_but_never_breaks_the_reader(body, profile):
    try:
        outcome = read(body, profile).warnings
    except WireRefusedError as refusal:
        outcome = refusal.problems
    assert all(problem.line >= 1 and problem.column >= 1 for problem in outcome)


@generous
@given(reports())
def test_the_lenient_reader_refuses_nothing_that_the_strict_one_accepts(document):
    assert read(report_xml(document), Profile.LENIENT).document == document
