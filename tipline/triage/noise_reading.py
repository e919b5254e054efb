"""What is known of a sender's noise: to itself, to operators, and beside a report."""

from dataclasses import dataclass
from datetime import datetime

from tipline.foundation.policy.principal import Principal
from tipline.foundation.policy.scope import acting
from tipline.triage.errors import AppealNotFoundError
from tipline.triage.models import AppealState, PriorAppeal, SenderPrior
from tipline.triage.noise import applied_shift

PAGE_SIZE = 50
HISTORY_SHOWN = 30
_DIGITS_MOST = 18  # fits 64 bits


@dataclass(frozen=True, kw_only=True)
class Drawn:
    """One computation of a sender's prior, with its figures; rates in percent.

    Who finished fewer than `least` reports since `since` loses nothing.
    """

    since: datetime
    at: datetime
    reports: int
    noise: int
    rate_percent: int
    overall_percent: int
    shift: int
    least: int


@dataclass(frozen=True, kw_only=True)
class SenderNow(Drawn):
    """A sender's newest prior, and what of it is applied."""

    applied: int
    is_appealed: bool
    paused_until: datetime | None


@dataclass(frozen=True, kw_only=True)
class Appealed:
    """An appeal with the prior that it is about, and its answer if there is one."""

    appeal_id: int
    platform: str
    prior: Drawn
    reason: str
    state: str
    opened_at: datetime
    answer: str
    answered_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class AppealPage:
    """Some appeals, the newest first; `next_after` continues, empty at the end."""

    rows: tuple[Appealed, ...]
    next_after: str = ""


def sender_of(reader: Principal, platform_id: int, *, at: datetime) -> SenderNow | None:
    """Give a sender's newest prior and what of it is applied; None if there is none."""
    with acting(reader):
        rows = SenderPrior.objects.filter(platform_id=platform_id)
        newest = rows.order_by("-pk").first()
        if newest is None:
            return None
        appeals = PriorAppeal.objects.filter(platform_id=platform_id)
        paused = appeals.filter(paused_until__gt=at).order_by("-paused_until")
        return SenderNow(
            **vars(_drawn(newest)),
            applied=applied_shift(platform_id, at=at),
            is_appealed=appeals.filter(state=AppealState.OPEN).exists(),
            paused_until=paused.values_list("paused_until", flat=True).first(),
        )


def history_of(reader: Principal, platform_id: int) -> tuple[Drawn, ...]:
    """Give the newest priors of a sender, the newest first."""
    with acting(reader):
        rows = SenderPrior.objects.filter(platform_id=platform_id).order_by("-pk")
        return tuple(_drawn(row) for row in rows[:HISTORY_SHOWN])


def appeals_of(reader: Principal, platform_id: int) -> tuple[Appealed, ...]:
    """Give a platform's newest appeals, the newest first."""
    with acting(reader):
        rows = PriorAppeal.objects.filter(platform_id=platform_id).order_by("-pk")
        rows = rows.select_related("platform", "prior")
        return tuple(_appealed(row) for row in rows[:HISTORY_SHOWN])


def appeal_page(
    reader: Principal, *, after: str = "", most: int = PAGE_SIZE
) -> AppealPage:
    """Give the appeals of all platforms, the newest first.

    Args:
        reader: who asks.
        after: `next_after` of the page before; empty or unreadable for the first.
        most: appeals on a page.
    """
    with acting(reader):
        rows = PriorAppeal.objects.select_related("platform", "prior").order_by("-pk")
        if after.isascii() and after.isdecimal() and len(after) <= _DIGITS_MOST:
            rows = rows.filter(pk__lt=int(after))
        found = [_appealed(row) for row in rows[: most + 1]]
    is_more = len(found) > most
    last = str(found[most - 1].appeal_id) if is_more else ""
    return AppealPage(rows=tuple(found[:most]), next_after=last)


def appeal_of(reader: Principal, appeal_id: int) -> Appealed:
    """Give one appeal.

    Raises:
        AppealNotFoundError: there is none.
    """
    with acting(reader):
        rows = PriorAppeal.objects.select_related("platform", "prior")
        found = rows.filter(pk=appeal_id).first()
        if found is None:
            raise AppealNotFoundError
        return _appealed(found)


def _drawn(row: SenderPrior) -> Drawn:
    return Drawn(
        since=row.since,
        at=row.at,
        reports=row.reports,
        noise=row.noise,
        rate_percent=round(row.rate * 100),
        overall_percent=round(row.overall * 100),
        shift=row.shift,
        least=row.least,
    )


def _appealed(row: PriorAppeal) -> Appealed:
    return Appealed(
        appeal_id=row.pk,
        platform=row.platform.name,
        prior=_drawn(row.prior),
        reason=row.reason,
        state=row.state,
        opened_at=row.opened_at,
        answer=row.answer,
        answered_at=row.answered_at,
    )
