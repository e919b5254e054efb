"""Which table routing goes by, and how another one takes its place.

A change is drafted by one person and put in force by a second. Nothing is overwritten:
every edition that was ever in force stays, and each report keeps which routed it.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from django.db import connection
from django.db.models import Max, QuerySet

from tipline.foundation.audit import services as audit
from tipline.foundation.policy.principal import Principal
from tipline.foundation.policy.scope import acting
from tipline.referral import agencies as agency_table
from tipline.referral import national_filters as filter_table
from tipline.referral import routing_rules as rule_table
from tipline.referral import services
from tipline.referral.agencies import AgencyRecord, parse_agencies
from tipline.referral.errors import (
    ChangeNeedsReasonError,
    DraftSettledError,
    NoTableInForceError,
    NothingChangedError,
    SecondPersonNeededError,
    StaleDraftError,
    TableInAFileError,
    TableNotFoundError,
)
from tipline.referral.models import TableEdition
from tipline.referral.national_filters import parse_filters
from tipline.referral.national_law import NationalFilter
from tipline.referral.routing import Tables
from tipline.referral.routing_rules import RoutingRule, parse_rules
from tipline.referral.table_changes import LineChange, changes_between
from tipline.referral.table_states import Origin, RoutingTable
from tipline.referral.tables import read_rows

REASON_MAX = 1000  # characters
_KEYS = {
    RoutingTable.AGENCIES: "code",
    RoutingTable.RULES: "rule",
    RoutingTable.FILTERS: "filter",
}
_COLUMNS: dict[RoutingTable, tuple[tuple[str, ...], tuple[str, ...]]] = {
    RoutingTable.FILTERS: (filter_table.COLUMNS, ()),
    RoutingTable.AGENCIES: (agency_table.COLUMNS, agency_table.ADDED_COLUMNS),
    RoutingTable.RULES: (rule_table.COLUMNS, ()),
}
_LOCK = 7_461_700_009  # any constant: editions are numbered and activated one by one


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """A table as somebody proposes it, checked; `changes` against what is in force."""

    table: RoutingTable
    content: str
    based_on: TableEdition
    changes: tuple[LineChange, ...]


def in_force(reader: Principal) -> Tables:
    """Give the tables that a report is routed by now.

    Each edition is read and checked once in a process.

    Raises:
        NoTableInForceError: there is none.
        MalformedTableError: the two do not fit each other.
    """
    with acting(reader):
        return tables_of(numbers_in_force(reader))


def numbers_in_force(reader: Principal) -> dict[str, int]:
    """Give the key of the edition in force of each table, by table.

    Raises:
        NoTableInForceError: a table has none.
    """
    with acting(reader):
        rows = TableEdition.objects.filter(activated_at__isnull=False)
        ordered = rows.order_by("table", "-activated_at", "-number")
        # The texts are read once a process, the numbers for each report.
        found = dict(ordered.distinct("table").values_list("table", "pk"))
    for table in RoutingTable:
        if table not in found:
            raise NoTableInForceError(table=table.value)
    return found


def tables_of(numbers: Mapping[str, int]) -> Tables:
    """Give the tables of editions, by table; the caller acts as who may read them."""
    agencies = numbers[RoutingTable.AGENCIES]
    return Tables(
        agencies=_agencies_of(agencies),
        rules=_rules_of(numbers[RoutingTable.RULES], agencies),
        agencies_edition=agencies,
        rules_edition=numbers[RoutingTable.RULES],
        filters=_filters_of(numbers[RoutingTable.FILTERS], agencies),
        filters_edition=numbers[RoutingTable.FILTERS],
    )


def take_file(
    actor: Principal,
    table: RoutingTable,
    content: str,
    *,
    origin: Origin,
    at: datetime,
) -> bool:
    """Let a file be the table, as a start finds it; tell whether that is new.

    What came with the product never takes the place of an operator's own table.
    """
    with acting(actor):
        _lock()
        now = _in_force(table).first()
        if now and now.sha256 == _sha256(content):
            return False
        if now and origin == Origin.SHIPPED and now.origin != Origin.SHIPPED:
            return False
        edition = _add(actor, table, content, origin=origin, based_on=now, at=at)
        edition.reason = str(Origin(origin).label)
        edition.activated_by, edition.activated_at = actor.actor, at
        edition.save(force_insert=True)
        _go_by(actor, edition, at=at)
    return True


def check(reader: Principal, table: RoutingTable, content: str) -> Proposal:
    """Say what a table would change, and change nothing.

    Raises:
        MalformedTableError: names the line and what to change.
        NothingChangedError: it says the same as the table in force.
    """
    with acting(reader):
        now = newest(table)
        _fitting(table, content)
        found = changes_of(table, now.content, content)
    if not found:
        raise NothingChangedError
    return Proposal(table=table, content=content, based_on=now, changes=found)


def draft(
    actor: Principal,
    table: RoutingTable,
    content: str,
    *,
    reason: str,
    at: datetime,
    is_in_a_file: bool = False,
) -> TableEdition:
    """Keep a table as a draft, for a second person to put in force.

    Args:
        actor: who proposes it.
        table: which table.
        content: the whole of it, as CSV.
        reason: why, in a sentence.
        at: now.
        is_in_a_file: whether the machine's settings name a file for this table.

    Raises:
        TableInAFileError: they do.
        ChangeNeedsReasonError: the reason is blank.
        MalformedTableError, NothingChangedError: as for `check`.
    """
    if is_in_a_file:
        raise TableInAFileError
    if not reason.strip():
        raise ChangeNeedsReasonError
    with acting(actor):
        _lock()
        proposal = check(actor, table, content)
        edition = _add(
            actor,
            table,
            content,
            origin=Origin.IMPORT,
            based_on=proposal.based_on,
            at=at,
        )
        edition.reason = reason.strip()[:REASON_MAX]
        edition.save(force_insert=True)
        audit.record(
            actor,
            "routing_table.drafted",
            f"edition:{edition.pk}",
            table=table.value,
            number=edition.number,
            lines=len(proposal.changes),
        )
    return edition


def activate(actor: Principal, edition_id: int, *, at: datetime) -> TableEdition:
    """Put a draft in force, as its second person.

    Raises:
        TableNotFoundError: no such edition.
        DraftSettledError: it is no draft any more.
        SecondPersonNeededError: the actor drafted it.
        StaleDraftError: another edition came into force since.
        MalformedTableError: it does not fit the other table that is in force by now.
    """
    with acting(actor):
        _lock()
        edition = _draft(edition_id)
        if edition.made_by == actor.actor or not actor.actor.startswith("person:"):
            raise SecondPersonNeededError
        now = newest(RoutingTable(edition.table))
        if now.pk != edition.based_on_id:
            raise StaleDraftError(number=now.number)
        _fitting(RoutingTable(edition.table), edition.content)
        edition.activated_by, edition.activated_at = actor.actor, at
        edition.save(update_fields=["activated_by", "activated_at"])
        _go_by(actor, edition, at=at)
    return edition


def withdraw(actor: Principal, edition_id: int, *, at: datetime) -> TableEdition:
    """Take a draft back, so that nobody puts it in force.

    Raises:
        TableNotFoundError, DraftSettledError: as for `activate`.
    """
    with acting(actor):
        _lock()
        edition = _draft(edition_id)
        edition.withdrawn_by, edition.withdrawn_at = actor.actor, at
        edition.save(update_fields=["withdrawn_by", "withdrawn_at"])
        audit.record(actor, "routing_table.withdrawn", f"edition:{edition.pk}")
    return edition


def changes_of(table: RoutingTable, before: str, after: str) -> tuple[LineChange, ...]:
    """Compare two editions' texts; an empty one has no lines."""
    old = lines_of(table, before) if before else ()
    return changes_between(old, lines_of(table, after), key=_KEYS[table])


