"""Keep what a recipient's law holds back, let it go, and say who has nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Max, QuerySet

from tipline.foundation.audit import services as audit
from tipline.foundation.policy.principal import Principal
from tipline.foundation.policy.scope import acting
from tipline.referral.corrections import REASON_MAX
from tipline.referral.errors import (
    LettingGoNeedsReasonError,
    WithholdingNotFoundError,
    WithholdingOverError,
)
from tipline.referral.models import Agency, Referral, ReferralProposal, Withholding
from tipline.referral.routing import Tables, Withheld

PAGE_SIZE = 50
ASKED_AGAIN = "The filters were asked again and hold it back no longer in this way."


@dataclass(frozen=True, kw_only=True)
class WithholdingPage:
    """Some of what is withheld; `next_after` goes on, 0 at the end."""

    rows: tuple[Withholding, ...]
    next_after: int = 0


def follow(
    actor: Principal,
    report_id: int,
    withheld: Sequence[Withheld],
    *,
    tables: Tables,
    at: datetime,
) -> None:
    """Keep from whom a report is withheld now, and end what holds no longer.

    An agency that has the report keeps it. A clock that runs is not set back.
    """
    having = _having(report_id)
    codes = set(having.values_list("agency__code", flat=True))
    wanted = {w.agency_code: w for w in withheld if w.agency_code not in codes}
    since: dict[str, datetime] = {}
    for row in _open(report_id):
        found = wanted.get(row.agency.code)
        if found is not None:
            since[row.agency.code] = row.at
            if _said(row) == _said_of(found):
                del wanted[row.agency.code]
                continue
        _end(actor, row, reason=ASKED_AGAIN, at=at)
    known = Agency.objects.in_bulk(wanted, field_name="code")
    for code, found in wanted.items():
        row = Withholding(
            report_id=report_id,
            agency=known[code],
            edition_id=tables.filters_edition,
            at=at,
        )
        _keep(actor, row, found, since=since.get(code, at))


def _having(report_id: int) -> QuerySet[Referral]:
    """Give the referrals of who can see a report now."""
    return Referral.objects.filter(
        report_id=report_id, ended_at=None, is_excluded=False
    )


def _open(report_id: int) -> list[Withholding]:
    rows = Withholding.objects.filter(report_id=report_id, ended_at=None)
    return list(rows.select_related("agency").order_by("pk"))


def _said(row: Withholding) -> tuple[str, str, tuple[str, ...]]:
    return row.filter, row.ground, tuple(row.instead)


def _said_of(found: Withheld) -> tuple[str, str, tuple[str, ...]]:
    said = found.objection
    return said.filter.filter, said.ground.value, found.instead


def _keep(
    actor: Principal, row: Withholding, found: Withheld, *, since: datetime
) -> None:
    said = found.objection
    row.filter, row.ground = said.filter.filter, said.ground.value
    row.reason, row.instead = said.sentence, list(found.instead)
    if not found.instead:
        row.keep_until = since + timedelta(days=said.filter.hold_days)
    row.save(force_insert=True)
    audit.record(
        actor,
        "report.withheld",
        f"report:{row.report_id}",
        withholding=row.pk,
        agency=row.agency_id,
        filter=row.filter,
        ground=row.ground,
    )


def let_go(
    actor: Principal, withholding_id: int, *, reason: str, at: datetime
) -> Withholding:
    """Say that an agency can act on what its law seemed to hold back.

    Whoever calls routes the report again, so that the agency receives it.

    Raises:
        LettingGoNeedsReasonError: the reason is blank.
        WithholdingNotFoundError: there is none.
        WithholdingOverError: it ended already.
    """
    said = reason.strip()[:REASON_MAX]
    if not said:
        raise LettingGoNeedsReasonError
    with acting(actor):
        rows = Withholding.objects.select_for_update().filter(pk=withholding_id)
        found = rows.first()
        if found is None:
            raise WithholdingNotFoundError
        if found.ended_at:
            raise WithholdingOverError
        _end(actor, found, reason=said, at=at)
    return found


def _end(actor: Principal, row: Withholding, *, reason: str, at: datetime) -> None:
    row.ended_by, row.ended_at, row.end_reason = actor.actor, at, reason
    row.save(update_fields=["ended_by", "ended_at", "end_reason"])
    audit.record(
        actor,
        "report.let_go",
        f"report:{row.report_id}",
        withholding=row.pk,
        agency=row.agency_id,
    )


def _held_now() -> QuerySet[Withholding]:
    """Give what is withheld of reports that were not destroyed."""
    return Withholding.objects.filter(ended_at=None, report__purged_at=None)


def is_withheld(reader: Principal, report_id: int) -> bool:
    """Tell whether a law holds a report back from anybody now."""
    with acting(reader):
        rows = _held_now().filter(report_id=report_id)
        return rows.exists()


def nobody_has_until(report_id: int) -> datetime | None:
    """Give until when a report is kept that nobody has since laws hold it back.

    None if nothing holds it back, somebody has it, or may still be given it by a
    person. The caller acts as who may read it.
    """
    having = _having(report_id)
    proposed = ReferralProposal.objects.filter(report_id=report_id, decision=None)
    if having.exists() or proposed.exists():
        return None
    rows = Withholding.objects.filter(report_id=report_id, ended_at=None)
    until: datetime | None = rows.aggregate(until=Max("keep_until"))["until"]
    return until


def one(reader: Principal, withholding_id: int) -> Withholding:
    """Give one, or raise WithholdingNotFoundError."""
    with acting(reader):
        found = Withholding.objects.filter(pk=withholding_id).first()
    if found is None:
        raise WithholdingNotFoundError
    return found


def of_report(reader: Principal, report_id: int) -> list[Withholding]:
    """List from whom a report is or was withheld, and why; the newest first."""
    with acting(reader):
        rows = Withholding.objects.filter(report_id=report_id)
        rows = rows.select_related("agency__organization", "edition")
        return list(rows.defer("edition__content").order_by("-pk"))


def page(reader: Principal, *, after: int = 0) -> WithholdingPage:
    """Give a page of all that is withheld now, the newest first."""
    with acting(reader):
        rows = _held_now().filter(pk__lt=after) if after else _held_now()
        rows = rows.select_related("agency__organization").order_by("-pk")
        found = tuple(rows[: PAGE_SIZE + 1])
    shown = found[:PAGE_SIZE]
    is_more = len(found) > PAGE_SIZE
    return WithholdingPage(rows=shown, next_after=shown[-1].pk if is_more else 0)


def withheld_reports(actor: Principal, *, after: int, most: int) -> list[int]:
    """List reports that laws hold back from somebody now, by number, after one."""
    with acting(actor):
        rows = _held_now().filter(report_id__gt=after)
        numbers = rows.order_by("report_id").values_list("report_id", flat=True)
        return list(numbers.distinct()[:most])
