"""Fill large tables of a throw-away database as fast as PostgreSQL can."""

from collections.abc import Sequence
from pathlib import Path

import psycopg
from django.conf import settings
from psycopg import sql

_KEYS = """
    SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint
    WHERE conrelid = %s::regclass AND contype = 'u'
"""
_INDEXES = """
    SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index
    WHERE indrelid = %s::regclass AND NOT indisprimary
"""


def fill(rows: Path, tables: Sequence[str], values: dict[str, object]) -> None:
    """Run the statements of a file past all policies, triggers and foreign keys.

    Keys and indexes of the tables, but for the primary ones, are made when they are
    full; then statistics are taken.
    """
    login = settings.ENVIRONMENT.cluster.connection("tipline_superuser")
    place = {"host": login.host, "port": login.port, "dbname": login.database}
    who = {"user": login.user, "password": login.password}
    with psycopg.connect(**place, **who, autocommit=True) as base:  # type: ignore[arg-type]
        base.execute("SET session_replication_role = replica")
        base.execute("SET maintenance_work_mem = '1GB'")
        later = [made for table in tables for made in _dropped(base, table)]
        for statement in rows.read_text(encoding="utf-8").split(";\n")[:-1]:
            base.execute(statement, values)
        for statement in later:
            base.execute(statement)
        base.execute("VACUUM ANALYZE")


def _dropped(base: psycopg.Connection, table: str) -> list[str | sql.Composed]:
    """Drop what is checked and kept row by row; say how each is made again."""
    later: list[str | sql.Composed] = []
    altered = sql.SQL("ALTER TABLE {} ").format(sql.Identifier(table))
    for name, definition in base.execute(_KEYS, [table]).fetchall():
        base.execute(
            altered + sql.SQL("DROP CONSTRAINT {}").format(sql.Identifier(name))
        )
        added = sql.SQL("ADD CONSTRAINT {} ").format(sql.Identifier(name))
        later.append(altered + added + sql.SQL(definition))
    for name, definition in base.execute(_INDEXES, [table]).fetchall():
        base.execute(f"DROP INDEX {name}")
        later.append(definition)
    return later
