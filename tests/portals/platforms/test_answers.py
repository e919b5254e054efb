import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from tipline.intake.wire_codes import WIRE_ANSWERS, WireCode
from tipline.portals.platforms.answers import report_done_response, report_response

FILE_ID = "b0754af766b426f2928a02c651ed4b99"
MD5 = "fafa5efeaf3cbe3b23b2748d13e629a1"
DECLARATION = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def tags(answer):
    return [child.tag for child in etree.fromstring(answer)]


def test_an_upload_is_answered_in_the_order_that_clients_read():
    answer = report_response(
        0, "Success", report_id=4564654, file_id=FILE_ID, digest=MD5
    )
    assert (
        answer
        == DECLARATION
        + (
            "<reportResponse><responseCode>0</responseCode>"
            "<responseDescription>Success</responseDescription>"
            f"<reportId>4564654</reportId><fileId>{FILE_ID}</fileId><hash>{MD5}</hash>"
            "</reportResponse>"
        ).encode()
    )


def test_a_status_has_no_report():
    answer = report_response(0, "Remote User : ana, Remote Ip : 192.0.2.1")
    assert tags(answer) == ["responseCode", "responseDescription"]


def test_finish_is_answered_with_every_file():
    root = etree.fromstring(report_done_response(7, (FILE_ID, MD5)))
    assert [child.tag for child in root] == ["responseCode", "reportId", "files"]
    assert [file.text for file in root.iter("fileId")] == [FILE_ID, MD5]


def test_finish_without_files_has_an_empty_list():
    assert b"<reportId>7</reportId><files/></report" in report_done_response(7)


def test_a_refused_finish_echoes_the_id_and_speaks_last():
    answer = report_done_response(
        "<no & number>", code=WireCode.REPORT_DOES_NOT_EXIST, description="None."
    )
    root = etree.fromstring(answer)
    assert tags(answer) == ["responseCode", "reportId", "files", "responseDescription"]
    assert root.findtext("reportId") == "<no & number>"
    assert root.findtext("responseCode") == "5001"


@pytest.mark.parametrize(
    "said",
    ["", " \n", "0", "5102", "-1.5", "0x1F", "1e5", ".5", "Infinity", "NaN", "true"],
)
def test_a_description_that_a_client_takes_for_a_number_becomes_a_text(said):
    answers = (
        report_response(5102, said),
        report_done_response(1, code=5102, description=said),
    )
    for answer in answers:
        text = etree.fromstring(answer).findtext("responseDescription")
        assert text == "Report already finished"


@given(st.text(), st.sampled_from(WireCode))
def test_whatever_is_said_the_answer_is_xml_with_text(said, code):
    text = etree.fromstring(report_response(code, said)).findtext("responseDescription")
    assert text.strip()


@given(st.text(st.characters(exclude_categories=("Cs", "Cc", "Cn")), min_size=1))
def test_a_description_arrives_as_it_was_said(said):
    said = f"It says {said}."
    answer = etree.fromstring(report_response(WireCode.VALIDATION_FAILED, said))
    assert answer.findtext("responseDescription") == said


def test_the_name_of_every_code_is_a_description_by_itself():
    for code, answer in WIRE_ANSWERS.items():
        root = etree.fromstring(report_response(code))
        assert root.findtext("responseDescription") == answer.name
