"""Raise, repeat and acknowledge alarms about urgent reports."""

from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from tipline.alerting import messages, roster
from tipline.alerting.errors import AlarmNotFoundError, AlarmOverError
from tipline.alerting.models import Alarm, Cause, Watch
from tipline.foundation.accounts.models import Organization, OrganizationKind
from tipline.foundation.audit import services as audit
from tipline.foundation.policy.principal import Kind, Principal
from tipline.foundation.policy.scope import acting
from tipline.referral import services as referral
from tipline.referral.models import Referral
from tipline.triage.models import Standing
from tipline.triage.queries import readable_reports

AGAIN_AT_ONCE = 200  # in one transaction
PORTIONS_MOST = 100  # in one run
# The worker looks every minute: an alarm rings at the tick that is nearest to its time.
SOON = timedelta(seconds=30)
MOST_URGENT = "1"


def follow_level(actor: Principal, report_id: int, *, at: datetime) -> None:
    """Raise or end the alarms of a report as its level asks; twice does no more.

    At level 1 the clearinghouse and every agency that has the report are called at
    once. Below it, nobody is any more. For an agency without officers nobody could
    answer: there the watch calls the clearinghouse.
    """
    with acting(actor):
        kept = Standing.objects.filter(report__purged_at=None)
        standing = kept.filter(report_id=report_id).first()
        if standing is None:
            return
        if standing.priority != MOST_URGENT:
            end(actor, report_id, frozenset({Cause.LEVEL_1}), at=at)
            return
        # One that ended is taken up again: the report may have been lowered and raised.
        Watch.objects.update_or_create(
            report_id=report_id,
            defaults={"ended_at": None},
            create_defaults={"since": at},
        )
        referrals = Referral.objects.filter(report_id=report_id)
        _silence(actor, report_id, referrals.filter(is_excluded=True), at=at)
        agencies = referrals.filter(
            acknowledged_at=None, ended_at=None, is_excluded=False
        )
        theirs = agencies.order_by("pk").values_list("agency_id", flat=True)
        with_officers = (each for each in theirs if roster.everybody(each))
        for organization_id in (clearinghouse_id(), *with_officers):
            raise_alarm(actor, organization_id, report_id, cause=Cause.LEVEL_1, at=at)


def _silence(
    actor: Principal, report_id: int, hidden: QuerySet[Referral], *, at: datetime
) -> None:
    """End the alarms of agencies that must not see the report any more."""
    alarms = Alarm.objects.filter(
        report_id=report_id,
        organization_id__in=hidden.values("agency_id"),
        ended_at=None,
    )
    if alarms.update(ended_at=at, next_at=None):
        audit.record(actor, "alarm.silenced", f"report:{report_id}")


def raise_alarm(
    actor: Principal,
    organization_id: int,
    report_id: int,
    *,
    cause: Cause,
    at: datetime,
) -> None:
    """Call an organization's people about a report, unless they are called already."""
    alarm, is_new = Alarm.objects.get_or_create(
        organization_id=organization_id,
        report_id=report_id,
        cause=cause,
        ended_at=None,
        defaults={
            "raised_at": at,
            "sounded_at": at,
            "next_at": at + messages.calling().pause,
        },
    )
    if is_new:
        messages.send_all(alarm, at=at)
        audit.record(
            actor, "alarm.raised", f"report:{report_id}", alarm=alarm.pk, cause=cause
        )


def repeat_alarms(actor: Principal, *, at: datetime) -> int:
    """Repeat every alarm that nobody answered in time; give how many.

    Those that are due before half of the next minute is over are repeated now.
    """
    repeated = 0
    for _ in range(PORTIONS_MOST):
        portion = _repeat_some(actor, at=at)
        repeated += portion
        if portion < AGAIN_AT_ONCE:
            break
    return repeated


def _repeat_some(actor: Principal, *, at: datetime) -> int:
    with acting(actor):
        due = Alarm.objects.filter(next_at__lte=at + SOON, sounded_at__lt=at)
        due = due.order_by("next_at")
        found = list(due.select_for_update(skip_locked=True)[:AGAIN_AT_ONCE])
        for alarm in found:
            alarm.times += 1
            alarm.sounded_at, alarm.next_at = at, at + messages.calling().pause
            alarm.save(update_fields=["times", "sounded_at", "next_at"])
            messages.send_all(alarm, at=at)
            audit.record(
                actor,
                "alarm.repeated",
                f"report:{alarm.report_id}",
                alarm=alarm.pk,
                times=alarm.times,
            )
    return len(found)


