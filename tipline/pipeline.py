"""What happens to a report, in order. Read this first.

A platform finishes a report: in one transaction it is closed, its receipt is made, and
the journey below is queued. The worker then runs the steps, each in its own transaction
and each remembered, so that a restart repeats none that is done:

    hasten    only if what was sent looks like level 1: rank it and make it available
              at once, before any file is looked at
    inspect   look at each picture in the jail: what it is, its perceptual hash
    match     its hashes against the lists of known material; how widely it is seen
    link      the identifiers it names, kept so that reports can be compared
    assess    how urgent, whether police can act on it, and which bundle it joins
    route     where it happened, who is responsible: made available there

Videos take minutes, and no report waits for them. They are looked at behind the
journey, in a queue of their own:

    watch     look at each video in the jail, one a job, so that urgent ones go first
    reassess  match, link and assess the report again

What is added to a finished report sends it on its journey again: supplementing.py. So
does a hash that comes to a list, if it may hold such a file: past_reports.py. What the
law of a recipient holds back is asked about whenever a report is assessed.

A step that keeps failing ends with a person, and the journey goes on without it: a
report must reach an agency even if one picture breaks the matching. Reports of a test
credential end with their receipt.
"""

import json
from collections.abc import Callable, Collection, Mapping
from datetime import UTC, datetime, timedelta
from functools import cache, partial
from types import MappingProxyType

import structlog
from django.conf import settings
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from tipline.alerting import services as alerting
from tipline.casework import following as casework
from tipline.files import inspection, keeping
from tipline.files import queries as files
from tipline.files.decoder.client import MediaDecoder
from tipline.files.decoder.protocol import Inspection
from tipline.files.models import ReportedFile
from tipline.foundation.audit import services as audit
from tipline.foundation.jobs.deferring import NextJob
from tipline.foundation.jobs.errors import StepNotFailedError
from tipline.foundation.jobs.steps import (
    Step,
    forget_failure,
    forget_steps,
    run_steps,
)
from tipline.foundation.policy.principal import Principal, system
from tipline.foundation.policy.scope import acting
from tipline.intake import queries as intake_queries
from tipline.intake import services as intake
from tipline.intake.codec import Json, from_json
from tipline.intake.completeness import assess_completeness
from tipline.intake.designation import designate, designation_facts
from tipline.intake.document import ReportDocument
from tipline.intake.errors import (
    Finding,
    Problem,
    ReportBusyError,
    ValidationFailedError,
)
from tipline.intake.expiry import expires_at
from tipline.intake.models import Report, ReportState
from tipline.intake.origins import ReportOrigin
from tipline.intake.receipt import Receipt, ReceiptFile, receipt_json
from tipline.linking import clusters, extraction
from tipline.linking import queries as links
from tipline.linking import services as linking
from tipline.matching import circulation
from tipline.matching import services as matching
from tipline.matching.looking_back import finished_reports_with
from tipline.referral import editions, withholding
from tipline.referral import services as referral
from tipline.referral.conflicts import conflicts
from tipline.referral.evidence import gather
from tipline.referral.locating import LocationData, Locator
from tipline.retention import services as retention
from tipline.triage import assessing
from tipline.triage import queries as triage_queries
from tipline.triage import services as triage
from tipline.triage.holding import MOST_URGENT

QUEUE = "reports"
URGENT_QUEUE = "urgent"  # has a worker's place that no other report can take
VIDEO_QUEUE = "videos"
# Has one place in a worker: a flood of the public slows no platform.
FORM_QUEUE = "forms"
_JOURNEY, _HASTEN = "journey", "hasten"
# What looks like level 1 goes before everything that waits, then what looks like 2.
URGENT, SOON = 10, 5
BEHIND = -10  # what concerns old reports goes after everything that waits
# What hangs on what is on lists, and is done again when past files are found on them.
_FROM_LISTS = ("match", "assess", "route")
_FINISH_ATTEMPTS = 10
_AT_ONCE = 500  # reports in one transaction, where a content may be in millions

log = structlog.get_logger()
AnswerOf = Callable[[tuple[str, ...]], bytes]


def _now() -> datetime:
    return datetime.now(UTC)


