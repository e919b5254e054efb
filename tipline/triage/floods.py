"""Gather reports by the form that say the same: a flood is one line in the queue.

Each report is compared once, when it is ranked for the first time, with those that said
something new. The first few of a kind stand by themselves, and so does, always,
whatever has something of its own.

A flood has two parts, each a bundle and a line: what says all the same, and what is
like it in half. To set one aside never sets the other aside.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db.models import BigIntegerField, F, Value

from tipline.foundation.audit import services as audit
from tipline.foundation.policy.principal import Principal
from tipline.foundation.policy.scope import acting
from tipline.intake import call_queries as calls
from tipline.intake.models import ReturnKey
from tipline.triage import alike, bundles
from tipline.triage.alike import (
    GATHERED_AFTER,
    WITHIN,
    Kin,
    OwnWord,
    Said,
    is_taken_in,
)
from tipline.triage.bundle_reading import newest_in
from tipline.triage.bundling import OwnSignal
from tipline.triage.errors import (
    BundleNotFoundError,
    FloodInQueueError,
    MoreInHalfError,
    SettingAsideNeedsReasonError,
)
from tipline.triage.holding import MOST_URGENT
from tipline.triage.models import Bundle, Likeness, Standing

COMPARED_MOST = 50  # of those that share a key: first whom most are like


def follow(actor: Principal, report_id: int, *, incidents: int, at: datetime) -> None:
    """Gather a ranked report by the form, or take it out, or leave it where it is.

    Args:
        actor: who ranked it.
        report_id: a finished report by the form.
        incidents: reported persons, at least 1.
        at: now.
    """
    with acting(actor):
        standing = Standing.objects.select_for_update().get(report_id=report_id)
        answers = calls.answers_of(actor, report_id)
        found = Likeness.objects.filter(pk=report_id).first()
        likeness = found or _compared(report_id, alike.said(answers), at=at)
        own = _own_signals(standing, answers)
        bundle_id = None if own else _belongs_to(likeness, standing, at=at)
        home = None
        if bundle_id is not None:
            home = bundles.Home(
                bundle_id=bundle_id,
                content_id=None,
                incidents=incidents,
                because={"alike_in": likeness.kin},
            )
        bundles.move(actor, standing, home, own=own, at=at)


def set_aside(actor: Principal, bundle_id: int, *, reason: str, at: datetime) -> None:
    """Take a flood out of the queue; what says all the same later stays out with it.

    What is like it in half stays in the queue.

    Raises:
        SettingAsideNeedsReasonError: the reason is blank.
        BundleNotFoundError: there is no such flood.
    """
    why = _reason(reason)
    with acting(actor):
        flood = _flood(bundle_id)
        _mark(flood, by=actor.actor, because=why, at=at)
        audit.record(actor, "bundle.set_aside", f"bundle:{bundle_id}")


def set_half_aside(
    actor: Principal, bundle_id: int, *, seen: int, reason: str, at: datetime
) -> None:
    """Take what is like a flood in half out of the queue, as far as somebody saw it.

    Args:
        actor: who looked at them.
        bundle_id: the flood, which is set aside: since then nothing in half has come.
        seen: `newest` of them, as it was read.
        reason: why nobody needs to read them.
        at: now.

    Raises:
        SettingAsideNeedsReasonError: the reason is blank.
        BundleNotFoundError: there is no such flood, or nothing is like it in half.
        FloodInQueueError: the flood itself is in the queue.
        MoreInHalfError: some came that were not seen.
    """
    why = _reason(reason)
    with acting(actor):
        flood = _flood(bundle_id)
        half = Bundle.objects.select_for_update().filter(half_of=flood).first()
        if half is None:
            raise BundleNotFoundError
        if flood.set_aside_at is None:
            raise FloodInQueueError
        if newest_in(half.pk) > seen:
            raise MoreInHalfError
        _mark(half, by=actor.actor, because=why, at=at)
        audit.record(actor, "bundle.set_aside", f"bundle:{half.pk}", half_of=bundle_id)


def take_back(actor: Principal, bundle_id: int) -> None:
    """Put a flood that was set aside into the queue again, and its half with it.

    Raises:
        BundleNotFoundError: there is no such flood.
    """
    with acting(actor):
        flood = _flood(bundle_id)
        half = Bundle.objects.select_for_update().filter(half_of=flood).first()
        _mark(flood, by="", because="", at=None)
        audit.record(actor, "bundle.taken_back", f"bundle:{bundle_id}")
        if half is not None and half.set_aside_at is not None:
            _mark(half, by="", because="", at=None)
            audit.record(
                actor, "bundle.taken_back", f"bundle:{half.pk}", half_of=bundle_id
            )


def forget_report(report_id: int) -> int:
    """Remove what is kept of what a report said, which is destroyed; give how much."""
    kept = Likeness.objects.filter(report_id=report_id).exclude(keys=[])
    return kept.update(keys=[], sketch=[], short=None, named=[], answers=[])


def _reason(said: str) -> str:
    why = said.strip()[: bundles.NOTE_MAX]
    if not why:
        raise SettingAsideNeedsReasonError
    return why


def _flood(bundle_id: int) -> Bundle:
    """Give a flood, locked: before its half, and whoever joins either waits."""
    rows = Bundle.objects.select_for_update().filter(pk=bundle_id, content=None)
    flood = rows.filter(half_of=None).first()
    if flood is None:
        raise BundleNotFoundError
    return flood


def _mark(part: Bundle, *, by: str, because: str, at: datetime | None) -> None:
    Bundle.objects.filter(pk=part.pk).update(
        set_aside_at=at, set_aside_by=by, set_aside_because=because
    )


def _belongs_to(likeness: Likeness, standing: Standing, *, at: datetime) -> int | None:
    """Give the bundle of a report that has nothing of its own; None if it has none."""
    leader_id: int | None = likeness.leader_id
    if leader_id is None or not likeness.is_gathered:
        return None
    kin = Kin(likeness.kin)
    if kin is Kin.ALL:
        return leader_id
    new = Bundle(id=leader_id, opened_at=at)
    Bundle.objects.bulk_create([new], ignore_conflicts=True)
    flood = _flood(leader_id)
    half = Bundle.objects.filter(half_of=flood).first()
    is_in = half is not None and standing.bundle_id == half.pk
    is_set_aside = flood.set_aside_at is not None
    if not is_taken_in(kin, is_set_aside=is_set_aside, is_in=is_in):
        return None
    # Numbered by the report that came first: it leads nothing, so the number is free.
    half = half or Bundle.objects.create(
        id=standing.report_id, half_of=flood, opened_at=at
    )
    return half.pk


def _own_signals(standing: Standing, answers: Mapping[str, str]) -> tuple[str, ...]:
    report_id = standing.report_id
    wrote = ReturnKey.objects.filter(report_id=report_id, messages__gt=0)
    holds: dict[str, bool] = {
        OwnSignal.LEVEL_1: standing.priority == MOST_URGENT,
        OwnWord.DANGER: alike.names_danger(answers),
        OwnWord.OWN_STORY: alike.tells_of_itself(answers),
        OwnWord.WROTE_AGAIN: wrote.exists(),
        OwnSignal.NEEDS_PERSON: standing.needs_person,
        OwnSignal.TAKEN_OUT: bundles.was_taken_out(report_id),
        OwnSignal.KEPT_APART: standing.is_set_apart,
    }
    return tuple(signal for signal, is_so in holds.items() if is_so)


def _compared(report_id: int, new: Said, *, at: datetime) -> Likeness:
    """Keep whom a report is like, or what it was the first to say."""
    found = _leader_of(new, at=at)
    if found is None:
        return _kept(report_id, new, at=at)
    leader, kin = found
    counted = "alike" if kin is Kin.ALL else "half"
    Likeness.objects.filter(pk=leader.pk).update(**{counted: F(counted) + 1})
    before: int = getattr(leader, counted)
    is_gathered = before >= GATHERED_AFTER[kin]
    if kin is not Kin.ALL and not is_gathered:
        # It said something new: what comes later may be like it.
        return _kept(report_id, new, at=at)
    return Likeness.objects.create(
        report_id=report_id, leader=leader, kin=kin, is_gathered=is_gathered, at=at
    )


def _leader_of(new: Said, *, at: datetime) -> tuple[Likeness, Kin] | None:
    """Give, locked, the report that another is like: in all rather than in half."""
    # Named so: Django takes bare numbers in a list for such of 4 bytes.
    keys = [Value(key, output_field=BigIntegerField()) for key in sorted(new.keys)]
    if not keys:
        return None
    rows = Likeness.objects.filter(keys__overlap=keys, leader=None)
    rows = rows.filter(at__gt=at - max(WITHIN.values()))
    ordered = rows.order_by("-alike", "-half", "report_id")
    found = _by_kin(new, ordered[:COMPARED_MOST], at=at)
    if found is None:
        return None
    row, kin = found
    return Likeness.objects.select_for_update().get(pk=row.pk), kin


def _by_kin(
    new: Said, rows: Iterable[Likeness], *, at: datetime
) -> tuple[Likeness, Kin] | None:
    in_half = None
    for row in rows:
        kin = alike.kin(new, _said_by(row))
        if kin is None or row.at <= at - WITHIN[kin]:
            continue
        if kin is Kin.ALL:
            return row, kin
        if in_half is None and not _is_set_aside(row.pk):
            in_half = row, kin
    return in_half


def _is_set_aside(bundle_id: int) -> bool:
    """Tell whether people looked at a flood: what is new in half was not in it then."""
    floods = Bundle.objects.filter(pk=bundle_id, content=None)
    return floods.filter(set_aside_at__isnull=False).exists()


def _kept(report_id: int, new: Said, *, at: datetime) -> Likeness:
    return Likeness.objects.create(
        report_id=report_id,
        keys=sorted(new.keys),
        sketch=list(new.sketch),
        short=new.short,
        named=sorted(new.named),
        answers=sorted(new.answers),
        at=at,
    )


def _said_by(row: Likeness) -> Said:
    return Said(
        sketch=tuple(row.sketch),
        short=row.short,
        named=frozenset(row.named),
        answers=frozenset(row.answers),
    )
