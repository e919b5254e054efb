"""Put reports into bundles and take them out; both counts grow and shrink with them.

The row of the bundle is locked first. So what changes its counts comes one after the
other, and whoever then looks for its first report sees what the one before did.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from django.db.models import F

from tipline.foundation.audit import services as audit
from tipline.foundation.policy.principal import Principal
from tipline.foundation.policy.scope import acting
from tipline.foundation.statements import first_row, statement
from tipline.intake.models import Report, ReturnKey, Supplement
from tipline.matching.circulation import Circulated
from tipline.triage.bundling import BundleFacts, OwnSignal, bundle_of, own_signals
from tipline.triage.errors import (
    NotBundledError,
    ReportNotFoundError,
    TakingOutNeedsReasonError,
)
from tipline.triage.holding import MOST_URGENT
from tipline.triage.models import Bundle, BundleCount, BundleStay, Standing

_HERE = Path(__file__).parent
NOTE_MAX = 3000  # characters, as for a change of level
# Why a report left that has nothing of its own.
OTHER_BUNDLE = "other-bundle"


def follow(
    actor: Principal,
    report_id: int,
    facts: BundleFacts,
    *,
    incidents: int,
    seen: Sequence[Circulated],
    at: datetime,
) -> None:
    """Put a ranked report into its bundle, or take it out, or leave it where it is.

    Args:
        actor: who ranked it.
        report_id: a report that stands.
        facts: what decides, but for where the report stands.
        incidents: reported persons, at least 1.
        seen: how widely its files are seen, kept as the reason.
        at: now.
    """
    with acting(actor):
        rows = Standing.objects.select_for_update().filter(report_id=report_id)
        standing = rows.get()
        facts = _with_standing(facts, standing)
        why = {
            each.leader_id: {
                "reports": each.reports,
                "persons": each.persons,
                "is_widely_seen": each.is_widely_seen,
            }
            for each in seen
        }
        if leader := bundle_of(facts):
            home = Home(
                bundle_id=leader,
                content_id=leader,
                incidents=incidents,
                because=why.get(leader, {}),
            )
            move(actor, standing, home, own=(), at=at)
        else:
            move(actor, standing, None, own=own_signals(facts), at=at)


@dataclass(frozen=True, kw_only=True)
class Home:
    """The bundle that a report belongs to, and why; a flood is led by no content."""

    bundle_id: int
    content_id: int | None
    incidents: int
    because: Mapping[str, int | str]


def move(
    actor: Principal,
    standing: Standing,
    home: Home | None,
    *,
    own: Iterable[str],
    at: datetime,
) -> None:
    """Let a locked report be in the bundle that it belongs to, or in none.

    Args:
        actor: who ranked it.
        standing: its row, locked.
        home: where it belongs, None if it stands by itself.
        own: what it has of its own, kept as the reason if it leaves.
        at: now.
    """
    bundle_id = home.bundle_id if home else None
    if standing.bundle_id == bundle_id:
        return
    if standing.bundle_id is not None:
        _lock_both(standing.bundle_id, bundle_id)
        leave(actor, standing, because=tuple(own) or (OTHER_BUNDLE,), at=at)
    if home is not None:
        _join(actor, standing, home, at=at)


def _with_standing(facts: BundleFacts, standing: Standing) -> BundleFacts:
    # Most reports bring nothing that is widely seen: of them nobody needs to ask.
    is_asked = any(facts.leaders)
    return replace(
        facts,
        level=standing.priority,
        needs_person=standing.needs_person,
        was_taken_out=is_asked and was_taken_out(standing.report_id),
        is_set_apart=standing.is_set_apart,
    )


def leave(
    actor: Principal,
    standing: Standing,
    *,
    because: Iterable[str],
    note: str = "",
    at: datetime,
) -> None:
    """Take a locked report out of its bundle, if it is in one; the history says why."""
    if standing.bundle_id is None:
        return
    reasons = [str(reason) for reason in because]
    bundle = _locked(standing.bundle_id)
    stay = BundleStay.objects.get(report_id=standing.report_id, left_at=None)
    _count(stay, -1)
    stay.left_at, stay.left_because = at, reasons
    stay.left_by, stay.note = actor.actor, note
    stay.save(update_fields=["left_at", "left_because", "left_by", "note"])
    standing.bundle_id = None
    Standing.objects.filter(report_id=standing.report_id).update(bundle=None)
    _find_first(bundle)
    audit.record(
        actor,
        "report.unbundled",
        f"report:{standing.report_id}",
        bundle=bundle.pk,
        because=reasons,
    )


def follow_standing(report_id: int) -> None:
    """Let a bundle follow what changed of a report in it: designation, level, place."""
    stays = BundleStay.objects.filter(report_id=report_id, left_at=None)
    for stay in stays:
        bundle = _locked(stay.bundle_id)
        standing = Standing.objects.get(report_id=report_id)
        if stay.designation != standing.designation:
            _count(stay, -1)
            stay.designation = standing.designation
            stay.save(update_fields=["designation"])
            _count(stay, +1)
        _find_first(bundle)


def take_out(actor: Principal, report_id: int, *, reason: str, at: datetime) -> None:
    """Let a person take a report out of its bundle; no rule puts it back.

    Raises:
        TakingOutNeedsReasonError: the reason is blank.
        ReportNotFoundError: there is no such report in triage.
        NotBundledError: it is in no bundle, or somebody was faster.
    """
    note = reason.strip()[:NOTE_MAX]
    if not note:
        raise TakingOutNeedsReasonError
    with acting(actor):
        rows = Standing.objects.select_for_update().filter(report_id=report_id)
        standing = rows.first()
        if standing is None:
            raise ReportNotFoundError
        if standing.bundle_id is None:
            raise NotBundledError
        because = (OwnSignal.TAKEN_OUT,)
        leave(actor, standing, because=because, note=note, at=at)


def was_taken_out(report_id: int) -> bool:
    """Tell whether a person ever took a report out of a bundle."""
    stays = BundleStay.objects.filter(report_id=report_id)
    return stays.filter(left_because__contains=OwnSignal.TAKEN_OUT.value).exists()


def come_back(actor: Principal, standing: Standing, *, at: datetime) -> None:
    """Put a locked report that is kept apart no more into the bundle that it left.

    What has changed since may be its own: it stands by itself until it is ranked again.
    """
    stays = BundleStay.objects.filter(report_id=standing.report_id)
    stay = stays.select_related("bundle").order_by("-pk").first()
    if standing.bundle_id is not None or stay is None:
        return
    if stay.left_because != [OwnSignal.KEPT_APART]:
        return
    if stay.left_at is None or _has_changed(standing, since=stay.left_at):
        return
    home = Home(
        bundle_id=stay.bundle_id,
        content_id=stay.bundle.content_id,
        incidents=stay.incidents,
        because=stay.because,
    )
    _join(actor, standing, home, at=at)


def _has_changed(standing: Standing, *, since: datetime) -> bool:
    """Tell whether a report is not surely what it was when it left its bundle."""
    added = Supplement.objects.filter(report_id=standing.report_id, at__gt=since)
    wrote = ReturnKey.objects.filter(report_id=standing.report_id, messages__gt=0)
    return (
        standing.needs_person
        or standing.priority == MOST_URGENT
        or standing.assessment.at > since
        or added.exists()
        or wrote.exists()
    )


def _join(actor: Principal, standing: Standing, home: Home, *, at: datetime) -> None:
    new = Bundle(id=home.bundle_id, content_id=home.content_id, opened_at=at)
    Bundle.objects.bulk_create([new], ignore_conflicts=True)
    bundle = _locked(home.bundle_id)
    stay = BundleStay.objects.create(
        bundle=bundle,
        report_id=standing.report_id,
        incidents=home.incidents,
        designation=standing.designation,
        because=home.because,
        joined_at=at,
    )
    _count(stay, +1)
    Standing.objects.filter(report_id=standing.report_id).update(bundle=bundle)
    _find_first(bundle)
    subject = f"report:{standing.report_id}"
    audit.record(actor, "report.bundled", subject, bundle=home.bundle_id)


def _locked(bundle_id: int) -> Bundle:
    return Bundle.objects.select_for_update().get(pk=bundle_id)


def _lock_both(one: int, other: int | None) -> None:
    """Lock two bundles in one order: reports that cross must not wait in a ring."""
    numbers = [one] if other is None else [one, other]
    both = Bundle.objects.filter(pk__in=numbers).order_by("pk")
    list(both.select_for_update())


def _count(stay: BundleStay, sign: int) -> None:
    """Add a stay to the counts of its sort, or take it off."""
    report = Report.objects.only("platform_id", "incident_type").get(pk=stay.report_id)
    sort = {
        "bundle_id": stay.bundle_id,
        "platform_id": report.platform_id,
        "incident_type": report.incident_type,
        "designation": stay.designation,
    }
    BundleCount.objects.bulk_create([BundleCount(**sort)], ignore_conflicts=True)
    BundleCount.objects.filter(**sort).update(
        reports=F("reports") + sign, incidents=F("incidents") + sign * stay.incidents
    )


def _find_first(bundle: Bundle) -> None:
    """Let a bundle stand where its first report would; nowhere if it has none."""
    first_row(statement(_HERE, "bundle_first"), {"bundle": bundle.pk})
