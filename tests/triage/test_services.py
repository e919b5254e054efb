from datetime import UTC, datetime

import pytest

from tests import cast, factories
from tipline import pipeline
from tipline.foundation.jobs.models import StepRun, StepState
from tipline.foundation.policy.scope import acting
from tipline.triage import services
from tipline.triage.errors import EscalationNeedsReasonError, ReportNotFoundError
from tipline.triage.models import Assessment, Standing

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 21, tzinfo=UTC)


def standing(report_id: int) -> Standing:
    with acting(cast.STAGE):
        return Standing.objects.select_related("assessment").get(report_id=report_id)


def test_an_analyst_raises_a_report_with_a_reason_that_stays():
    report_id = factories.routed_report(cast.platform())
    services.escalate(cast.STAGE, report_id, reason=" new accounts ", at=NOW)
    now = standing(report_id)
    assert (now.priority, now.assessment.note) == ("1", "new accounts")
    assert now.assessment.reasons[0]["rule"] == "escalated-by-analyst"
    with acting(cast.STAGE):
        assert Assessment.objects.filter(report_id=report_id).count() == 2


def test_nobody_escalates_without_a_reason_or_what_is_not_there():
    report_id = factories.routed_report(cast.platform())
    with pytest.raises(EscalationNeedsReasonError):
        services.escalate(cast.STAGE, report_id, reason="  ", at=NOW)
    with pytest.raises(ReportNotFoundError):
        services.escalate(cast.STAGE, 17, reason="new accounts", at=NOW)
    assert standing(report_id).priority == "2"


def test_no_rule_lowers_what_an_analyst_raised():
    report_id = factories.routed_report(cast.platform())
    services.escalate(cast.STAGE, report_id, reason="new accounts", at=NOW)
    StepRun.objects.filter(subject_id=report_id).delete()
    pipeline.journey.func(report_id=report_id)
    assert standing(report_id).priority == "1"


def test_a_report_that_could_not_be_ranked_waits_for_a_person_among_todays():
    platform = cast.platform()
    report_id = factories.open_report(platform)
    factories.finish(platform, report_id)
    services.need_person(cast.STAGE, report_id, step="assess", at=NOW)
    now = standing(report_id)
    assert (now.priority, now.needs_person) == ("2", True)
    assert now.assessment.reasons[0]["facts"] == ["assess"]


def test_a_step_that_is_tried_again_takes_the_later_ones_with_it():
    report_id = factories.routed_report(cast.platform())
    failed = StepRun.objects.get(subject_id=report_id, step="match")
    failed.state = StepState.FAILED
    failed.save()
    services.need_person(cast.STAGE, report_id, step="match", at=NOW)
    pipeline.retry_step(cast.STAGE, report_id, "match")
    left = StepRun.objects.filter(subject_id=report_id)
    assert set(left.values_list("step", flat=True)) == {"inspect"}
    assert standing(report_id).needs_person is False
