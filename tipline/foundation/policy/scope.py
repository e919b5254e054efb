"""Row-level security: tell PostgreSQL on whose behalf a transaction runs."""

import select
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar

import psycopg
from django.db import OperationalError, connection, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from psycopg.errors import InvalidAuthorizationSpecification
from psycopg.pq import ExecStatus

from tipline.foundation.errors import SignInRequiredError
from tipline.foundation.policy.principal import Principal
from tipline.foundation.statements import Row, first_row
from tipline.foundation.warmest import warmest


class OutdatedPrincipalError(SignInRequiredError):
    """What was known of the principal is true no longer; nothing was done."""


_current: ContextVar[Principal | None] = ContextVar("principal", default=None)


@contextmanager
def acting(principal: Principal) -> Iterator[None]:
    """Run the block in one transaction that sees only what `principal` may see.

    A nested block of the same principal joins the transaction. The setting is local to
    the transaction, so a pooled connection never carries it to somebody else.
    """
    before = _current.get() if connection.in_atomic_block else None
    if before == principal:
        yield
        return
    drop_dead_connection()
    with transaction.atomic():
        _tell(principal)
        token = _current.set(principal)
        try:
            yield
        finally:
            _current.reset(token)
        # After an error the rollback to the savepoint has restored it.
        if len(connection.atomic_blocks) > 1:
            _tell(before)


def call_as(principal: Principal, sql: str, values: Mapping[str, object]) -> Row | None:
    """Run one statement that itself acts as `principal`, and give its first row.

    For SQL functions that set the principal first: alone, the statement is its own
    transaction, and costs one round trip instead of four.

    Raises:
        OutdatedPrincipalError: the function found that `principal` may act no longer.
    """
    try:
        if connection.in_atomic_block:
            with acting(principal):
                return first_row(sql, values)
        with warmest() as database:
            drop_if_dead(database)
            return first_row(sql, values, database=database)
    except OperationalError as error:
        if isinstance(error.__cause__, InvalidAuthorizationSpecification):
            raise OutdatedPrincipalError from error
        raise


def current_principal() -> Principal | None:
    """Give the principal of the running transaction, or None outside of one."""
    return _current.get()


def drop_dead_connection() -> None:
    """Forget this thread's connection if its server has gone; the next one is new."""
    if not connection.in_atomic_block:
        drop_if_dead(connection)


def drop_if_dead(database: BaseDatabaseWrapper) -> None:
    """Close an idle connection whose server has gone, so that it is opened anew.

    Asks the kernel, not the server: an idle connection has nothing to read, unless the
    other side closed it.
    """
    raw = database.connection
    if raw is not None and _is_dead(raw):
        database.close()


def _is_dead(raw: psycopg.Connection) -> bool:
    if raw.closed:
        return True
    waiting = select.poll()
    waiting.register(raw.fileno(), select.POLLIN)
    return bool(waiting.poll(0))


def _tell(principal: Principal | None) -> None:
    """Set the principal; the first time in a transaction, open it in the same breath.

    The driver would begin the transaction with a message of its own. This is on the way
    of every request, so both go in one, past the driver; it notices that a transaction
    is open. Neither value can hold a quote: one is of an enumeration, one a number.
    """
    raw = connection.connection
    kind = principal.kind.value if principal else ""
    organization = int(principal.organization_id) if principal else ""
    is_idle = raw.pgconn.transaction_status == 0
    statement = (
        f"{'BEGIN; ' if is_idle else ''}SET LOCAL tipline.kind = '{kind}'; "
        f"SET LOCAL tipline.organization = '{organization}'"
    )
    with connection.wrap_database_errors:
        result = raw.pgconn.exec_(statement.encode())
    if result.status != ExecStatus.COMMAND_OK:
        raise OperationalError("the transaction could not be opened")
