"""Assess one report: gather what is known, rank it, designate it, keep both."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from tipline.files import queries as files
from tipline.files.models import ReportedFile
from tipline.foundation.policy.principal import Principal
from tipline.foundation.policy.scope import acting
from tipline.intake import call_queries as calls
from tipline.intake.designation import (
    DesignationFacts,
    designate,
    designation_facts,
)
from tipline.intake.document import FileDocument, ReportDocument
from tipline.intake.evidence import has_content
from tipline.intake.models import Report
from tipline.intake.origins import ReportOrigin
from tipline.matching import queries as matches
from tipline.matching.circulation import Circulated, circulated
from tipline.matching.models import Match
from tipline.review import queries as review
from tipline.review.queueing import note_languages
from tipline.triage import bundles, floods, services, sharing
from tipline.triage.bundling import BundleFacts
from tipline.triage.holding import MOST_URGENT
from tipline.triage.languages import plausible_among, written_in
from tipline.triage.priority import Ranking, Signals, rank
from tipline.triage.signals import (
    media_known_viral,
    sent_signals,
    signals_of,
    terms_in,
)
from tipline.triage.tables import PriorityTable
from tipline.triage.terms import Plausible, any_language
from tipline.triage.texts import texts_of

LIVE_STREAM = "liveStreaming"


@dataclass(frozen=True, kw_only=True)
class _Known:
    """What is known of a report, gathered once; `seen` by the file's key.

    `harmless` are the contents of which people's labels say that they show no child;
    `intent` is what analysts said of the sharing, None if they said nothing.
    """

    document: ReportDocument
    origin: str
    finished_at: datetime
    received: Sequence[ReportedFile]
    hits: Sequence[Match]
    seen: Mapping[int, Circulated]
    harmless: frozenset[int]
    intent: frozenset[str] | None

    @property
    def shows_nothing(self) -> bool:
        """Tell whether labels say so of every file; of none, nobody can say it."""
        return bool(self.received) and self.harmless.issuperset(
            file.content_id or 0 for file in self.received
        )

    @property
    def incidents(self) -> int:
        """Count one for each reported person, at least one."""
        return max(len(self.document.reported_persons), 1)

    @property
    def details(self) -> list[FileDocument]:
        return [each for each in map(files.details_of, self.received) if each]


def assess_report(
    actor: Principal,
    report_id: int,
    *,
    table: PriorityTable,
    repeat_reports: int,
    at: datetime,
) -> None:
    """Rank and designate a report by all that is known of it, and bundle it."""
    with acting(actor):
        known = _gathered(actor, report_id, at)
        facts = _designation_facts(known)
        terms = terms_in(
            known.document,
            known.details,
            table=table.terms,
            plausible=_plausible(table),
        )
        signals = signals_of(
            known.document,
            known.received,
            known.hits,
            terms=terms,
            label_marks=review.marks_of(actor, report_id),
            harmless=known.harmless,
            repeat_reports=repeat_reports,
            has_place=facts.has_location,
            is_danger_confirmed=calls.danger_of(actor, report_id).is_confirmed,
            finished_at=known.finished_at,
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
        spoken = written_in(
            texts_of(known.document, known.details), table.terms.languages
        )
        note_languages(actor, report_id, spoken)
        if known.origin == ReportOrigin.FORM:
            floods.follow(actor, report_id, incidents=known.incidents, at=at)
        else:
            _bundle(actor, report_id, known, signals=signals, at=at)


def _gathered(actor: Principal, report_id: int, at: datetime) -> _Known:
    report = _sent(report_id)
    received = files.files_of(actor, report_id)
    contents = [file.content_id for file in received if file.content_id]
    return _Known(
        document=report.current_document,
        origin=report.origin,
        finished_at=report.closed_at or at,
        received=received,
        harmless=review.harmless_among(actor, contents),
        hits=matches.matches_of(actor, report_id),
        seen=circulated(actor, report_id),
        intent=sharing.intent_said(actor, report_id),
    )


def _designation_facts(known: _Known) -> DesignationFacts:
    return designation_facts(
        known.document,
        tuple(files.facts_of(file) for file in known.received),
        media_known_viral=media_known_viral(known.document, known.received, known.hits),
        intent_said=known.intent,
        files_show_nothing=known.shows_nothing,
    )


def _bundle(
    actor: Principal,
    report_id: int,
    known: _Known,
    *,
    signals: Signals,
    at: datetime,
) -> None:
    is_batched = known.document.batch_reason is not None
    leaders = {
        pk: each.leader_id
        for pk, each in known.seen.items()
        if each.is_widely_seen or is_batched
    }
    facts = BundleFacts(
        signals=signals,
        leaders=tuple(leaders.get(file.pk) for file in known.received),
        has_words=has_content(known.document),
        is_live=any(LIVE_STREAM in each.annotations for each in known.details),
    )
    bundles.follow(
        actor,
        report_id,
        facts,
        incidents=known.incidents,
        seen=list(known.seen.values()),
        at=at,
    )


def assess_as_sent(
    actor: Principal, report_id: int, *, table: PriorityTable, at: datetime
) -> bool:
    """Rank a report by what was sent alone, if that is level 1; tells whether it is."""
    with acting(actor):
        report = _sent(report_id)
        document = report.current_document
        received = files.files_of(actor, report_id)
        details = [each for each in map(files.details_of, received) if each]
        ranking = _rank_as_sent(
            document,
            details,
            table=table,
            plausible=_plausible(table),
            is_danger_confirmed=calls.danger_of(actor, report_id).is_confirmed,
            at=report.closed_at or at,
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


def _sent(report_id: int) -> Report:
    rows = Report.objects.only(
        "document", "supplemented_document", "closed_at", "origin"
    )
    return rows.get(pk=report_id)


def _plausible(table: PriorityTable) -> Plausible:
    return plausible_among(table.terms.languages)
