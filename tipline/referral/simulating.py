"""What a draft would have done to reports that were routed already.

Every report of a time is placed by the evidence that is kept, and routed twice: by the
tables in force, and with the draft in the place of one of them. Nothing is sent.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from tipline.foundation.audit import services as audit
from tipline.foundation.policy.principal import Principal
from tipline.foundation.policy.scope import acting
from tipline.referral import editions
from tipline.referral.errors import (
    DraftSettledError,
    NoAgencyLeftError,
    SimulationRunningError,
    TableNotFoundError,
)
from tipline.referral.filter_facts import facts_of
from tipline.referral.jurisdiction import About, EvidenceSource, resolve
from tipline.referral.jurisdiction import Jurisdiction as Resolved
from tipline.referral.jurisdiction import LocationEvidence as Evidence
from tipline.referral.models import (
    Exclusion,
    Jurisdiction,
    LocationEvidence,
    SimulatedChange,
    Simulation,
    TableEdition,
)
from tipline.referral.national_law import Facts
from tipline.referral.routing import Tables, route
from tipline.referral.table_states import SimulationState

AT_ONCE = 500  # reports in one transaction
KEPT_MOST = 10_000  # changed reports that are listed; all are counted
NOBODY = "-"
ON_HOLD = "on-hold"


def ask(
    actor: Principal, edition_id: int, *, since: datetime, until: datetime, at: datetime
) -> Simulation:
    """Ask what a draft would have done to the reports routed in a time.

    Raises:
        TableNotFoundError: no such edition.
        DraftSettledError: it is no draft.
        SimulationRunningError: one of it has not ended.
    """
    with acting(actor):
        rows = TableEdition.objects.select_for_update(no_key=True)
        edition = rows.filter(pk=edition_id).first()
        if edition is None:
            raise TableNotFoundError
        if edition.activated_at or edition.withdrawn_at:
            raise DraftSettledError
        if edition.simulations.filter(ended_at=None).exists():
            raise SimulationRunningError
        simulation = Simulation.objects.create(
            edition=edition,
            since=since,
            until=until,
            asked_by=actor.actor,
            asked_at=at,
        )
        audit.record(
            actor,
            "routing_table.simulated",
            f"edition:{edition.pk}",
            simulation=simulation.pk,
        )
    return simulation


def go_on(actor: Principal, simulation_id: int, *, at: datetime) -> bool:
    """Look at the next reports of a simulation; tell whether there are more.

    Each call is a transaction, so that nothing waits for a long one, and an interrupted
    simulation goes on where it was.
    """
    with acting(actor):
        rows = Simulation.objects.select_for_update(of=("self",), skip_locked=True)
        found = rows.select_related("edition").filter(pk=simulation_id, ended_at=None)
        simulation = found.first()
        if simulation is None:
            return False
        reports = list(_reports(simulation)[:AT_ONCE])
        _count(simulation, reports, _both_tables(actor, simulation.edition))
        is_over = len(reports) < AT_ONCE
        simulation.state = SimulationState.RUNNING
        if is_over:
            simulation.state, simulation.ended_at = SimulationState.DONE, at
        simulation.save()
    return not is_over


def fail(
    actor: Principal, simulation_id: int, *, error: Exception, at: datetime
) -> None:
    """Note that a simulation could not go on, and why."""
    with acting(actor):
        Simulation.objects.filter(pk=simulation_id, ended_at=None).update(
            state=SimulationState.FAILED, ended_at=at, error=str(error)[:1000]
        )


def _reports(simulation: Simulation) -> QuerySet[Jurisdiction]:
    rows = Jurisdiction.objects.filter(
        decided_at__gte=simulation.since,
        decided_at__lt=simulation.until,
        report_id__gt=simulation.read_upto,
    )
    return rows.order_by("report_id").only("report_id", "decided_at")


def _both_tables(actor: Principal, edition: TableEdition) -> tuple[Tables, Tables]:
    now = editions.numbers_in_force(actor)
    draft = {**now, edition.table: edition.pk}
    return editions.tables_of(now), editions.tables_of(draft)


def _count(
    simulation: Simulation, reports: list[Jurisdiction], tables: tuple[Tables, Tables]
) -> None:
    counts = {
        code: Counter(dict(enumerate(n))) for code, n in simulation.counts.items()
    }
    changes = []
    kept_out = _kept_out(reports)
    is_asked = any(each.filters for each in tables)
    facts = facts_of([report.pk for report in reports]) if is_asked else {}
    for report, found in _placed(reports):
        trial = _Trial(
            found=found,
            at=report.decided_at,
            excluded=frozenset(kept_out.get(report.pk, ())),
            facts=facts.get(report.pk),
        )
        before, after = (_codes(trial, each) for each in tables)
        for turn, codes in enumerate((before, after)):
            for code in codes:
                counts.setdefault(code, Counter())[turn] += 1
        if set(before) != set(after):
            changes.append((report.pk, before, after))
        simulation.read_upto = report.pk
    simulation.counts = {code: [n[0], n[1]] for code, n in sorted(counts.items())}
    _keep(simulation, changes)
    simulation.report_count += len(reports)


def _keep(
    simulation: Simulation, changes: list[tuple[int, list[str], list[str]]]
) -> None:
    room = max(0, KEPT_MOST - simulation.changed_count)
    SimulatedChange.objects.bulk_create(
        SimulatedChange(
            simulation=simulation, report_id=report_id, before=before, after=after
        )
        for report_id, before, after in changes[:room]
    )
    simulation.changed_count += len(changes)


def _placed(reports: list[Jurisdiction]) -> Iterator[tuple[Jurisdiction, Resolved]]:
    hints: dict[int, list[Evidence]] = {}
    rows = LocationEvidence.objects.filter(report_id__in=[r.pk for r in reports])
    for row in rows.iterator():
        hints.setdefault(row.report_id, []).append(_evidence(row))
    for report in reports:
        yield report, resolve(hints.get(report.pk, ()))


def _kept_out(reports: list[Jurisdiction]) -> dict[int, set[str]]:
    """Give the agencies that must not see a report, by its number."""
    rows = Exclusion.objects.filter(report_id__in=[r.pk for r in reports])
    found: dict[int, set[str]] = {}
    for report_id, code in rows.filter(ended_at=None).values_list(
        "report_id", "agency__code"
    ):
        found.setdefault(report_id, set()).add(code)
    return found


def _evidence(row: LocationEvidence) -> Evidence:
    return Evidence(
        source=EvidenceSource(row.source),
        about=About(row.about),
        country=row.country,
        state=row.state or None,
        city=row.city,
        confidence=row.confidence,
        detail=row.detail,
        is_military=row.is_military,
        post_code=row.post_code,
    )


@dataclass(frozen=True, kw_only=True)
class _Trial:
    """A report on paper: where it belongs, who must not see it, and what is known."""

    found: Resolved
    at: datetime
    excluded: frozenset[str]
    facts: Facts | None


def _codes(trial: _Trial, tables: Tables) -> list[str]:
    try:
        routed = route(
            trial.found,
            tables,
            at=trial.at,
            excluded=trial.excluded,
            facts=trial.facts,
        )
    except NoAgencyLeftError:
        return [NOBODY]
    codes = [delivery.agency_code for delivery in routed.deliveries]
    held = any(not each.instead for each in routed.withheld)
    return [*codes, ON_HOLD] if held else codes
