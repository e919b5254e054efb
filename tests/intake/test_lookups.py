import pytest
from django.db import connection

from tests import factories
from tests.cast import platform
from tipline.foundation.policy.scope import acting

pytestmark = pytest.mark.django_db


def _reports_read() -> int:
    """How many rows of reports this transaction has fetched so far."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT seq_tup_read + idx_tup_fetch FROM pg_stat_xact_user_tables"
            " WHERE relname = 'intake_report'"
        )
        return int(cursor.fetchone()[0])


def test_a_request_reads_its_own_report_and_no_other_however_many_are_open():
    sender = platform("Chatter")
    with connection.cursor() as cursor:
        cursor.execute("DISCARD PLANS")  # as a server has them that was just started
    opened = [factories.open_report(sender) for _ in range(30)]
    with acting(sender.principal):
        before = _reports_read()
        factories.add_file(sender, opened[7])  # the file, and what is said about it
        factories.finish(sender, opened[7])
        rows = _reports_read() - before
    assert 0 < rows < 30, "an index on something else than the id was walked"
