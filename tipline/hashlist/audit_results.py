"""What an independent audit asks for, and what came out of it."""

from dataclasses import dataclass

from django.db.models import Count, F

from tipline.foundation.policy.principal import Principal
from tipline.foundation.policy.scope import acting
from tipline.hashlist.errors import ItemNotFoundError
from tipline.hashlist.interval import Interval, wilson
from tipline.hashlist.models import AuditedItem, ListAudit
from tipline.hashlist.states import Finding, ItemState

_ERRORS = (Finding.NOT_FOR_LIST, Finding.WRONG_CLASS)


@dataclass(frozen=True, kw_only=True)
class AuditResult:
    """The figures of an audit, as they are published.

    `reviewed` are the items that could be reviewed; `error_rate` and its 95 % interval
    are of those. A census has no interval: nothing is estimated. `corrected` are the
    errors that people decided about after the finding: put back, classed anew or
    withdrawn; a suspension is no decision. Publishing keeps their number.
    """

    population: int
    drawn: int
    found: int
    reviewed: int
    errors: int
    not_for_list: int
    wrong_class: int
    corrected: int
    error_rate: float | None
    interval: Interval | None


def audits(reader: Principal) -> list[ListAudit]:
    """List the audits that the reader may see, the newest first."""
    with acting(reader):
        rows = ListAudit.objects.select_related("hash_list")
        return list(rows.order_by("-pk"))


def audit_of(reader: Principal, audit_id: int) -> ListAudit:
    """Give one audit, or raise ItemNotFoundError if absent or hidden."""
    rows = ListAudit.objects.select_related("hash_list")
    with acting(reader):
        found = rows.filter(pk=audit_id).first()
    if found is None:
        raise ItemNotFoundError
    return found


def next_to_find(reader: Principal, audit_id: int) -> AuditedItem | None:
    """Give the first item of a sample without a finding."""
    with acting(reader):
        rows = AuditedItem.objects.filter(audit_id=audit_id, finding="")
        return (
            rows.select_related("item__hash_list", "audit")
            .prefetch_related("item__entries")
            .order_by("position")
            .first()
        )


def corrected_in(audit: ListAudit) -> int:
    """Count the errors of an audit that people have decided about since the finding."""
    wrong = AuditedItem.objects.filter(audit=audit, finding__in=_ERRORS)
    decided = wrong.filter(item__settled_at__gt=F("found_at"))
    return decided.exclude(item__state=ItemState.SUSPENDED).count()


def result_of(reader: Principal, audit: ListAudit) -> AuditResult:
    """Work out the figures of an audit as they stand."""
    with acting(reader):
        rows = AuditedItem.objects.filter(audit=audit)
        by_finding = dict(rows.values_list("finding").annotate(number=Count("pk")))
        corrected = audit.corrected
        if corrected is None:
            corrected = corrected_in(audit)
    numbers = {each: by_finding.get(each, 0) for each in Finding.values}
    errors = sum(numbers[each] for each in _ERRORS)
    reviewed = numbers[Finding.CONFIRMED] + errors
    return AuditResult(
        population=audit.population,
        drawn=audit.drawn,
        found=sum(numbers.values()),
        reviewed=reviewed,
        errors=errors,
        not_for_list=numbers[Finding.NOT_FOR_LIST],
        wrong_class=numbers[Finding.WRONG_CLASS],
        corrected=corrected,
        error_rate=errors / reviewed if reviewed else None,
        interval=wilson(errors, reviewed) if reviewed and audit.seed else None,
    )
