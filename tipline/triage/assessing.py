"""Assess one report: gather what is known, rank it, designate it, keep both."""

from collections.abc import Sequence
from datetime import datetime

from tipline.files import queries as files
from tipline.foundation.policy.principal import Principal
from tipline.foundation.policy.scope import acting
from tipline.intake import call_queries as calls
from tipline.intake.designation import designate, designation_facts
from tipline.intake.document import FileDocument, ReportDocument
from tipline.intake.models import Report
from tipline.matching import queries as matches
from tipline.review import queries as review
from tipline.triage import services
from tipline.triage.holding import MOST_URGENT
from tipline.triage.languages import plausible_among
from tipline.triage.priority import Ranking, rank
from tipline.triage.signals import (
    media_known_viral,
    sent_signals,
    signals_of,
    terms_in,
)
from tipline.triage.tables import PriorityTable
from tipline.triage.terms import Plausible, any_language


def assess_report(
    actor: Principal,
    report_id: int,
    *,
    table: PriorityTable,
    repeat_reports: int,
    at: datetime,
) -> None:
    """Rank and designate a report by all that is known of it."""
    with acting(actor):
        document, finished_at = _sent(report_id, at)
        received = files.files_of(actor, report_id)
        hits = matches.matches_of(actor, report_id)
        details = [each for each in map(files.details_of, received) if each]
        facts = designation_facts(
            document,
            tuple(files.facts_of(file) for file in received),
            media_known_viral=media_known_viral(document, received, hits),
        )
        signals = signals_of(
            document,
            received,
            hits,
            terms=terms_in(
                document, details, table=table.terms, plausible=_plausible(table)
            ),
            label_marks=review.marks_of(actor, report_id),
            repeat_reports=repeat_reports,
            has_place=facts.has_location,
            is_danger_confirmed=calls.danger_of(actor, report_id).is_confirmed,
            finished_at=finished_at,
        )
        designation = designate(facts)
        services.assess(
            actor,
            report_id,
            rank(signals, table.rules),
            designation=designation.kind,
            arm=designation.arm or "",
            designation_fields=designation.fields,
            at=at,
        )


def assess_as_sent(
    actor: Principal, report_id: int, *, table: PriorityTable, at: datetime
) -> bool:
    """Rank a report by what was sent alone, if that is level 1; tells whether it is."""
    with acting(actor):
        document, finished_at = _sent(report_id, at)
        received = files.files_of(actor, report_id)
        details = [each for each in map(files.details_of, received) if each]
        ranking = _rank_as_sent(
            document,
            details,
            table=table,
            plausible=_plausible(table),
            is_danger_confirmed=calls.danger_of(actor, report_id).is_confirmed,
            at=finished_at,
        )
        if ranking.level != MOST_URGENT:
            return False
        facts = tuple(files.facts_of(file) for file in received)
        designation = designate(designation_facts(document, facts))
        services.assess(
            actor,
            report_id,
            ranking,
            designation=designation.kind,
            arm=designation.arm or "",
            designation_fields=designation.fields,
            at=at,
        )
        return True


def level_as_sent(
    document: ReportDocument,
    details: Sequence[FileDocument],
    *,
    table: PriorityTable,
    at: datetime,
) -> str:
    """Give the level that a report would have by what was sent alone.

    Takes no time to find out languages, so it may guess too high and never too low.
    """
    return _rank_as_sent(
        document, details, table=table, plausible=any_language, at=at
    ).level


def _rank_as_sent(
    document: ReportDocument,
    details: Sequence[FileDocument],
    *,
    table: PriorityTable,
    plausible: Plausible,
    is_danger_confirmed: bool = False,
    at: datetime,
) -> Ranking:
    terms = terms_in(document, details, table=table.terms, plausible=plausible)
    signals = sent_signals(
        document,
        details,
        terms=terms,
        is_danger_confirmed=is_danger_confirmed,
        finished_at=at,
    )
    return rank(signals, table.rules)


def _sent(report_id: int, at: datetime) -> tuple[ReportDocument, datetime]:
    """Give what was sent, and when it was finished: at `at`, if it is not yet."""
    rows = Report.objects.only("document", "supplemented_document", "closed_at")
    report = rows.get(pk=report_id)
    return report.current_document, report.closed_at or at


def _plausible(table: PriorityTable) -> Plausible:
    return plausible_among(table.terms.languages)
