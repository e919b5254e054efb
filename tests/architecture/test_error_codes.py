"""Every refusal has a public code of its own, and the page of codes says what to do."""

import pytest

from tests.architecture import tree
from tipline.foundation.errors import TiplineError
from tipline.intake.errors import WireRefusedError
from tipline.intake.wire_codes import WireCode


@pytest.fixture(scope="module", autouse=True)
def _everything():
    tree.import_everything()


def refusals():
    return [kind for kind in tree.subclasses(TiplineError) if "code" in vars(kind)]


def documented():
    headings = (
        "In the portals",
        "On the reporting interface",
        "On the hash sharing interface",
        "On the command line",
    )
    return [
        row for heading in headings for row in tree.tables("api/errors.md", heading)[1:]
    ]


def test_every_code_is_documented_with_its_status_and_no_other():
    rows = {row[0].strip("`"): row[1] for row in documented()}
    assert rows == {kind.code: str(kind.http_status) for kind in refusals()}


def test_every_row_says_what_it_means_and_what_to_do():
    assert [row for row in documented() if len(row) != 4 or not all(row)] == []
    codes = [row[0] for row in documented()]
    assert len(codes) == len(set(codes))


def test_every_code_belongs_to_one_refusal():
    codes = [kind.code for kind in refusals()]
    assert sorted(codes) == sorted(set(codes))


def test_what_the_reporting_interface_refuses_has_a_code_of_the_wire():
    for kind in tree.subclasses(WireRefusedError):
        assert kind.wire_code in WireCode
