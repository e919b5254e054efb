from datetime import UTC, datetime

import pytest

from tests import cast, factories
from tests.material import report_xml
from tipline import pipeline
from tipline.foundation.jobs.models import StepRun, StepState
from tipline.foundation.policy.scope import acting
from tipline.triage import queries, services
from tipline.triage.errors import ReportNotFoundError
from tipline.triage.models import Assessment, Standing
from tipline.triage.priority import Ranking

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 21, tzinfo=UTC)


def standing(report_id: int) -> Standing:
    with acting(cast.STAGE):
        return Standing.objects.select_related("assessment").get(report_id=report_id)


def assess(report_id, ranking, *, designation, arm):
    services.assess(
        cast.STAGE,
        report_id,
        ranking,
        designation=designation,
        arm=arm,
        designation_fields=(),
        at=NOW,
    )


def rank_again(report_id: int) -> int:
    """Run the journey anew, and give how many assessments it added."""
    with acting(cast.STAGE):
        before = Assessment.objects.filter(report_id=report_id).count()
    StepRun.objects.filter(subject_id=report_id).delete()
    pipeline.journey.func(report_id=report_id)
    with acting(cast.STAGE):
        return Assessment.objects.filter(report_id=report_id).count() - before


def raised_and_ranked_anew() -> int:
    """A report that an analyst raised before another on the same person came."""
    report_id = factories.routed_report(cast.platform())
    services.escalate(cast.STAGE, report_id, reason="new accounts", at=NOW)
    same_person = report_xml(ip="192.0.2.7", user_id="u-2")
    factories.routed_report(cast.platform(), same_person, files=0)
    assert rank_again(report_id) == 1
    return report_id


def test_an_analyst_raises_a_report_with_a_reason_that_stays():
    report_id = factories.routed_report(cast.platform())
    services.escalate(cast.STAGE, report_id, reason=" new accounts ", at=NOW)
    now = standing(report_id)
    assert (now.priority, now.assessment.note) == ("1", "new accounts")
    assert now.assessment.reasons[0]["rule"] == "escalated-by-analyst"
    with acting(cast.STAGE):
        assert Assessment.objects.filter(report_id=report_id).count() == 2


def test_raising_needs_no_reason_and_nobody_raises_what_is_not_there():
    report_id = factories.routed_report(cast.platform())
    with pytest.raises(ReportNotFoundError):
        services.escalate(cast.STAGE, 17, reason="new accounts", at=NOW)
    assert standing(report_id).priority == "2"
    services.escalate(cast.STAGE, report_id, at=NOW)
    now = standing(report_id)
    assert (now.priority, now.assessment.kind, now.assessment.note) == (
        "1",
        "raised",
        "",
    )
    page = queries.queue(cast.STAGE, queries.QueueFilters(is_escalated=True))
    assert [row.report_id for row in page.rows] == [report_id]


def test_no_rule_lowers_what_an_analyst_raised():
    report_id = raised_and_ranked_anew()
    now = standing(report_id)
    assert (now.priority, now.assessment.note) == ("1", "")
    rules = [reason["rule"] for reason in now.assessment.reasons]
    assert rules[0] == "escalated-by-analyst"
    assert "repeat-person" in rules
    assert rank_again(report_id) == 0  # nothing new is known


def test_what_an_analyst_raised_stays_marked_when_it_is_ranked_anew():
    report_id = raised_and_ranked_anew()
    other = factories.routed_report(cast.platform("Sample Social"))
    page = queries.queue(cast.STAGE, queries.QueueFilters(is_escalated=True))
    assert [row.report_id for row in page.rows] == [report_id]
    every = queries.queue(cast.STAGE, queries.QueueFilters()).rows
    marked = {row.report_id: row.is_escalated for row in every}
    assert marked[report_id] is True
    assert marked[other] is False


def test_what_an_analyst_raised_before_any_rule_spoke_stays_raised():
    platform = cast.platform()
    report_id = factories.open_report(platform)
    factories.finish(platform, report_id)
    services.need_person(cast.STAGE, report_id, step="assess", at=NOW)
    services.escalate(cast.STAGE, report_id, reason="new accounts", at=NOW)
    assert rank_again(report_id) == 1
    now = standing(report_id)
    rules = [reason["rule"] for reason in now.assessment.reasons]
    assert (now.priority, rules[0]) == ("1", "escalated-by-analyst")
    assert "step-failed" not in rules


@pytest.mark.parametrize(
    ("designation", "arm"), [("informational", "(ii)"), ("referral", "")]
)
def test_a_designation_that_changes_is_kept_though_no_reason_changed(designation, arm):
    report_id = factories.routed_report(cast.platform())
    ranking = Ranking(level="2", reasons=())
    for kind, of_arm in (("informational", "(i)"), (designation, arm)):
        assess(report_id, ranking, designation=kind, arm=of_arm)
    now = standing(report_id)
    assert (now.designation, now.assessment.arm) == (designation, arm)


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
