"""A worker that is killed over a video leaves it to the next one."""

import time

import pytest

from tests import material
from tests.crash.killer import Killer
from tests.files.films import film
from tests.stories.visitors import Platform, arrived

pytestmark = pytest.mark.crash

HEAL_SECONDS = 90


def shown(product, report_id):
    told = product.tipline("report", "show", str(report_id))
    states = {run["step"]: run["state"] for run in told["steps"]}
    return states, [file["inspection"] for file in told["files"]]


def test_a_report_is_with_its_agency_while_its_videos_wait_and_none_is_lost(product):
    """Three videos, of which each takes the jail some seconds."""
    long = film("avi", seconds=400, options={"g": "1"})
    alike = [long + bytes([number]) for number in range(3)]  # three contents
    with Platform(product, "Exemplar Films") as platform:
        body = material.report_xml(user_id="films").decode()
        report_id = platform.report(body, *alike, material.picture(31))
        arrived(product, report_id)
        states, looks = shown(product, report_id)
        assert states["route"] == "done"
        assert "watch" not in states
        assert looks[2] is None
        assert looks[3]["outcome"] == "ok"
        assert Killer(product, seed=0).kill("worker")
        deadline = time.monotonic() + HEAL_SECONDS
        while states.get("reassess") != "done":
            assert time.monotonic() < deadline, states
            time.sleep(1)
            states, looks = shown(product, report_id)
        assert [each["outcome"] for each in looks] == ["ok"] * 4