def finish_report(
    platform: Principal, report_id: int, *, answer_of: AnswerOf, at: datetime
) -> Receipt:
    """Finish a platform's report and give its receipt.

    The report is read, and finished only if it has not changed meanwhile: the receipt
    and the answer name exactly the files that it has.

    Args:
        platform: who finishes.
        report_id: the platform's open report.
        answer_of: makes the bytes of the answer from the report's file ids; they are
            kept as the legal receipt before they are sent.
        at: now.

    Raises:
        NotYourReportError, ReportRetractedError, ReportFinishedError: as for any
            change.
        ValidationFailedError: a batched report with more than one file; it stays open
            until it is retracted or expires.
        ReportBusyError: it changed at every attempt; it stays open.
    """
    for _ in range(_FINISH_ATTEMPTS):
        report, received = files.sent_report(platform, report_id)
        intake.require_open(report, at=at)
        if report.is_batched and len(received) > 1:
            raise ValidationFailedError((_ONE_FILE_A_BATCH,))
        answer = answer_of(tuple(file.file_id for file in received))
        receipt = _receipt(report, received, answer=answer, at=at)
        if intake.finish(
            platform,
            report,
            receipt=receipt_json(receipt),
            answer=answer,
            then=first_job(report, received, at=at),
            at=at,
        ):
            return receipt
    raise ReportBusyError(report_id=report_id)


def first_job(report: Report, received: list[ReportedFile], *, at: datetime) -> NextJob:
    """Give the job that a finished report begins with: at level 1, to hasten it."""
    level = assessing.level_as_sent(
        from_json(ReportDocument, report.document),
        [details for file in received if (details := files.details_of(file))],
        table=settings.PRIORITY_TABLE,
        at=at,
    )
    if report.is_escalated or level == MOST_URGENT:
        return NextJob(queue=URGENT_QUEUE, task=_HASTEN, priority=URGENT)
    queue = FORM_QUEUE if report.origin == ReportOrigin.FORM else QUEUE
    return NextJob(queue=queue, task=_JOURNEY, priority=SOON if level == "2" else 0)


_ONE_FILE_A_BATCH = Problem(
    line=1,
    column=1,
    sentence="A batched report takes at most one file. Retract it and submit it again.",
)


def _receipt(
    report: Report, received: list[ReportedFile], *, answer: bytes, at: datetime
) -> Receipt:
    document = from_json(ReportDocument, report.document)
    facts = tuple(files.facts_of(file) for file in received)
    return Receipt(
        report_id=report.pk,
        state=ReportState.FINISHED.value,
        is_test=report.is_test,
        received_at=report.opened_at,
        finished_at=at,
        completeness=assess_completeness(
            document, facts, settings.COMPLETENESS_WEIGHTS, finished_at=at
        ),
        designation=designate(designation_facts(document, facts)),
        warnings=tuple(from_json(Finding, warning) for warning in report.warnings)
        + tuple(
            from_json(Finding, warning)
            for file in received
            for warning in file.warnings
        ),
        files=_receipt_files(received),
        answer=answer.decode(),
        answered_at=at,
    )


def _receipt_files(received: list[ReportedFile]) -> tuple[ReceiptFile, ...]:
    return tuple(
        ReceiptFile(
            file_id=file.file_id,
            md5=file.md5,
            sha1=file.sha1,
            sha256=file.sha256,
            size_bytes=file.size_bytes,
        )
        for file in received
    )


def receipt_of(platform: Principal, report_id: int, *, at: datetime) -> Json:
    """Give the receipt of a platform's own report, at any time of its life.

    Raises:
        NotYourReportError: no such report, or another's: the same answer.
    """
    report = intake_queries.report_of_platform(platform, report_id)
    if report.receipt:
        kept: Json = json.loads(report.receipt)
        return kept
    received = files.received_files(platform, report_id)
    is_over = (
        report.state == ReportState.OPEN
        and expires_at(report.opened_at, report.changed_at) <= at
    )
    return receipt_json(
        Receipt(
            report_id=report.pk,
            state=ReportState.EXPIRED.value if is_over else report.state,
            is_test=report.is_test,
            received_at=report.opened_at,
            warnings=tuple(from_json(Finding, w) for w in report.warnings),
            files=_receipt_files(received),
        )
    )


@app.task(queue=URGENT_QUEUE, name=_HASTEN, retry=RetryStrategy(linear_wait=5))
def hasten(report_id: int) -> None:
    """Rank and route an urgent report by what was sent alone; then its journey begins.

    Whatever breaks here breaks again on the journey, where it is retried and seen.
    """
    journey.configure(priority=URGENT).defer(report_id=report_id)
    actor = system("hasten")
    try:
        with acting(actor):
            if assessing.assess_as_sent(
                actor, report_id, table=settings.PRIORITY_TABLE, at=_now()
            ):
                alerting.follow_level(actor, report_id, at=_now())
                _route(report_id)
    except Exception as error:  # noqa: BLE001 - see the docstring
        log.warning(
            "pipeline.hasten_failed",
            report_id=report_id,
            error_code=type(error).__name__,
        )


