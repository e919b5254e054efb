"""What happens to a report that somebody tells on the telephone.

save       each answered part is kept; one that makes it level 1 calls the duty
           officers at once, while the caller is still on the line
end        the report is finished and goes on the same journey as a platform's
give up    a call that nobody ended goes on that journey as it is
check      a call back, or a second person, confirms that a child is in danger
release    a person, and nobody else, sends it to the agencies that routing proposes
"""

from collections.abc import Collection, Mapping
from datetime import UTC, datetime, timedelta

from django.conf import settings
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from tipline.alerting import services as alerting
from tipline.foundation.jobs.steps import forget_steps
from tipline.foundation.policy.principal import Kind, Principal, system
from tipline.foundation.policy.scope import acting
from tipline.intake import call_queries, calls, web_forms
from tipline.intake.codec import from_json
from tipline.intake.completeness import assess_completeness
from tipline.intake.danger import CheckKind, CheckOutcome
from tipline.intake.document import ReportDocument
from tipline.intake.models import Report
from tipline.intake.origins import ReportOrigin
from tipline.intake.public_form import FormSection
from tipline.intake.receipt import Receipt, receipt_json
from tipline.linking import extraction
from tipline.linking.asking import NamedBefore, named_before
from tipline.pipeline import URGENT, URGENT_QUEUE, first_job, journey
from tipline.referral import releasing
from tipline.triage import assessing
from tipline.triage import queries as triage
from tipline.triage.holding import MOST_URGENT

FORGOTTEN_AT_ONCE = 100
AT_ONCE = timedelta()
# What the caller is told; it is kept as the report's receipt.
TOLD = (
    "Thank you for telling us. The number of your report is {number}. An analyst reads"
    " it now. If a child is in danger, call the emergency number at once."
)

TOLD_BY_FORM = (
    "Thank you for telling us. A person reads your report. If a child is in danger,"
    " call the emergency number at once. Your receipt in words lets you come back."
)


def save_answers(
    taker: Principal,
    call_id: int,
    section: FormSection,
    *,
    sent: Mapping[str, str],
    at: datetime,
    delay: timedelta = AT_ONCE,
) -> calls.Saved:
    """Keep the answers of one section; at level 1 the duty officers are called.

    They are called now, or in a flood of the public's form after a `delay`.

    Raises:
        AnswerTooLongError, CallNotFoundError, CallOverError, CallTooLongError: as
            `intake.calls.save`.
    """
    with acting(taker):
        saved = calls.save(taker, call_id, section, sent=sent, at=at)
        if saved.is_new and is_urgent(saved.document, at=at):
            # Whoever fills in the form sees no level, only what was said before.
            is_form = taker.kind is Kind.REPORTER
            is_known = (
                is_urgent(saved.before, at=at)
                if is_form
                else triage.level_of(taker, call_id) == MOST_URGENT
            )
            if not is_known:
                _hasten_after(delay, call_id)
    return saved


def _hasten_after(delay: timedelta, call_id: int) -> None:
    seconds = int(delay.total_seconds())
    job = hasten_call.configure(schedule_in={"seconds": seconds} if delay else None)
    job.defer(report_id=call_id)


def is_urgent(document: ReportDocument, *, at: datetime) -> bool:
    """Tell whether a report is at level 1 by what was said."""
    table = settings.PRIORITY_TABLE
    return assessing.level_as_sent(document, (), table=table, at=at) == MOST_URGENT


@app.task(queue=URGENT_QUEUE, name="hasten_call", retry=RetryStrategy(linear_wait=5))
def hasten_call(report_id: int) -> None:
    """Rank a call by what was said so far, and call people if that is level 1."""
    actor, at = system("hasten"), datetime.now(UTC)
    with acting(actor):
        calls.hold(report_id)
        if assessing.assess_as_sent(
            actor, report_id, table=settings.PRIORITY_TABLE, at=at
        ):
            alerting.follow_level(actor, report_id, at=at)


def named_in_other_reports(
    reader: Principal, call_id: int, document: ReportDocument
) -> tuple[NamedBefore, ...]:
    """Give what a caller names and other reports name too."""
    found = extraction.of_report(document, platform="")
    return named_before(reader, found, except_report=call_id)


