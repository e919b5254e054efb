"""Named SQL statements, each in a file of its capability's folder `sql`."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper


@cache
def statement(folder: Path, name: str) -> str:
    """Give the statement in `folder/sql/name.sql`."""
    return (folder / "sql" / f"{name}.sql").read_text(encoding="utf-8")


Row = tuple[object, ...]


def first_row(
    sql: str,
    values: Mapping[str, object],
    *,
    database: BaseDatabaseWrapper | None = None,
) -> Row | None:
    """Run a statement with named values, and give its first row, or None.

    On this thread's connection, unless another is given.
    """
    rows = all_rows(sql, values, database=database)
    return rows[0] if rows else None


def all_rows(
    sql: str,
    values: Mapping[str, object],
    *,
    database: BaseDatabaseWrapper | None = None,
) -> list[Row]:
    """Run a statement with named values, and give its rows."""
    with (database or connection).cursor() as cursor:
        cursor.execute(sql, dict(values))  # type: ignore[arg-type]
        return list(cursor.fetchall())
