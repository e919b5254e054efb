"""What the database really lets everybody do to the rows of a table.

To be compared with what `capabilities` says.
"""

# ruff: noqa: S608 - statements are made of our own tables' names

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache

from django.db import connection
from psycopg import errors

from tests.access import capabilities
from tests.access.capabilities import BLIND, OUTSIDERS, TENANT, Outcome
from tests.access.identities import Identity, as_identity
from tests.access.stage import NOWHERE_ID, become, undone


@dataclass(frozen=True)
class Watch:
    """A table, those who ask, what is said of them by name and row, and its rows."""

    table: str
    identities: list[Identity]
    said: dict[object, object]
    copies: dict[object, str]

    @classmethod
    def over(cls, table: str, identities: list[Identity]) -> "Watch":
        """Look up what the reviewed table says for rows as they are."""
        said = capabilities.expected(table, identities)
        return cls(table, identities, said, _copies(table))

    def faults(self) -> Iterator[tuple[str, dict[object, object]]]:
        """Yield everybody who may do something else than is said, and what."""
        for identity in self.identities:
            found = self._found(identity)
            if found != {k: v for k, v in self.said.items() if k[0] == identity.name}:  # type: ignore[index]
                yield identity.name, found

    def notices(self, mutation: str, verb: str = "select") -> bool:
        """Tell whether there is a fault once a statement of the owner has run.

        Looked for first in what `verb` is said to do, which is a quarter of the work.
        """
        with undone():
            become("tipline_superuser")
            with connection.cursor() as cursor:
                cursor.execute(mutation)
            is_seen = any(self._differs(identity, verb) for identity in self.identities)
            return is_seen or next(self.faults(), None) is not None

    def _differs(self, identity: Identity, verb: str) -> bool:
        with as_identity(identity), _to_go_back_to():
            return any(
                _try_one(self.table, row, self.copies[row], verb=verb)
                != getattr(self.said[identity.name, row], verb)
                for row in self._rows()
            )

    def _rows(self) -> list[object]:
        return list(dict.fromkeys(row for _, row in self.said if row != "blind"))  # type: ignore[misc]

    def _found(self, identity: Identity) -> dict[object, object]:
        with as_identity(identity), _to_go_back_to():
            result: dict[object, object] = {
                (identity.name, row): _try(self.table, row, self.copies[row])
                for row in self._rows()
            }
            if (identity.name, "blind") in self.said:
                result[identity.name, "blind"] = _try_blind(self.table)
            if _may_hand_over(self.table, identity):
                result[identity.name, "handed over"] = True
        return result


def mutations(table: str, name: str, command: str) -> list[tuple[str, str]]:
    """List the ways in which one policy could be lost or opened.

    Each with what then becomes of a row most likely: read, changed, deleted, copied.
    """
    verb = "select" if command == "ALL" else command.lower()
    changes = [(f"DROP POLICY {name} ON {table}", verb)]
    if command != "INSERT":
        changes.append((f"ALTER POLICY {name} ON {table} USING (true)", verb))
    if command in {"ALL", "INSERT", "UPDATE"}:
        written = "insert" if command == "ALL" else verb
        changes.append((f"ALTER POLICY {name} ON {table} WITH CHECK (true)", written))
    return changes


def _try(table: str, row: object, copy: str) -> Outcome:
    verbs = ("select", "update", "delete", "insert")
    return Outcome(*(_try_one(table, row, copy, verb=verb) for verb in verbs))


def _try_one(table: str, row: object, copy: str, *, verb: str) -> str:
    key = capabilities.key_of(table)
    if verb == "select":
        found = _attempt(f"SELECT FROM {table} WHERE {key} = %s", row)
        return "seen" if found else "hidden"
    if verb == "update":
        return _changed(f"UPDATE {table} SET {key} = {key} WHERE {key} = %s", row)
    if verb == "delete":
        return _changed(f"DELETE FROM {table} WHERE {key} = %s", row)
    return "refused" if _attempt(_insert(table), copy) is None else "allowed"


@cache
def _insert(table: str) -> str:
    rows = capabilities.rows_of(
        "SELECT string_agg(quote_ident(attname), ', ') FROM pg_attribute WHERE"
        f" attrelid = '{table}'::regclass AND attnum > 0 AND NOT attisdropped"
        " AND attgenerated = ''"
    )
    columns = rows[0][0]
    return (
        f"INSERT INTO {table} ({columns})"
        f" SELECT {columns} FROM jsonb_populate_record(null::{table}, %s)"
    )


def _changed(statement: str, row: object) -> str:
    count = _attempt(statement, row)
    if count is None:
        return "refused"
    return "done" if count else "hidden"


def _try_blind(table: str) -> int | None:
    return _attempt(BLIND[table][1].format(t=table))


def _may_hand_over(table: str, identity: Identity) -> bool:
    """Tell whether an outsider can give rows to another organization: never.

    Without a condition, since with one the reading policies would refuse it, too.
    """
    if table not in TENANT or identity.kind not in OUTSIDERS:
        return False
    statement = f"UPDATE {table} SET {TENANT[table]} = {NOWHERE_ID}"
    return bool(_attempt(statement))


def _attempt(statement: str, *values: object) -> int | None:
    """Give how many rows a statement reached, undone; None if it was refused.

    Only insufficient privilege is a refusal: any other error (a copy's key exists
    already, somebody refers to the row) shows that the row was let through.
    """
    raw = connection.connection
    with raw.cursor() as cursor:
        try:
            cursor.execute(statement, values or None)
            count = cursor.rowcount
        except errors.InsufficientPrivilege:
            count = None
        except errors.IntegrityError:
            count = 1
        if count != 0 and not (count and statement.startswith("SELECT")):
            cursor.execute("ROLLBACK TO SAVEPOINT attempt")
    return count


@contextmanager
def _to_go_back_to() -> Iterator[None]:
    """Have the point that attempts of the block go back to."""
    with connection.cursor() as cursor:
        cursor.execute("SAVEPOINT attempt")
    yield


def _copies(table: str) -> dict[object, str]:
    with undone():
        become("tipline_superuser")
        key = capabilities.key_of(table)
        rows = f"SELECT {key}, to_jsonb({table})::text FROM {table}"
        return dict(capabilities.rows_of(rows))
