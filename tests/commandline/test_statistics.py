"""The figures that operators publish."""

import pytest

from tests.takeitdown import stage

pytestmark = pytest.mark.django_db


def test_the_table_by_reporter_is_made_for_publication_unless_all_is_asked(tipline):
    stage.opened()
    stage.sent(stage.body())
    counted = ("statistics", "reporters", "--since", "2026-11-01")
    days = ("--until", "2027-01-01")
    assert tipline(*counted, *days) == (0, [])
    line = {"reporter": "Take It Down", "reporters": 1, "reports": 1}
    assert tipline(*counted, *days, "--all") == (0, [line])
