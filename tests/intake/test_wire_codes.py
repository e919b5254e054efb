import re
from pathlib import Path

from tipline.intake import errors
from tipline.intake.errors import Problem, WireRefusedError
from tipline.intake.wire_codes import WIRE_ANSWERS, WireCode

PAGE = Path(__file__).parents[2] / "docs" / "api" / "reporting-errors.md"


def refusals():
    named = vars(errors).values()
    kinds = [
        k for k in named if isinstance(k, type) and issubclass(k, WireRefusedError)
    ]
    return [k for k in kinds if "code" in vars(k)]


def test_the_page_for_integrators_lists_the_codes_as_they_are_answered():
    row = re.compile(r"^\| (\d+) \| (.+) \| (\d+) \| (.+) \|$", re.MULTILINE)
    rows = row.findall(PAGE.read_text())
    assert rows == [
        (str(int(code)), answer.name, str(answer.http_status), answer.sentence)
        for code, answer in WIRE_ANSWERS.items()
    ]


def test_there_are_nineteen_codes():
    assert list(WIRE_ANSWERS) == list(WireCode)
    assert len(WireCode) == 19


def test_a_refusal_travels_with_the_status_of_its_code():
    assert len(refusals()) == 20
    for kind in refusals():
        assert kind.http_status == WIRE_ANSWERS[kind.wire_code].http_status, kind


def test_every_refusal_has_a_code_of_its_own():
    codes = [kind.code for kind in refusals()]
    assert len(set(codes)) == len(codes)


def test_a_description_starts_with_the_name_of_the_code():
    missing = errors.NotYourReportError(report_id=7)
    assert missing.description == (
        "Report does not exist\nNone of your reports has the id 7."
    )
    problem = Problem(line=1, column=638, sentence="100% wrong.")
    invalid = errors.ValidationFailedError((problem,))
    assert invalid.description == "Validation failed\n[1,638] - 100% wrong."
