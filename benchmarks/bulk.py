"""Fill large tables of a throw-away database as fast as PostgreSQL can."""

from collections.abc import Sequence
from pathlib import Path

import psycopg
from django.conf import settings
from psycopg import sql

_KEYS = """
    SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint own
    WHERE conrelid = %s::regclass AND contype = 'u' AND NOT EXISTS (
        SELECT FROM pg_constraint WHERE conindid = own.conindid AND contype = 'f')
"""
_INDEXES = """
    SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index
    WHERE indrelid = %s::regclass AND NOT indisprimary
        AND indexrelid NOT IN (SELECT conindid FROM pg_constraint)
"""

_SIZE = "SELECT sum(pg_total_relation_size(name)) / 2.0^30 FROM unnest(%s::text[]) name"


def fill(
    rows: Path,
    tables: Sequence[str],
    values: dict[str, object],
    *,
    bare: Sequence[str] = (),
) -> None:
    """Run the statements of a file past all policies, triggers and foreign keys.

    Keys and indexes of the tables, but for the primary ones and those that foreign keys
    name, are made when they are full, and those of `bare` never; then statistics are
    taken.
    """
    login = settings.ENVIRONMENT.cluster.connection("tipline_superuser")
    with psycopg.connect(login.url(), autocommit=True) as base:
        base.execute("SET session_replication_role = replica")
        base.execute("SET maintenance_work_mem = '1GB'")
        for table in bare:
            _dropped(base, table)
        later = [made for table in tables for made in _dropped(base, table)]
        for statement in rows.read_text(encoding="utf-8").split(";\n")[:-1]:
            base.execute(statement, values)
        for statement in later:
            base.execute(statement)
        base.execute("VACUUM ANALYZE")


def gib(tables: Sequence[str]) -> float:
    """Give the size of tables with their indexes, in GiB."""
    login = settings.ENVIRONMENT.cluster.connection("tipline_superuser")
    with psycopg.connect(login.url()) as base:
        row = base.execute(_SIZE, [list(tables)]).fetchone()
    return float(row[0]) if row else 0.0


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
