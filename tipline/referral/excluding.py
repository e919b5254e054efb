"""Keep a report from an agency, and from its sight what it has of it already."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import QuerySet, Value
from django.db.models.functions import Replace

from tipline.foundation.audit import services as audit
from tipline.foundation.policy.principal import Principal
from tipline.foundation.policy.scope import acting
from tipline.referral.conflicts import Conflict, FoundBy
from tipline.referral.corrections import REASON_MAX
from tipline.referral.errors import (
    AlreadyExcludedError,
    ExclusionNotFoundError,
    ExclusionOverError,
    NoSuchAgencyError,
    PlaceNeedsReasonError,
)
from tipline.referral.models import Agency, Exclusion, Referral, ReferralProposal
from tipline.referral.placing import require_finished
from tipline.referral.routing import CARRIED, NOT_CARRIED


def exclude(
    actor: Principal, report_id: int, *, code: str, reason: str, at: datetime
) -> Exclusion:
    """Keep a report from an agency on a person's word.

    Whoever calls routes the report again, so that another agency receives it.

    Raises:
        ReportNotPlacedError: no finished report has this number.
        NoSuchAgencyError: no agency has this code.
        PlaceNeedsReasonError: the reason is blank.
        AlreadyExcludedError: it is kept from it already.
    """
    if not reason.strip():
        raise PlaceNeedsReasonError
    with acting(actor):
        require_finished(report_id)
        agency = Agency.objects.filter(code=code.strip().upper()).first()
        if agency is None:
            raise NoSuchAgencyError(agency_code=code)
        if excluded(report_id).filter(agency=agency).exists():
            raise AlreadyExcludedError
        said = Conflict(agency.code, FoundBy.ANALYST, reason.strip()[:REASON_MAX])
        return _keep_out(actor, report_id, agency, said=said, at=at)


def admit(
    actor: Principal, exclusion_id: int, *, reason: str, at: datetime
) -> Exclusion:
    """Say that there is no conflict: the agency may have the report again.

    Raises:
        ExclusionNotFoundError: there is none.
        ExclusionOverError: it ended already.
        PlaceNeedsReasonError: the reason is blank.
    """
    if not reason.strip():
        raise PlaceNeedsReasonError
    with acting(actor):
        found = Exclusion.objects.select_for_update().filter(pk=exclusion_id).first()
        if found is None:
            raise ExclusionNotFoundError
        if found.ended_at:
            raise ExclusionOverError
        found.ended_by, found.ended_at = actor.actor, at
        found.end_reason = reason.strip()[:REASON_MAX]
        found.save(update_fields=["ended_by", "ended_at", "end_reason"])
        Referral.objects.filter(
            report_id=found.report_id, agency_id=found.agency_id
        ).update(is_excluded=False)
        _let_carry(found.report_id, found.agency)
        audit.record(
            actor,
            "agency.admitted",
            f"report:{found.report_id}",
            agency=found.agency_id,
        )
    return found


def keep_out(
    actor: Principal, report_id: int, found: Iterable[Conflict], *, at: datetime
) -> frozenset[str]:
    """Keep a report from agencies that a suspect may belong to; give all their codes.

    What a person ended is not begun again: they looked at it.
    """
    known = set(
        Exclusion.objects.filter(report_id=report_id).values_list(
            "agency__code", flat=True
        )
    )
    new = {each.agency_code: each for each in found if each.agency_code not in known}
    for agency in Agency.objects.filter(code__in=new).order_by("code"):
        _keep_out(actor, report_id, agency, said=new[agency.code], at=at)
    return frozenset(excluded(report_id).values_list("agency__code", flat=True))


def excluded(report_id: int) -> QuerySet[Exclusion]:
    """Give what holds for a report now; the caller acts as who may read it."""
    return Exclusion.objects.filter(report_id=report_id, ended_at=None)


def exclusion(reader: Principal, exclusion_id: int) -> Exclusion:
    """Give one, or raise ExclusionNotFoundError."""
    with acting(reader):
        found = Exclusion.objects.filter(pk=exclusion_id).first()
    if found is None:
        raise ExclusionNotFoundError
    return found


def exclusions(reader: Principal, report_id: int) -> list[Exclusion]:
    """List the agencies that a report is or was kept from, the newest first."""
    with acting(reader):
        rows = Exclusion.objects.filter(report_id=report_id)
        return list(rows.select_related("agency__organization").order_by("-pk"))


def _keep_out(
    actor: Principal, report_id: int, agency: Agency, *, said: Conflict, at: datetime
) -> Exclusion:
    Referral.objects.filter(report_id=report_id, agency=agency).update(is_excluded=True)
    _stop_carriers(report_id, agency)
    made = Exclusion.objects.create(
        report_id=report_id,
        agency=agency,
        found_by=said.found_by.value,
        reason=said.reason,
        made_by=actor.actor,
        made_at=at,
    )
    audit.record(
        actor,
        "agency.excluded",
        f"report:{report_id}",
        agency=agency.pk,
        found_by=said.found_by.value,
    )
    return made


def _stop_carriers(report_id: int, agency: Agency) -> None:
    """Let whoever has the report to carry it there read that they must not.

    Who is kept out is not named: others who have the report read the reason, too.
    """
    _reword(report_id, CARRIED % {"agency": agency.code}, NOT_CARRIED)


def _let_carry(report_id: int, agency: Agency) -> None:
    place = f"{agency.country} ("  # as routing.py begins what follows
    carried = CARRIED % {"agency": agency.code}
    _reword(report_id, f"{NOT_CARRIED} {place}", f"{carried} {place}")


def _reword(report_id: int, said: str, instead: str) -> None:
    reason = Replace("reason", Value(said), Value(instead))
    for kept in (Referral, ReferralProposal):
        rows = kept.objects.filter(report_id=report_id, reason__contains=said)
        rows.update(reason=reason)
