"""What comes to a report after it was finished, and what follows from it.

A platform or an analyst adds, corrects, or says that the report was a mistake. In one
transaction it is kept beside what was sent before, files that waited become the
report's, its completeness and designation are computed again, and `take_up` is queued:
the report goes on its journey again, from `inspect` if files came, else from `link`.
The rules rank it anew; none of them lowers it from level 1.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from django.conf import settings
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from tipline.exchange import webhooks
from tipline.files import queries as files
from tipline.files import shredding, staging
from tipline.files.models import ReportedFile, StagedFile
from tipline.foundation.errors import InvalidRequestError
from tipline.foundation.policy.principal import Kind, Principal, system
from tipline.foundation.policy.scope import acting
from tipline.intake import supplements
from tipline.intake.codec import Json, to_json
from tipline.intake.completeness import FileFacts, assess_completeness
from tipline.intake.correcting import CannotCorrectError, corrected, supplemented
from tipline.intake.designation import designate, designation_facts
from tipline.intake.document import ReportDocument, SupplementDocument
from tipline.intake.models import Report
from tipline.intake.receipt import ReceiptFile
from tipline.intake.supplement_receipt import (
    SupplementReceipt,
    supplement_receipt_json,
)
from tipline.intake.supplements import Sent
from tipline.intake.wire import does_not_fit
from tipline.pipeline import ALL_STEPS, QUEUE, SOON, URGENT, travel_again
from tipline.triage import queries as triage_queries
from tipline.triage import services as triage
from tipline.triage import sharing
from tipline.triage.errors import ReportNotFoundError
from tipline.triage.models import Intent

AnswerOf = Callable[[int, tuple[str, ...]], bytes]
"""Makes an answer's bytes from the supplement's id and the ids of its files."""

WAITS_FOR = timedelta(hours=24)  # as long as an open report waits to be finished
DROPPED_AT_ONCE = 200
_FROM_FILES = ALL_STEPS
_FROM_WORDS = ("link", "assess", "route")


@dataclass(frozen=True)
class _Sum:
    """A report with a supplement: what was said, what stands, and the files."""

    said: SupplementDocument
    stands: ReportDocument
    files: list[ReportedFile]
    staged: dict[str, StagedFile]


def supplement_report(
    actor: Principal,
    said: SupplementDocument,
    sent: Sent,
    *,
    answer_of: AnswerOf | None = None,
    at: datetime,
) -> Json:
    """Keep what a platform or an analyst says of a finished report; give the receipt.

    The same bytes again are a repeat whose answer was lost: they give the first
    receipt, and nothing happens.

    Args:
        actor: the report's platform, or an analyst.
        said: what was read of it.
        sent: its bytes, and what was warned about.
        answer_of: makes what a platform is answered, which is kept as its notice of
            receipt before it is sent; None for an analyst.
        at: now.

    Raises:
        NotYourReportError, ReportNotFinishedError, ReportRetractedError: as
            `supplements.lock_finished`.
        TooManySupplementsError: the report takes no more.
        FileMissingError: a file that it names does not wait, or is not the report's.
        ValidationFailedError: corrections do not fit the report; all of them.
    """
    with acting(actor):
        report = supplements.lock_finished(actor, said.report_id)
        repeated = supplements.repeat_of(report, sent)
        if repeated is not None:
            receipt: Json = json.loads(repeated.receipt)
            return receipt
        receipt = _keep(actor, report, said, sent=sent, answer_of=answer_of, at=at)
        if not report.is_test:
            urgent = said.escalation_reason is not None
            take_up.configure(priority=URGENT if urgent else SOON).defer(
                report_id=report.pk
            )
    return receipt


def supplement_by_analyst(
    analyst: Principal, said: SupplementDocument, *, at: datetime
) -> Json:
    """Keep what an analyst adds to a report that analysts may read, or corrects in it.

    Raises:
        ReportNotFoundError: there is none, it is unfinished, or it is a test.
        and what `supplement_report` raises.
    """
    if not triage_queries.is_in_triage(analyst, said.report_id):
        raise ReportNotFoundError
    body = json.dumps({"by": analyst.actor, **to_json(said)}, sort_keys=True)
    return supplement_report(analyst, said, Sent(body=body.encode()), at=at)


def say_intent(
    analyst: Principal, report_id: int, intent: str, *, at: datetime
) -> None:
    """Keep how an analyst reads the sharing of often-seen material; assess anew.

    `intent` is a value of `triage.Intent`.

    Raises:
        ReportNotFoundError: there is no such report in triage.
    """
    with acting(analyst):
        sharing.say_intent(analyst, report_id, Intent(intent), at=at)
        travel_again(report_id, steps=("assess",))


def sentences(refusal: InvalidRequestError) -> tuple[str, ...]:
    """Say what is wrong with a supplement, without the lines of a document."""
    problems = getattr(refusal, "problems", ())
    return tuple(problem.sentence for problem in problems) or (str(refusal),)


def _keep(
    actor: Principal,
    report: Report,
    said: SupplementDocument,
    *,
    sent: Sent,
    answer_of: AnswerOf | None,
    at: datetime,
) -> Json:
    summed = _sum(actor, report, said=said, sent=sent)
    number = supplements.next_id()
    names = tuple(each.file_id for each in said.file_details)
    answer = answer_of(number, names) if answer_of else None
    receipt = supplement_receipt_json(
        _receipt(report, summed, sent, number=number, answer=answer, at=at)
    )
    supplements.record(
        actor,
        report,
        number,
        document=summed.said,
        stands=summed.stands,
        sent=sent,
        receipt=receipt,
        answer=answer,
        at=at,
    )
    staging.take_over(number, said.file_details, summed.staged)
    named = {each.file_id for each in said.corrections}
    staging.keep_corrected([f for f in summed.files if f.file_id in named])
    return receipt


def _sum(
    actor: Principal, report: Report, *, said: SupplementDocument, sent: Sent
) -> _Sum:
    """Add a supplement to what stands, or refuse all that does not fit.

    Raises:
        FileMissingError, ValidationFailedError: as `supplement_report`.
    """
    staged = staging.staged_for(report, said.file_details)
    received = files.received_files(actor, report.pk)
    old, wrong = staging.corrected_files(received, said.corrections)
    stands = report.current_document
    for number, correction in enumerate(said.corrections):
        if correction.of == "file":
            continue
        try:
            stands, old[number] = corrected(stands, correction)
        except CannotCorrectError as error:
            wrong.append((number, error))
    if wrong:
        wrong.sort(key=lambda each: each[0])
        raise does_not_fit(sent.body if actor.kind is Kind.PLATFORM else b"", wrong)
    corrections = tuple(
        replace(correction, old_value=old[number])
        for number, correction in enumerate(said.corrections)
    )
    return _Sum(
        said=replace(said, corrections=corrections),
        stands=supplemented(stands, replace(said, corrections=())),
        files=received,
        staged=staged,
    )


def _receipt(
    report: Report,
    summed: _Sum,
    sent: Sent,
    *,
    number: int,
    answer: bytes | None,
    at: datetime,
) -> SupplementReceipt:
    facts = tuple(_facts(summed))
    return SupplementReceipt(
        supplement_id=number,
        report_id=report.pk,
        is_test=report.is_test,
        received_at=at,
        document=summed.said,
        completeness_before=report.completeness
        if report.supplemented_completeness is None
        else report.supplemented_completeness,
        completeness=assess_completeness(
            summed.stands,
            facts,
            settings.COMPLETENESS_WEIGHTS,
            finished_at=report.closed_at or at,
        ),
        designation=designate(designation_facts(summed.stands, facts)),
        warnings=sent.warnings,
        files=tuple(
            ReceiptFile(
                file_id=file.file_id,
                md5=file.md5,
                sha1=file.sha1,
                sha256=file.sha256,
                size_bytes=file.size_bytes,
            )
            for file in summed.staged.values()
        ),
        answer=answer.decode() if answer else None,
    )


def _facts(summed: _Sum) -> list[FileFacts]:
    """Give the facts of all files: those there, as corrected, and those that come."""
    described = {each.file_id: each for each in summed.said.file_details}
    return [files.facts_of(file) for file in summed.files] + [
        FileFacts(size_bytes=file.size_bytes, details=described[file.file_id])
        for file in summed.staged.values()
    ]


@app.task(queue=QUEUE, name="take_up", retry=RetryStrategy(linear_wait=5))
def take_up(report_id: int) -> None:
    """Let a supplemented report go on its journey again, from where it must."""
    actor = system("supplement")
    with acting(actor):
        has_files = files.has_unseen(actor, report_id)
        travel_again(report_id, steps=_FROM_FILES if has_files else _FROM_WORDS)
        webhooks.note_supplement(actor, report_id)
        if supplements.is_said_mistaken(actor, report_id):
            at = datetime.now(UTC)
            triage.need_person(actor, report_id, step="reported-in-error", at=at)


@app.periodic(cron="9 * * * *")
@app.task(queue="upkeep", name="drop_waiting", queueing_lock="drop_waiting")
def drop_waiting(timestamp: int) -> None:
    """Shred files that waited a day for a supplement which did not come."""
    at = datetime.fromtimestamp(timestamp, UTC)
    dropped = staging.drop_waiting(
        system("supplement"), before=at - WAITS_FOR, most=DROPPED_AT_ONCE
    )
    shredding.shred(dropped)