def acknowledge(actor: Principal, alarm_id: int, *, at: datetime) -> int:
    """Answer an alarm of one's own organization; give the report that it is about.

    An officer who answers for an agency says by it that the agency has the report.

    Raises:
        AlarmNotFoundError: the organization has no such alarm.
        AlarmOverError: somebody was faster, or its cause is gone.
    """
    with acting(actor):
        alarm = (
            Alarm.objects.select_for_update()
            .filter(pk=alarm_id, organization_id=actor.organization_id)
            .first()
        )
        if alarm is None:
            raise AlarmNotFoundError
        if alarm.next_at is None:
            raise AlarmOverError
        _answered(actor, alarm, at=at)
        if actor.kind is Kind.AGENCY:
            referral.acknowledge(actor, alarm.report_id, at=at)
        return alarm.report_id


def acknowledge_receipt(officer: Principal, report_id: int, *, at: datetime) -> None:
    """Say for an agency that it has a report; its alarm about it is answered too.

    Raises:
        NotFoundError: no such report, or not made available to this agency.
    """
    with acting(officer):
        referral.acknowledge(officer, report_id, at=at)
        alarms = Alarm.objects.select_for_update().filter(
            organization_id=officer.organization_id,
            report_id=report_id,
            next_at__isnull=False,
        )
        for alarm in alarms:
            _answered(officer, alarm, at=at)


def _answered(actor: Principal, alarm: Alarm, *, at: datetime) -> None:
    alarm.next_at = None
    alarm.acknowledged_at, alarm.acknowledged_by = at, actor.actor
    if alarm.cause == Cause.NOT_DELIVERED:
        alarm.ended_at = at  # it happened; if it happens again, it is another alarm
    alarm.save(
        update_fields=["next_at", "acknowledged_at", "acknowledged_by", "ended_at"]
    )
    audit.record(
        actor,
        "alarm.acknowledged",
        f"report:{alarm.report_id}",
        alarm=alarm.pk,
        cause=alarm.cause,
    )


def end(
    actor: Principal, report_id: int, causes: frozenset[str], *, at: datetime
) -> None:
    """End the alarms of a report with these causes, answered or not."""
    alarms = Alarm.objects.filter(report_id=report_id, cause__in=causes, ended_at=None)
    ended = alarms.update(ended_at=at, next_at=None)
    if ended:
        audit.record(actor, "alarm.ended", f"report:{report_id}", causes=sorted(causes))


def end_watch(actor: Principal, report_id: int, *, at: datetime) -> None:
    """Call nobody about a report any more, since it was destroyed."""
    with acting(actor):
        watches = Watch.objects.filter(report_id=report_id, ended_at=None)
        watches.update(ended_at=at)
        end(actor, report_id, frozenset(Cause.values), at=at)


def clearinghouse_id() -> int:
    """Give the clearinghouse's own organization."""
    rows = Organization.objects.filter(kind=OrganizationKind.CLEARINGHOUSE)
    return rows.order_by("pk").values_list("pk", flat=True)[0]


def unwatched(since_key: int) -> list[int]:
    """List urgent reports since a key that nobody watches yet."""
    urgent = Q(is_escalated=True) | Q(standing__priority=MOST_URGENT)
    rows = readable_reports().filter(
        urgent, pk__gte=since_key, watch=None, purged_at=None
    )
    return list(rows.order_by("pk").values_list("pk", flat=True)[:AGAIN_AT_ONCE])


def tell_not_delivered(actor: Principal, message_id: int, *, at: datetime) -> None:
    """Raise an alarm at the clearinghouse because a message could not be delivered."""
    with acting(actor):
        report_id = Alarm.objects.filter(messages=message_id).values_list(
            "report_id", flat=True
        )[0]
        raise_alarm(
            actor, clearinghouse_id(), report_id, cause=Cause.NOT_DELIVERED, at=at
        )
