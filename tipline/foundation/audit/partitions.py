"""Make the tables of coming months, so that entries never land in a catch-all."""

from datetime import date, timedelta

from django.db import connection, transaction

_MONTHS_AHEAD = 2


def make_partitions(today: date) -> None:
    """Make the partitions of this month and the next two, where they are missing."""
    month = today.replace(day=1)
    with transaction.atomic(), connection.cursor() as cursor:
        for _ in range(_MONTHS_AHEAD + 1):
            cursor.execute("SELECT audit_make_partition(%s)", [month])
            month = (month + timedelta(days=31)).replace(day=1)
