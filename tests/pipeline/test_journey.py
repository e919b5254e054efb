"""A finished report's journey, step by step, and what happens when a step fails."""

from datetime import UTC, datetime

import pytest

from tests import cast, factories
from tests.material import report_xml
from tipline import pipeline
from tipline.commandline import first_start
from tipline.foundation.audit.models import Entry
from tipline.foundation.jobs.models import StepRun, StepState
from tipline.foundation.jobs.steps import ATTEMPTS_MAX, run_steps
from tipline.foundation.policy.scope import acting
from tipline.referral.agencies import AGENCIES_FILE
from tipline.referral.models import Jurisdiction, LocationEvidence, Referral
from tipline.referral.routing_rules import RULES_FILE
from tipline.triage.models import Assessment, Standing

pytestmark = pytest.mark.django_db
STEPS = ["inspect", "match", "link", "assess", "route"]


def states(report_id: int) -> dict[str, str]:
    runs = StepRun.objects.filter(subject_id=report_id)
    return dict(runs.values_list("step", "state"))


def agencies(report_id: int) -> set[str]:
    with acting(cast.STAGE):
        rows = Referral.objects.filter(report_id=report_id)
        return set(rows.values_list("agency__code", flat=True))


def test_a_finished_report_reaches_the_task_force_of_its_place():
    report_id = factories.routed_report(cast.platform())
    assert agencies(report_id) == {cast.LENAS_AGENCY}
    assert states(report_id) == dict.fromkeys(STEPS, "done")
    with acting(cast.STAGE):
        assert Standing.objects.get(report_id=report_id).priority == "2"
        evidence = LocationEvidence.objects.get(report_id=report_id)
    assert (evidence.country, evidence.state) == ("US", "MA")
    assert evidence.data_source
    assert evidence.data_date


def test_an_escalated_report_is_level_1_and_says_why():
    body = report_xml(escalation="a meeting is planned for tonight", user_id="u-9")
    report_id = factories.routed_report(cast.platform(), body)
    with acting(cast.STAGE):
        standing = Standing.objects.select_related("assessment").get(
            report_id=report_id
        )
    assert standing.priority == "1"
    assert standing.assessment.reasons[0]["rule"] == "escalated-by-platform"


@pytest.fixture
def own_tables(tmp_path, settings):
    """Tables as an operator changes them: what has no place goes to a new agency."""
    agencies, rules = tmp_path / "agencies.csv", tmp_path / "rules.csv"
    line = "CO-FED,Harbor Point desk,federal,US,,,,direct,,,,,,,\n"
    agencies.write_text(AGENCIES_FILE.read_text() + line)
    rules.write_text(
        RULES_FILE.read_text().replace(
            "nowhere,any,any,US-FED", "nowhere,any,any,CO-FED"
        )
    )
    files = {"agencies_file": agencies, "routing_rules_file": rules}
    own = settings.ENVIRONMENT.model_copy(update=files)
    first_start.take_tables(cast.STAGE, own, at=datetime.now(UTC))
    # A start without these settings leaves an operator's own tables in force.
    first_start.take_tables(cast.STAGE, settings.ENVIRONMENT, at=datetime.now(UTC))


@pytest.mark.usefixtures("own_tables")
def test_an_operators_file_is_the_table_and_each_report_keeps_its_editions():
    body = report_xml(ip="192.0.2.7", user_id="u-11")
    report_id = factories.routed_report(cast.platform(), body)
    assert agencies(report_id) == {"CO-FED"}
    with acting(cast.STAGE):
        used = Jurisdiction.objects.get(report_id=report_id)
        numbers = (used.agencies_edition.number, used.rules_edition.number)
        assert used.rules_edition.origin == "file"
    assert numbers == (2, 2)


def test_a_report_without_any_place_goes_to_the_federal_desk():
    body = report_xml(ip="192.0.2.7", user_id="u-10")
    assert agencies(factories.routed_report(cast.platform(), body)) == {"US-FED"}


def test_a_journey_that_runs_again_changes_nothing():
    report_id = factories.routed_report(cast.platform())
    with acting(cast.STAGE):
        before = (Assessment.objects.count(), Referral.objects.count())
        entries = Entry.objects.count()
    pipeline.journey.func(report_id=report_id)
    StepRun.objects.filter(subject_id=report_id).delete()
    pipeline.journey.func(report_id=report_id)
    with acting(cast.STAGE):
        assert (Assessment.objects.count(), Referral.objects.count()) == before
        assert Entry.objects.filter(action="report.made_available").count() == 1
        assert Entry.objects.count() > entries  # looking again is noted, too


def test_a_failing_step_is_retried_alone_and_then_ends_with_a_person():
    told, ran = [], []

    def fails(_: int) -> None:
        raise ConnectionError

    steps = {"first": ran.append, "second": fails, "third": ran.append}
    waits = [
        run_steps(
            17,
            steps,
            clock=lambda: datetime.now(UTC),
            on_failed=lambda subject, step: told.append((subject, step)),
        )
        for _ in range(ATTEMPTS_MAX)
    ]
    assert [w.total_seconds() for w in waits[:-1]] == [2, 8, 32, 128]
    assert waits[-1] is None
    assert told == [(17, "second")]
    assert ran == [17, 17]  # the first step once, the third once after the last try
    failed = StepRun.objects.get(subject_id=17, step="second")
    assert (failed.state, failed.attempts) == (StepState.FAILED, ATTEMPTS_MAX)
    assert failed.error_code == "ConnectionError"


def test_a_report_whose_picture_cannot_be_inspected_still_reaches_its_agency():
    platform = cast.platform()
    report_id = factories.open_report(platform)
    factories.add_file(platform, report_id, b"no picture at all")
    factories.finish(platform, report_id)
    pipeline.journey.func(report_id=report_id)
    assert agencies(report_id) == {cast.LENAS_AGENCY}
    assert states(report_id)["inspect"] == "done"


def test_a_test_report_ends_with_its_receipt():
    platform = cast.platform(is_test=True)
    report_id = factories.open_report(platform)
    factories.finish(platform, report_id)
    receipt = pipeline.receipt_of(platform.principal, report_id, at=datetime.now(UTC))
    assert receipt["isTest"] is True
    assert receipt["completeness"]["score"] > 0
    assert states(report_id) == {}
    with acting(cast.STAGE):
        assert not Standing.objects.filter(report_id=report_id).exists()
