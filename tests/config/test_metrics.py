"""The figures that tell whether urgent reports flow."""

import pytest
from prometheus_client.core import CollectorRegistry

from tests import cast, factories
from tests.material import report_xml
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