# Steps are retried by their own rule; this is for when not even that could be noted.
@app.task(queue=QUEUE, name=_JOURNEY, retry=RetryStrategy(linear_wait=5))
def journey(report_id: int) -> None:
    """Run what is left of a report's journey; come back later if a step failed."""
    again_in = run_steps(report_id, STEPS, clock=_now, on_failed=_tell_a_person)
    if again_in is not None:
        seconds = int(again_in.total_seconds())
        retry = journey.configure(
            schedule_in={"seconds": seconds}, priority=_urgency(report_id)
        )
        retry.defer(report_id=report_id)
    elif files.has_unseen(system("watch"), report_id):
        _watch_in(timedelta(0), report_id)


@app.task(queue=VIDEO_QUEUE, name="watch", retry=RetryStrategy(linear_wait=5))
def watch(report_id: int) -> None:
    """Look at the next of a report's videos; after the last, look at it again."""
    again_in = run_steps(report_id, VIDEO_STEPS, clock=_now, on_failed=_tell_a_person)
    if again_in is not None:
        _watch_in(again_in, report_id)


def _watch_in(delay: timedelta, report_id: int) -> None:
    later, urgency = _now() + delay if delay else None, _urgency(report_id)
    watch.configure(schedule_at=later, priority=urgency).defer(report_id=report_id)


def _urgency(report_id: int) -> int:
    """Give the priority of what is left of a journey: level 1 stays before all else."""
    is_urgent = triage_queries.level_of(system("journey"), report_id) == MOST_URGENT
    return URGENT if is_urgent else 0


def _inspect(report_id: int) -> None:
    inspection.inspect_report(system("inspect"), report_id, _still, at=_now())


def _still(file: ReportedFile) -> Inspection | None:
    pieces = keeping.pieces_of(file)
    return _decoder().inspect_still(pieces, size_bytes=file.size_bytes)


def _watch(report_id: int) -> bool:
    actor = system("watch")
    return inspection.inspect_report(actor, report_id, decoded, most=1, at=_now())


def decoded(file: ReportedFile) -> Inspection:
    """Decrypt a file and look at it in the jail, in motion too."""
    opened = partial(keeping.pieces_of, file)
    return _decoder().inspect(opened, size_bytes=file.size_bytes)


def _match(report_id: int) -> None:
    actor, at = system("match"), _now()
    limits, rule = settings.FLOOD_LIMITS, settings.VIDEO_RULE
    matching.match_report(actor, report_id, limits=limits, rule=rule, at=at)
    with acting(actor):
        seen_from = settings.BUNDLE_LIMITS
        crossed = circulation.count_report(actor, report_id, limits=seen_from, at=at)
        # What came before it was widely seen is bundled now.
        for content_id in crossed:
            rank_again.defer(content_id=content_id)


def _link(report_id: int) -> None:
    actor = system("link")
    with acting(actor):
        report = Report.objects.select_related("platform").get(pk=report_id)
        # A caller's user names are those of the service that they name.
        name = report.platform.name if report.platform else ""
        found = list(extraction.of_report(report.current_document, platform=name))
        found += extraction.of_near_files(circulation.near_of(actor, report_id))
        for file in files.files_of(actor, report_id):
            found += extraction.of_file(files.details_of(file), sha256=file.sha256)
        key = settings.DECONFLICTION_KEY
        linking.record_identifiers(actor, report_id, found, digest_key=key)
        clusters.follow_links(actor, report_id, at=_now())


def _assess(report_id: int) -> None:
    actor = system("assess")
    with acting(actor):
        repeated = links.reports_of_person(actor, report_id)
        assessing.assess_report(
            actor,
            report_id,
            table=settings.PRIORITY_TABLE,
            repeat_reports=len(repeated),
            at=_now(),
        )
        alerting.follow_level(actor, report_id, at=_now())
        if withholding.is_withheld(actor, report_id):
            travel_again(report_id, steps=("route",))  # its level stands if that fails
        # A person who is reported again is no longer one of many in a bundle.
        for other_id in triage_queries.bundled_among(actor, repeated):
            travel_again(other_id, steps=("assess",))


