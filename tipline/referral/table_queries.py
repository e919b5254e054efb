"""What operators and analysts read of the tables, their drafts and simulations."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass

from tipline.foundation.errors import TiplineError
from tipline.foundation.policy.principal import Principal
from tipline.foundation.policy.scope import acting
from tipline.referral import editions
from tipline.referral.errors import NothingChangedError, TableNotFoundError
from tipline.referral.models import (
    SimulatedChange,
    Simulation,
    TableEdition,
)
from tipline.referral.table_changes import LineChange
from tipline.referral.table_states import RoutingTable

PAGE_SIZE = 50
HISTORY_MOST = 100
_AT_ONCE = 1000


@dataclass(frozen=True, kw_only=True)
class TableSheet:
    """A table: the edition in force, its lines, drafts, and what was before."""

    table: RoutingTable
    in_force: TableEdition
    lines: tuple[dict[str, str], ...]
    drafts: tuple[TableEdition, ...]
    history: tuple[TableEdition, ...]


@dataclass(frozen=True, kw_only=True)
class DraftSheet:
    """An edition, and what it changes; `refusal` if it does not fit any more."""

    edition: TableEdition
    changes: tuple[LineChange, ...]
    simulations: tuple[Simulation, ...]
    refusal: TiplineError | None = None
    is_own: bool = False

    @property
    def is_draft(self) -> bool:
        """Tell whether it waits for a second person."""
        return not (self.edition.activated_at or self.edition.withdrawn_at)


@dataclass(frozen=True, kw_only=True)
class ChangesPage:
    """Reports that a draft would have sent elsewhere; `next_after` goes on."""

    rows: tuple[SimulatedChange, ...]
    next_after: int | None


def table_named(name: str) -> RoutingTable:
    """Give the table of this name, or raise TableNotFoundError."""
    if name not in RoutingTable.values:
        raise TableNotFoundError
    return RoutingTable(name)


def sheet(reader: Principal, table: RoutingTable) -> TableSheet:
    """Give all there is to a table."""
    with acting(reader):
        rows = TableEdition.objects.filter(table=table).defer("content")
        history = rows.exclude(activated_at=None, withdrawn_at=None)
        now = newest(reader, table)
        return TableSheet(
            table=table,
            in_force=now,
            lines=editions.lines_of(table, now.content),
            drafts=tuple(
                rows.filter(activated_at=None, withdrawn_at=None).order_by("-number")
            ),
            history=tuple(history.order_by("-number")[:HISTORY_MOST]),
        )


def newest(reader: Principal, table: RoutingTable) -> TableEdition:
    """Give the edition in force."""
    with acting(reader):
        return editions.newest(table)


def edition(reader: Principal, edition_id: int) -> TableEdition:
    """Give an edition, or raise TableNotFoundError."""
    with acting(reader):
        found = TableEdition.objects.filter(pk=edition_id).first()
    if found is None:
        raise TableNotFoundError
    return found


def draft_sheet(reader: Principal, edition_id: int) -> DraftSheet:
    """Give an edition with what it changed or would change, and its simulations.

    A draft is compared with what is in force now, any other with what it was based on.
    """
    with acting(reader):
        found = edition(reader, edition_id)
        changes, refusal = _changes(reader, found)
        return DraftSheet(
            edition=found,
            changes=changes,
            simulations=tuple(found.simulations.order_by("-pk")),
            refusal=refusal,
            is_own=found.made_by == reader.actor,
        )


def _changes(
    reader: Principal, found: TableEdition
) -> tuple[tuple[LineChange, ...], TiplineError | None]:
    table = RoutingTable(found.table)
    if found.activated_at or found.withdrawn_at:
        before = found.based_on.content if found.based_on else ""
        return editions.changes_of(table, before, found.content), None
    try:
        return editions.check(reader, table, found.content).changes, None
    except NothingChangedError as refusal:
        return (), refusal


def simulation(reader: Principal, simulation_id: int) -> Simulation:
    """Give a simulation with its edition, or raise TableNotFoundError."""
    with acting(reader):
        rows = Simulation.objects.select_related("edition").defer("edition__content")
        found = rows.filter(pk=simulation_id).first()
    if found is None:
        raise TableNotFoundError
    return found


def changes(reader: Principal, simulation_id: int, *, after: int = 0) -> ChangesPage:
    """Give a page of the reports that a draft would have sent elsewhere."""
    with acting(reader):
        rows = SimulatedChange.objects.filter(simulation_id=simulation_id, pk__gt=after)
        found = tuple(rows.order_by("pk")[: PAGE_SIZE + 1])
    shown = found[:PAGE_SIZE]
    return ChangesPage(
        rows=shown, next_after=shown[-1].pk if len(found) > PAGE_SIZE else None
    )


def changes_as_csv(reader: Principal, simulation_id: int) -> Iterator[str]:
    """Give all of them as CSV, line by line, a thousand read at a time."""
    yield _line("report", "before", "after")
    last = 0
    while True:
        with acting(reader):
            rows = SimulatedChange.objects.filter(simulation_id=simulation_id)
            found = list(rows.filter(pk__gt=last).order_by("pk")[:_AT_ONCE])
        for row in found:
            yield _line(str(row.report_id), " ".join(row.before), " ".join(row.after))
        if len(found) < _AT_ONCE:
            return
        last = found[-1].pk


def _line(*cells: str) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerow(cells)
    return text.getvalue()
