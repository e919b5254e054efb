"""From level 1 only two people bring a report down, and each step is kept."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import psycopg
import pytest
from django.conf import settings
from django.db import IntegrityError, connection, transaction

from tests import cast, factories
from tests.material import report_xml
from tests.triage.test_ranking_at_once import elsewhere
from tipline import pipeline
from tipline.files.keeping import from_row
from tipline.files.models import ReportedFile
from tipline.files.shredding import shred
from tipline.foundation.audit.models import Entry
from tipline.foundation.jobs.models import StepRun
from tipline.foundation.policy.principal import Kind, Principal
from tipline.foundation.policy.scope import acting
from tipline.triage import lowering, services
from tipline.triage.errors import (
    LoweringNeedsReasonError,
    LoweringOverError,
    LoweringPendingError,
    NotLowerError,
    OwnLoweringError,
    ReportNotFoundError,
)
from tipline.triage.models import Assessment, Lowering, Standing

NOW = datetime(2026, 11, 21, tzinfo=UTC)
WHY = "A shared joke, without a child."


def ana():
    return cast.principal_of(cast.ana())


def sven():
    return cast.principal_of(cast.sven())


def urgent_report() -> int:
    body = report_xml(escalation="Please look today.", user_id="u-urgent")
    return factories.routed_report(cast.platform(), body)


def level(report_id: int) -> str:
    with acting(cast.STAGE):
        return Standing.objects.get(report_id=report_id).priority


def ask(report_id, to="3", who=None):
    return lowering.lower(who or ana(), report_id, level=to, reason=WHY, at=NOW)


@pytest.mark.django_db
def test_a_report_stays_level_1_until_another_analyst_confirms():
    report_id = urgent_report()
    assert ask(report_id) is False
    assert level(report_id) == "1"
    with pytest.raises(OwnLoweringError):
        lowering.confirm(ana(), report_id, at=NOW)
    assert level(report_id) == "1"
    assert lowering.confirm(sven(), report_id, at=NOW) == "3"
    with acting(cast.STAGE):
        newest = Assessment.objects.filter(report_id=report_id).latest("pk")
        assert (newest.kind, newest.note, newest.priority) == ("lowered", WHY, "3")
        facts = newest.reasons[0]["facts"]
        assert facts == [ana().actor, sven().actor]
        actions = set(
            Entry.objects.filter(subject=f"report:{report_id}").values_list(
                "action", flat=True
            )
        )
    assert {"report.lowering_asked", "report.lowering_confirmed"} <= actions


@pytest.mark.django_db
def test_the_journey_does_not_raise_again_what_two_people_lowered():
    report_id = urgent_report()
    ask(report_id)
    lowering.confirm(sven(), report_id, at=NOW)
    StepRun.objects.filter(subject_id=report_id).delete()
    pipeline.journey.func(report_id=report_id)
    assert level(report_id) == "3"


@pytest.mark.django_db
def test_whoever_asked_may_take_it_back_and_ask_again():
    report_id = urgent_report()
    ask(report_id)
    with pytest.raises(LoweringPendingError):
        ask(report_id, who=sven())
    lowering.decline(ana(), report_id, at=NOW)
    with pytest.raises(LoweringOverError):
        lowering.confirm(sven(), report_id, at=NOW)
    ask(report_id, "2", who=sven())
    assert lowering.confirm(ana(), report_id, at=NOW) == "2"


@pytest.mark.django_db
def test_what_somebody_raised_meanwhile_is_not_lowered():
    report_id = urgent_report()
    ask(report_id)
    services.escalate(cast.principal_of(cast.mira()), report_id, at=NOW)
    assert lowering.confirm(sven(), report_id, at=NOW) == "1"
    assert level(report_id) == "1"


@pytest.mark.django_db
def test_below_level_1_a_reason_is_enough_and_always_needed():
    report_id = factories.routed_report(cast.platform())
    assert level(report_id) == "2"
    with pytest.raises(LoweringNeedsReasonError):
        lowering.lower(ana(), report_id, level="3", reason=" ", at=NOW)
    for to in ("1", "2", "E", "4"):
        with pytest.raises(NotLowerError):
            ask(report_id, to)
    assert ask(report_id) is True
    assert level(report_id) == "3"
    with pytest.raises(NotLowerError):
        ask(report_id)
    with pytest.raises(ReportNotFoundError):
        ask(17)
    with pytest.raises(LoweringOverError):
        lowering.decline(sven(), report_id, at=NOW)


@pytest.mark.django_db
def test_the_database_itself_refuses_that_one_person_does_both():
    report_id = urgent_report()
    ask(report_id)
    with (
        acting(cast.STAGE),
        pytest.raises(IntegrityError, match="triage_lowering_second_person"),
        transaction.atomic(),
    ):
        Lowering.objects.filter(report_id=report_id).update(
            state="confirmed", decided_by=ana().actor, decided_at=NOW
        )


@pytest.mark.django_db
def test_a_ranking_needs_no_files_bytes():
    """Constraint (f): the vault has lost the file, and the ranking is the same."""
    report_id = factories.routed_report(cast.platform())
    with acting(cast.STAGE):
        before = Assessment.objects.filter(report_id=report_id).latest("pk").reasons
        files = ReportedFile.objects.filter(report_id=report_id)
        shred([from_row(file.stored) for file in files])
    StepRun.objects.filter(subject_id=report_id, step__in=["assess", "route"]).delete()
    pipeline.journey.func(report_id=report_id)
    with acting(cast.STAGE):
        after = Assessment.objects.filter(report_id=report_id).latest("pk").reasons
    assert after == before


# --- two at once, over two connections

LEFT = {
    "triage_lowering": "report_id",
    "triage_standing": "report_id",
    "triage_assessment": "report_id",
    "intake_submission": "report_id",
    "intake_report": "id",
}


def analyst(number: int) -> Principal:
    return Principal(
        kind=Kind.CLEARINGHOUSE, actor=f"person:{number}", roles=frozenset({"analyst"})
    )


@pytest.fixture
def asked(django_db_setup, django_db_blocker):  # noqa: ARG001 - must run
    """A report that everybody sees, with a wish to lower it."""
    with django_db_blocker.unblock():
        platform = cast.platform("Fourth Forum")
        report_id = factories.open_report(platform)
        services.need_person(cast.STAGE, report_id, step="assess", at=NOW)
        services.escalate(cast.STAGE, report_id, at=NOW)
        ask(report_id, who=analyst(1))
        yield report_id
        connection.close()
    owner = platform.organization.pk
    login = settings.ENVIRONMENT.cluster.connection("tipline_superuser")
    with psycopg.connect(login.url()) as superuser:
        superuser.execute("SET session_replication_role = replica")
        for table, column in LEFT.items():
            superuser.execute(f"DELETE FROM {table} WHERE {column} = {report_id}")  # noqa: S608
        for table in ("accounts_apicredential", "accounts_organization"):
            column = "id" if table.endswith("organization") else "organization_id"
            superuser.execute(f"DELETE FROM {table} WHERE {column} = {owner}")  # noqa: S608


def confirm(report_id):
    lowering.confirm(analyst(2), report_id, at=NOW)


def decline(report_id):
    lowering.decline(analyst(3), report_id, at=NOW)


def up(report_id):
    services.escalate(analyst(3), report_id, at=NOW)


@pytest.mark.parametrize(
    ("first", "second", "is_refused", "ends_at"),
    [
        (confirm, confirm, True, "3"),
        (confirm, decline, True, "3"),
        (decline, confirm, True, "1"),
        (up, confirm, False, "1"),
        (confirm, up, False, "1"),
    ],
)
def test_of_two_who_decide_at_once_the_second_waits_and_is_told(
    asked, *, first, second, is_refused, ends_at
):
    with ThreadPoolExecutor(1) as threads:
        with acting(cast.STAGE):
            standing = services.locked_standing(asked)
            assert standing is not None
            waits = threads.submit(elsewhere, second, asked)
            with pytest.raises(TimeoutError):
                waits.result(timeout=0.5)
            with acting(cast.STAGE):
                first(asked)
        if is_refused:
            with pytest.raises(LoweringOverError):
                waits.result(timeout=30)
        else:
            waits.result(timeout=30)
    assert level(asked) == ends_at
