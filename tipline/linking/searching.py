"""Which reports name an identifier: of all, for who may see all, else of one's own."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from tipline.foundation.audit import services as audit
from tipline.foundation.policy.principal import Kind as PrincipalKind
from tipline.foundation.policy.principal import Principal
from tipline.foundation.policy.scope import acting
from tipline.intake.models import Report
from tipline.linking.identifiers import Kind
from tipline.linking.models import ClusterStay, Identifier, IdentifierUse
from tipline.linking.queries import MOST_SHARING
from tipline.linking.recognising import Candidate, recognise

IDENTIFIERS_MOST = 20  # one spelling on so many services
REPORTS_MOST = 50
_SHOWN = ("incident_type", "opened_at", "origin", "platform__name")


@dataclass(frozen=True, kw_only=True)
class NamedIn:
    """A report that names the identifier; `originals` are the spellings it was sent in.

    `cluster_id` is the cluster that it is in, as far as the one who asks sees that.
    """

    report_id: int
    incident_type: str
    platform: str
    received_at: datetime
    roles: tuple[str, ...]
    originals: tuple[str, ...]
    cluster_id: int | None


@dataclass(frozen=True, kw_only=True)
class Hit:
    """An identifier that reports name.

    `report_count` stops at MOST_SHARING; for officers at one more than they asked for.
    """

    identifier_id: int
    kind: str
    scope: str
    value: str
    report_count: int
    reports: tuple[NamedIn, ...]

    @property
    def is_capped(self) -> bool:
        return self.report_count >= MOST_SHARING


@dataclass(frozen=True, kw_only=True)
class Searched:
    """What a text could be, and what of it reports name, the rarest first."""

    candidates: tuple[Candidate, ...]
    hits: tuple[Hit, ...]

    @property
    def kinds(self) -> tuple[Kind, ...]:
        """Give what it could be, each kind once, the surest first."""
        return tuple(dict.fromkeys(each.kind for each in self.candidates))


def search(reader: Principal, text: str, *, most: int = REPORTS_MOST) -> Searched:
    """Find an identifier as somebody pasted it; who searched what is in the audit.

    Row-level security decides which reports are looked at: all of them for analysts,
    those of the agency for officers. The text itself is not kept.

    Args:
        reader: who asks.
        text: what they pasted.
        most: reports that are given of each identifier, the newest.
    """
    candidates = recognise(text)
    with acting(reader):
        rows = _identifiers(candidates)
        counted = MOST_SHARING if _sees_all(reader) else most + 1
        found = (_hit(row, counted=counted, most=most) for row in rows)
        hits = tuple(hit for hit in found if hit)
        audit.record(
            reader,
            "identifiers.searched",
            f"identifier:{hits[0].identifier_id}" if hits else "identifiers",
            kinds=sorted({each.kind.value for each in candidates}),
            identifiers=[hit.identifier_id for hit in hits],
        )
    return Searched(
        candidates=candidates, hits=tuple(sorted(hits, key=lambda h: h.report_count))
    )


def _identifiers(candidates: Iterable[Candidate]) -> list[Identifier]:
    """Look values up by their hash index; keep those of the right kind and scope.

    The surest reading first, then the newest: of too many the same ones stay.
    """
    wanted = list(candidates)
    values = {each.value for each in wanted}
    any_scope = {(each.kind, each.value) for each in wanted if each.scope is None}
    exact = {(each.kind, each.scope, each.value) for each in wanted}
    found = [
        row
        for row in Identifier.objects.filter(value__in=values)
        if (row.kind, row.scope, row.value) in exact
        or (row.kind, row.value) in any_scope
    ]
    place = {
        (each.kind.value, each.value): number
        for number, each in reversed(list(enumerate(wanted)))
    }
    found.sort(key=lambda row: (place[row.kind, row.value], -row.pk))
    return found[:IDENTIFIERS_MOST]


def _sees_all(reader: Principal) -> bool:
    """Tell whether every report is looked at; of others each is asked for its agency.

    So that of thousands no more are asked for than are shown.
    """
    return reader.kind in {PrincipalKind.CLEARINGHOUSE, PrincipalKind.SYSTEM}


def _hit(row: Identifier, *, counted: int, most: int) -> Hit | None:
    uses = IdentifierUse.objects.filter(identifier_id=row.pk)
    # In the order of the index, so that the rest of thousands is never read.
    newest = uses.order_by("-report_id").values_list("report_id", flat=True).distinct()
    numbers = list(newest[:counted])
    if not numbers:
        return None
    shown = numbers[:most]
    by_report: dict[int, list[IdentifierUse]] = {number: [] for number in shown}
    # As a part of the index from one report to another: a list would read all uses.
    span = uses.filter(report_id__gte=shown[-1], report_id__lte=shown[0])
    for use in span.order_by("report_id"):
        if use.report_id in by_report:
            by_report[use.report_id].append(use)
    rows = Report.objects.filter(pk__in=shown).select_related("platform")
    reports = {each.pk: each for each in rows.only(*_SHOWN)}
    stays = ClusterStay.objects.filter(report_id__in=shown, left_at=None)
    clusters = dict(stays.values_list("report_id", "cluster_id"))
    return Hit(
        identifier_id=row.pk,
        kind=row.kind,
        scope=row.scope,
        value=row.value,
        report_count=len(numbers),
        reports=tuple(
            _named(reports[number], by_report[number], clusters.get(number))
            for number in shown
            if number in reports
        ),
    )


def _named(
    report: Report, uses: list[IdentifierUse], cluster_id: int | None
) -> NamedIn:
    return NamedIn(
        report_id=report.pk,
        incident_type=report.incident_type,
        platform=report.reporter_name,
        received_at=report.opened_at,
        roles=tuple(dict.fromkeys(use.role for use in uses)),
        originals=tuple(dict.fromkeys(use.original for use in uses)),
        cluster_id=cluster_id,
    )
