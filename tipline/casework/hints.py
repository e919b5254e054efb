"""New reports that match watched cases, as officers read them."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import F

from tipline.casework.keeping import own_case
from tipline.casework.models import Case, CaseHint, Work
from tipline.foundation.audit import services as audit
from tipline.foundation.errors import NotFoundError
from tipline.foundation.keys import MAX_KEY
from tipline.foundation.policy.principal import Principal
from tipline.foundation.policy.scope import acting

SHOWN_MOST = 50


@dataclass(frozen=True, kw_only=True)
class Hint:
    """A report that shares identifiers, of these kinds, with reports of a case."""

    hint_id: int
    report_id: int
    version: int
    level: str
    incident_type: str
    kinds: tuple[str, ...]
    noticed_at: datetime


def hints_of(officer: Principal, case: Case) -> tuple[Hint, ...]:
    """List what matches a case, is not in it, and nobody has set aside."""
    with acting(officer):
        rows = CaseHint.objects.filter(case=case, seen_at=None).order_by("-pk")
        found = {row.referral_id: row for row in rows[:SHOWN_MOST]}
        works = Work.objects.filter(pk__in=found, ended_at=None).exclude(case=case)
        return tuple(
            Hint(
                hint_id=found[work.pk].pk,
                report_id=work.report_id,
                version=work.version,
                level=work.level,
                incident_type=work.incident_type,
                kinds=tuple(found[work.pk].kinds.split()),
                noticed_at=found[work.pk].noticed_at,
            )
            for work in works.order_by("level", "-pk")
        )


def hint_count(officer: Principal) -> int:
    """Count what matches the agency's cases and nobody has looked at, up to a page."""
    with acting(officer):
        rows = CaseHint.objects.filter(
            case__agency_id=officer.organization_id, seen_at=None
        ).exclude(referral__work__case_id=F("case_id"))
        return rows.values("pk")[:SHOWN_MOST].count()


def set_aside(officer: Principal, hint_id: int, *, at: datetime) -> int:
    """Say that a match was looked at; the first time stays. Gives its case.

    Raises:
        NotFoundError: no such match for this agency.
    """
    with acting(officer):
        rows = CaseHint.objects.filter(case__agency_id=officer.organization_id)
        hint = rows.filter(pk=hint_id).first() if hint_id <= MAX_KEY else None
        if hint is None:
            raise NotFoundError
        case = own_case(officer, hint.case_id)
        CaseHint.objects.filter(pk=hint.pk, seen_at=None).update(
            seen_at=at, seen_by=officer.actor
        )
        audit.record(officer, "case.match_seen", f"case:{case.pk}", hint=hint.pk)
    return int(case.pk)
