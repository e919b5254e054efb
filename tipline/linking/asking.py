"""Whether identifiers that somebody names now were named before, in which reports."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q

from tipline.foundation.policy.principal import Principal
from tipline.foundation.policy.scope import acting
from tipline.linking.extraction import Found
from tipline.linking.identifiers import PASSED_ON, Kind, normalize
from tipline.linking.models import IdentifierUse
from tipline.linking.strength import Strength, link_strength

ASKED_MOST = 100
SHARING_MOST = 501  # beyond every finite limit of strength.LIMITS


@dataclass(frozen=True, kw_only=True)
class NamedBefore:
    """An identifier as it was named now, and the reports that hold it, newest first."""

    kind: str
    value: str
    strength: str
    report_ids: tuple[int, ...]


def named_before(
    reader: Principal, found: Iterable[Found], *, except_report: int, most: int = 8
) -> tuple[NamedBefore, ...]:
    """Give those of the identifiers that link to other reports, the strong ones first.

    What is passed on, as IP addresses are, is left out: it links only within a time.

    Args:
        reader: who asks.
        found: what is named now; the first ASKED_MOST that can be read.
        except_report: a report that does not count, since it is this one.
        most: reports for each identifier.
    """
    asked = {
        (value.kind, value.scope, value.value): item.raw
        for item in found
        if item.kind not in PASSED_ON
        and (value := normalize(item.kind, item.raw, context=item.context).identifier)
    }
    with acting(reader):
        rows = [
            _named(key, raw, except_report=except_report, most=most)
            for key, raw in list(asked.items())[:ASKED_MOST]
        ]
    kept = [row for row in rows if row is not None]
    return tuple(sorted(kept, key=lambda row: row.strength != "strong"))


def _named(
    key: tuple[Kind, str, str], raw: str, *, except_report: int, most: int
) -> NamedBefore | None:
    kind, scope, value = key
    same = Q(identifier__kind=kind, identifier__scope=scope, identifier__value=value)
    uses = IdentifierUse.objects.filter(same).exclude(report_id=except_report)
    newest = uses.order_by("-report_id").values_list("report_id", flat=True).distinct()
    reports = list(newest[:SHARING_MOST])
    strength = link_strength(kind, len(reports) + 1, scope=scope)
    if strength is Strength.NOTHING:
        return None
    return NamedBefore(
        kind=kind.value,
        value=raw,
        strength=strength.name.lower(),
        report_ids=tuple(reports[:most]),
    )
