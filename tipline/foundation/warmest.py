"""Connections for single statements: the one that was used last is used next.

A web process answers on many threads, for an upload may be slow, but few are in the
database at a time. If each had a connection of its own they would take turns, and each
of PostgreSQL's processes would find its caches cold.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper

_idle: list[BaseDatabaseWrapper] = []


@contextmanager
def warmest() -> Iterator[BaseDatabaseWrapper]:
    """Lend the connection that was given back last, or a new one; to one at a time.

    For statements that are a transaction of their own and leave nothing behind.
    """
    try:
        database = _idle.pop()
    except IndexError:
        database = connections.create_connection(DEFAULT_DB_ALIAS)
        database.inc_thread_sharing()
    try:
        yield database
    finally:
        _idle.append(database)