def _reassess(report_id: int) -> None:
    _match(report_id)
    _link(report_id)  # a video may be nearly the same as another
    _assess(report_id)


def _route(report_id: int) -> None:
    route_again(system("route"), report_id)


def route_again(actor: Principal, report_id: int) -> None:
    """Place and route a report: as a step, or since a person knows better.

    In the transaction of the caller, so that what follows is seen at once. A report
    that was destroyed goes nowhere.
    """
    at = _now()
    locator = Locator(reader=actor, at=at, data=_data())
    with acting(actor):
        rows = Report.objects.only("document", "supplemented_document", "purged_at")
        report = rows.get(pk=report_id)
        if report.purged_at:
            return
        document = report.current_document
        described = (files.details_of(f) for f in files.files_of(actor, report_id))
        sent = tuple(details for details in described if details is not None)
        tables = editions.in_force(actor)
        hints = gather(document, sent, place_of=cache(locator.place_of))
        referral.refer(
            actor,
            report_id,
            hints,
            tables=tables,
            suspected=conflicts(document, sent, tables.agencies),
            at=at,
        )
        casework.follow_report(actor, report_id, at=at)
        retention.follow_withheld(actor, report_id, at=at)
        alerting.follow_level(actor, report_id, at=at)


STEPS: Mapping[str, Step] = MappingProxyType(
    {
        "inspect": _inspect,
        "match": _match,
        "link": _link,
        "assess": _assess,
        "route": _route,
    }
)
VIDEO_STEPS: Mapping[str, Step] = MappingProxyType(
    {"watch": _watch, "reassess": _reassess}
)
ALL_STEPS = (*STEPS, *VIDEO_STEPS)


def _tell_a_person(report_id: int, step: str) -> None:
    triage.need_person(system(step), report_id, step=step, at=_now())


def retry_step(actor: Principal, report_id: int, step: str) -> None:
    """Take up a journey again at a step that was given up, and run those after it.

    Raises:
        StepNotFailedError: that step of that report has not failed.
    """
    with acting(actor):
        later = ALL_STEPS[ALL_STEPS.index(step) + 1 :] if step in ALL_STEPS else ()
        if not forget_failure(report_id, step, later=later):
            raise StepNotFailedError(report_id=report_id, step=step)
        triage.need_no_person(actor, report_id, at=_now())
        audit.record(actor, "step.retried", f"report:{report_id}", step=step)
        again = watch if step in VIDEO_STEPS else journey
        again.configure(priority=_urgency(report_id)).defer(report_id=report_id)


def travel_again(
    report_id: int, *, steps: Collection[str] = _FROM_LISTS, behind: bool = False
) -> None:
    """Let a report go on its journey again; inside a transaction.

    Args:
        report_id: a finished report; it may be on its journey now.
        steps: those to do once more; by default what hangs on lists.
        behind: after all reports that wait, rather than before or among them.
    """
    forget_steps(report_id, steps)
    again = journey.configure(priority=BEHIND if behind else _urgency(report_id))
    again.defer(report_id=report_id)


def follow_labels(actor: Principal, contents: Collection[int]) -> None:
    """Rank the reports that hold contents again, since people said what they show."""
    with acting(actor):
        for content_id in contents:
            rank_again.defer(content_id=content_id)


@app.task(queue=QUEUE, name="rank_again", retry=RetryStrategy(linear_wait=5))
def rank_again(content_id: int, report_id: int = 0) -> None:
    """Let every finished report with a content be assessed again, some at a time.

    Those after `report_id`: a file that everybody shares is in very many reports.
    """
    actor = system("review")
    with acting(actor):
        found = finished_reports_with(content_id, after=report_id, most=_AT_ONCE)
        for each in found:
            travel_again(each, steps=("assess",))
        if len(found) == _AT_ONCE:
            rank_again.defer(content_id=content_id, report_id=found[-1])


@cache
def _decoder() -> MediaDecoder:
    decoder = MediaDecoder()
    decoder.start()
    return decoder


def _data() -> LocationData:
    environment = settings.ENVIRONMENT
    return LocationData.open(environment.geo_database, environment.network_database)


def require_tables() -> None:
    """Read what routing needs, so that a mistake in it stops the worker at its start.

    Raises:
        MalformedTableError, MalformedGeodataError: names the file and what to change.
    """
    _data()
    editions.in_force(system("route"))