def end_call(taker: Principal, call_id: int, *, at: datetime) -> None:
    """Finish the report of a call; its journey begins.

    Raises:
        KindMissingError: nobody chose a kind of incident.
        CallNotFoundError, CallOverError: as for any change.
    """
    with acting(taker):
        close(taker, calls.lock_open_call(call_id), is_abandoned=False, at=at)


@app.periodic(cron="* * * * *")
@app.task(queue="upkeep", name="give_up_calls", queueing_lock="give_up_calls")
def give_up_calls(timestamp: int) -> None:
    """Let calls that nobody ends enter the queue as they are, every minute."""
    actor, at = system("telephone"), datetime.fromtimestamp(timestamp, UTC)
    limits = settings.CALL_LIMITS
    with acting(actor):
        forgotten = calls.lock_forgotten(
            quiet_since=at - timedelta(minutes=limits.quiet_minutes),
            urgent_quiet_since=at - timedelta(minutes=limits.urgent_quiet_minutes),
            most=FORGOTTEN_AT_ONCE,
        )
        for report in forgotten:
            if not calls.forget_empty(actor, report, at=at):
                close(actor, report, is_abandoned=True, at=at)


def close(
    actor: Principal, report: Report, *, is_abandoned: bool, at: datetime
) -> None:
    """Finish a locked report of the public; its journey begins."""
    told = TOLD if report.origin == ReportOrigin.TELEPHONE else TOLD_BY_FORM
    answer = told.format(number=report.pk)
    receipt = Receipt(
        report_id=report.pk,
        state="finished",
        is_test=False,
        received_at=report.opened_at,
        finished_at=at,
        completeness=assess_completeness(
            from_json(ReportDocument, report.document),
            (),
            settings.COMPLETENESS_WEIGHTS,
            finished_at=at,
        ),
        # The public's reports have none of their own: only the statutory table asks.
        designation=None,
        answer=answer,
        answered_at=at,
    )
    calls.close(
        actor,
        report,
        receipt=receipt_json(receipt),
        answer=answer.encode(),
        is_abandoned=is_abandoned,
        at=at,
    )
    job = first_job(report, [], at=at)
    app.configure_task(
        job.task, queue=job.queue, priority=job.priority, allow_unknown=False
    ).defer(report_id=report.pk)


def check_danger(
    checker: Principal,
    call_id: int,
    *,
    kind: CheckKind,
    outcome: CheckOutcome,
    note: str,
    at: datetime,
) -> None:
    """Note what became of a call back, or a second look, and rank the report again.

    Raises:
        CallNotFoundError, NoDangerToCheckError, OwnCheckError: as
            `intake.calls.check_danger`.
    """
    with acting(checker):
        calls.check_danger(
            checker, call_id, kind=kind, outcome=outcome, note=note, at=at
        )
        if call_queries.call_of(checker, call_id).is_open:
            hasten_call.defer(report_id=call_id)
            return
        forget_steps(call_id, ("assess",))
        journey.configure(priority=URGENT).defer(report_id=call_id)


def release(
    actor: Principal, report_id: int, *, proposals: Collection[int], at: datetime
) -> tuple[str, ...]:
    """Send a report of the public to agencies that were proposed; give their names.

    Raises:
        NotReleasableError, DangerUnconfirmedError, NothingToReleaseError: as
            `referral.releasing.release`.
    """
    with acting(actor):
        names = releasing.release(actor, report_id, proposals=proposals, at=at)
        alerting.follow_level(actor, report_id, at=at)
        web_forms.note_decided(actor, report_id)
        return names


def refuse_release(
    actor: Principal, report_id: int, *, reason: str, at: datetime
) -> None:
    """Keep a report of the public from the agencies that are proposed.

    Raises:
        RefusalNeedsReasonError, NotReleasableError, NothingToReleaseError: as
            `referral.releasing.refuse`.
    """
    with acting(actor):
        releasing.refuse(actor, report_id, reason=reason, at=at)
        web_forms.note_decided(actor, report_id)
