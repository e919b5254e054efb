"""The figures that tell whether urgent reports flow."""

from datetime import UTC, datetime

import pytest
from django.urls import reverse
from prometheus_client.core import CollectorRegistry

from tests import cast, factories
from tests.material import report_xml
from tests.takeitdown import stage as takedown
from tipline.config.metrics import Figures

pytestmark = pytest.mark.django_db


def test_clock_alarms_and_worker_are_among_the_figures():
    registry = CollectorRegistry()
    registry.register(Figures())
    assert registry.get_sample_value("tipline_alarms_ringing") == 0
    assert registry.get_sample_value("tipline_worker_silent_seconds") == -1
    body = report_xml(escalation="Please look today.", user_id="u-metrics")
    factories.routed_report(cast.platform(), body)
    assert registry.get_sample_value("tipline_alarms_ringing") == 1
    labels = {"priority": "1", "quantile": "0.99"}
    for station, is_passed in {
        "assessed": True,
        "available": True,
        "opened": False,
    }.items():
        seconds = registry.get_sample_value(
            "tipline_clock_seconds", {**labels, "station": station}
        )
        assert (seconds is not None) == is_passed


def test_what_take_it_down_has_left_of_a_day_is_told_before_and_when_it_ends(
    settings,
):
    few = {"files_a_day": 4, "exact_files_a_day": 1}
    settings.TAKE_IT_DOWN_LIMITS = takedown.LIMITS.model_copy(update=few)
    registry = CollectorRegistry()
    registry.register(Figures())

    def share(kind):
        return registry.get_sample_value("tipline_take_it_down_share", {"kind": kind})

    takedown.opened()
    omar = factories.browser_of(cast.omar())
    health = reverse("operations:health")
    assert (share("all"), share("exact-only")) == (0, 0)
    assert "Take It Down refuses" not in omar.get(health).text
    now = datetime.now(UTC)
    takedown.sent(takedown.film(frames=0), at=now)
    assert (share("all"), share("exact-only")) == (0.25, 1)
    page = omar.get(health).text
    assert "refuses files without a PDQ hash: 1 came" in page
    assert "refuses everybody" not in page
    for each in "234":
        takedown.sent(takedown.body(each), at=now)
    assert share("all") == 1
    assert "refuses everybody: 4 files came" in omar.get(health).text
