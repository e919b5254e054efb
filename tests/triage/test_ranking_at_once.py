"""A ranking and an escalation of the same report, over two connections."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import psycopg
import pytest
from django.conf import settings
from django.db import connection

from tests import cast, factories
from tipline.foundation.policy.scope import acting
from tipline.triage import services
from tipline.triage.models import Assessment, Standing
from tipline.triage.priority import Ranking, Reason

NOW = datetime(2026, 11, 21, tzinfo=UTC)
REASON = Reason(rule="has-a-place", level="3", sentence="s", facts=("location",))
# What the report of this test leaves behind: the table, and what names its rows.
LEFT = {
    "triage_standing": "report_id",
    "triage_assessment": "report_id",
    "intake_submission": "report_id",
    "intake_report": "id",
}


# Another connection sees what is committed only, so this is, and is removed again.
@pytest.fixture
def report_id(django_db_setup, django_db_blocker):  # noqa: ARG001 - must run
    with django_db_blocker.unblock():
        platform = cast.platform("Third Forum")
        report_id = factories.open_report(platform)
        services.need_person(cast.STAGE, report_id, step="assess", at=NOW)
        yield report_id
        connection.close()
    owner = platform.organization.pk
    login = settings.ENVIRONMENT.cluster.connection("tipline_superuser")
    with psycopg.connect(login.url()) as superuser:
        # Assessments refuse to be deleted by anybody else.
        superuser.execute("SET session_replication_role = replica")
        for table, column in LEFT.items():
            superuser.execute(f"DELETE FROM {table} WHERE {column} = {report_id}")  # noqa: S608
        superuser.execute(
            f"DELETE FROM accounts_apicredential WHERE organization_id = {owner}"  # noqa: S608
        )
        superuser.execute(f"DELETE FROM accounts_organization WHERE id = {owner}")  # noqa: S608


def rank(report_id):
    services.assess(
        cast.STAGE,
        report_id,
        Ranking(level="3", reasons=(REASON,)),
        designation="referral",
        arm="",
        designation_fields=(),
        at=NOW,
    )


def escalate(report_id):
    services.escalate(cast.STAGE, report_id, reason="new accounts", at=NOW)


def elsewhere(work, report_id):
    """Work over another connection, as the worker does beside the console."""
    try:
        work(report_id)
    finally:
        connection.close()


@pytest.mark.parametrize(
    ("first", "second", "levels"),
    [(escalate, rank, "211"), (rank, escalate, "231"), (escalate, escalate, "211")],
)
def test_who_comes_second_waits_and_builds_on_the_first(
    report_id, *, first, second, levels
):
    with ThreadPoolExecutor(1) as threads:
        with acting(cast.STAGE):
            first(report_id)
            waits = threads.submit(elsewhere, second, report_id)
            with pytest.raises(TimeoutError):
                waits.result(timeout=1)
        waits.result(timeout=30)
    with acting(cast.STAGE):
        rows = Assessment.objects.filter(report_id=report_id).order_by("pk")
        assert "".join(row.priority for row in rows) == levels
        assert Standing.objects.get(report_id=report_id).priority == "1"