def lines_of(table: RoutingTable, content: str) -> tuple[dict[str, str], ...]:
    """Give the cells of each line of an edition, by column."""
    columns, added = _COLUMNS[table]
    rows = read_rows(content, columns, table=f"{table.value}.csv", added=added)
    return tuple(row.cells for row in rows)


def _draft(edition_id: int) -> TableEdition:
    edition = TableEdition.objects.filter(pk=edition_id).first()
    if edition is None:
        raise TableNotFoundError
    if edition.activated_at or edition.withdrawn_at:
        raise DraftSettledError
    return edition


def _add(
    actor: Principal,
    table: RoutingTable,
    content: str,
    *,
    origin: Origin,
    based_on: TableEdition | None,
    at: datetime,
) -> TableEdition:
    numbers = TableEdition.objects.filter(table=table).aggregate(last=Max("number"))
    return TableEdition(
        table=table,
        number=(numbers["last"] or 0) + 1,
        content=content,
        sha256=_sha256(content),
        origin=origin,
        based_on=based_on,
        made_by=actor.actor,
        made_at=at,
    )


def _go_by(actor: Principal, edition: TableEdition, *, at: datetime) -> None:
    audit.record(
        actor,
        "routing_table.activated",
        f"edition:{edition.pk}",
        table=edition.table,
        number=edition.number,
        sha256=edition.sha256,
    )
    if edition.table == RoutingTable.AGENCIES:
        services.keep_agencies(actor, parse_agencies(edition.content), at=at)


def _fitting(table: RoutingTable, content: str) -> None:
    """Refuse a table with a mistake, or one that the other in force does not fit."""
    if table is RoutingTable.AGENCIES:
        agencies = parse_agencies(content)
        parse_rules(newest(RoutingTable.RULES).content, agencies=agencies)
        parse_filters(newest(RoutingTable.FILTERS).content, agencies=agencies)
        return
    parse = parse_rules if table is RoutingTable.RULES else parse_filters
    parse(content, agencies=_agencies_of(newest(RoutingTable.AGENCIES).pk))


def _in_force(table: RoutingTable) -> QuerySet[TableEdition]:
    rows = TableEdition.objects.filter(table=table, activated_at__isnull=False)
    return rows.order_by("-activated_at", "-number")


def newest(table: RoutingTable) -> TableEdition:
    """Give the edition in force, or raise NoTableInForceError.

    The caller acts as somebody who may read it.
    """
    found = _in_force(table).first()
    if found is None:
        raise NoTableInForceError(table=table.value)
    return found


@lru_cache(maxsize=16)
def _agencies_of(edition_id: int) -> tuple[AgencyRecord, ...]:
    return parse_agencies(_content(edition_id))


@lru_cache(maxsize=16)
def _rules_of(edition_id: int, agencies_edition: int) -> tuple[RoutingRule, ...]:
    return parse_rules(_content(edition_id), agencies=_agencies_of(agencies_edition))


@lru_cache(maxsize=16)
def _filters_of(edition_id: int, agencies_edition: int) -> tuple[NationalFilter, ...]:
    return parse_filters(_content(edition_id), agencies=_agencies_of(agencies_edition))


def _content(edition_id: int) -> str:
    rows = TableEdition.objects.filter(pk=edition_id)
    return rows.values_list("content", flat=True)[0]


def _lock() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


def _sha256(content: str) -> str:
    return hashlib.sha256(content.encode()).hexdigest()
