"""Fill a packet's values from the rows of a report, as far as an agency may know.

Everything is read as the officer. The words are English whatever language the officer
reads, since programs read them too; those with values in them are sentences that a
document for people says in its own language.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TypeAlias

from tipline.files import queries as files
from tipline.files.models import ReportedFile
from tipline.foundation.accounts import queries as accounts
from tipline.foundation.accounts.models import Person
from tipline.foundation.policy.principal import Principal
from tipline.foundation.policy.scope import acting
from tipline.foundation.sentence import Sentence
from tipline.hashing.turns import Turn
from tipline.hashlist import queries as lists
from tipline.hashlist.states import ItemBasis
from tipline.intake import queries as intake
from tipline.intake import supplements
from tipline.intake.codec import Json, from_json
from tipline.intake.document import ReportDocument
from tipline.intake.models import Report, SubmissionKind
from tipline.intake.warning_sentences import said_by
from tipline.intake.wording import designation_words
from tipline.matching import queries as matching
from tipline.matching.models import FrameMatch as FrameRow
from tipline.matching.models import Match
from tipline.matching.queries import SharedVideo
from tipline.referral import queries
from tipline.referral.evidence_words import (
    ABOUT_WORDS,
    SOURCE_WORDS,
    confidence_words,
    detail_in_words,
)
from tipline.referral.jurisdiction import EvidenceSource
from tipline.referral.models import LocationEvidence as EvidenceRow
from tipline.referral.models import PacketReceipt, Referral
from tipline.referral.packet.contents import (
    Completeness,
    Designation,
    Escalation,
    FileMatch,
    FrameMatch,
    IpFact,
    Jurisdiction,
    LocationEvidence,
    MissingField,
    OriginalSubmission,
    Overlap,
    PacketContents,
    PacketSupplement,
    Recipient,
    VideoMatch,
)
from tipline.referral.packet.file_gate import MatchBasis
from tipline.referral.packet.sentence import recognized
from tipline.referral.packet.wording import in_english
from tipline.referral.packet_files import match_basis, packet_file, seen_of
from tipline.referral.priority_reasons import AN_ANALYST, priority_of
from tipline.referral.public_reports import public_report
from tipline.review import queries as review
from tipline.triage.models import Assessment, AssessmentKind

# What portals, which know no tables, call the account of who asks.
Officer: TypeAlias = Person

NO_REASON = Sentence("No reason was written down.")
IP_SOURCES = frozenset({EvidenceSource.UPLOAD_IP, EvidenceSource.EVENT_IP})


@dataclass(frozen=True, kw_only=True)
class ReportSheet:
    """All that an officer is shown of a report: the packet's values, and its history.

    `evidence` are the rows behind the packet's sentences, so that a page can arrange
    and translate them; `receipts` are what the agency downloaded so far, and `names`
    those of its officers by the ids of their accounts.
    """

    referral: Referral
    contents: PacketContents
    evidence: tuple[EvidenceRow, ...]
    assessments: tuple[Assessment, ...]
    receipts: tuple[PacketReceipt, ...]
    names: Mapping[int, str]


def sheet_for(
    officer: Principal, person: Person, report_id: int, *, at: datetime
) -> ReportSheet:
    """Give what an officer is shown of a report; the originals are left out.

    Raises:
        NotFoundError: absent, or not made available to the officer's agency.
    """
    with acting(officer):
        referral = queries.report_for(officer, report_id)
        evidence = queries.evidence_of(officer, referral)
        assessments = queries.assessments_of(officer, referral)
        return ReportSheet(
            referral=referral,
            contents=_contents(
                officer,
                referral,
                evidence=evidence,
                assessments=assessments,
                person=person,
                at=at,
            ),
            evidence=tuple(evidence),
            assessments=tuple(assessments),
            receipts=tuple(queries.receipts_of(officer, referral)),
            names={
                colleague.pk: colleague.name
                for colleague in accounts.people(officer, person.organization)
            },
        )


def contents_for(
    officer: Principal, person: Person, report_id: int, *, at: datetime
) -> PacketContents:
    """Give all values of the packet of a report, its originals byte for byte.

    Args:
        officer: who receives it.
        person: the officer's account, with its organization.
        report_id: a report that was made available to the officer's agency.
        at: when the packet is prepared.

    Raises:
        NotFoundError: absent, or not made available to the officer's agency.
    """
    with acting(officer):
        sheet = sheet_for(officer, person, report_id, at=at)
        report = sheet.referral.report
        originals = tuple(
            OriginalSubmission(
                kind=_KINDS[sent.kind],
                received_at=sent.received_at,
                content=bytes(sent.body),
                file_id=sent.file_id or None,
            )
            for sent in intake.submissions(officer, report)
        ) + tuple(
            OriginalSubmission(
                kind="supplement", received_at=sent.at, content=sent.body
            )
            for sent in supplements.of_report(officer, report_id)
            if sent.is_by_platform
        )
    return replace(sheet.contents, originals=originals)


_KINDS: dict[str, str] = {
    SubmissionKind.SUBMIT: "report",
    SubmissionKind.FILE_DETAILS: "file-details",
    SubmissionKind.ANSWERS: "answers",
}


@in_english()
def _contents(
    officer: Principal,
    referral: Referral,
    *,
    evidence: Sequence[EvidenceRow],
    assessments: Sequence[Assessment],
    person: Person,
    at: datetime,
) -> PacketContents:
    report = referral.report
    document = report.current_document
    came_after = supplements.of_report(officer, report.pk)
    received = files.files_of(officer, report.pk)
    matches = matching.matches_of(officer, report.pk)
    labels = review.labels_of(officer, [f.content_id for f in received if f.content_id])
    seen = seen_of(officer, report)
    receipt: Json = json.loads(report.supplemented_receipt or report.receipt or "{}")
    numbers = _numbers(came_after)
    return PacketContents(
        report_id=report.pk,
        reference=str(report.pk),
        received_at=report.opened_at,
        finished_at=report.closed_at,
        platform_name=_reporter(report),
        platform_viewed_definition=_viewed_definition(report),
        document=document,
        as_finished=from_json(ReportDocument, report.document) if came_after else None,
        supplements=tuple(_supplement(each, report) for each in came_after),
        priority=priority_of(assessments),
        designation=_designation(assessments, receipt),
        completeness=_completeness(receipt),
        prepared_for=_recipient(referral, person),
        prepared_at=at,
        prepared_by=person.name,
        is_test=report.is_test,
        files=tuple(
            replace(
                packet_file(
                    file, matches, seen, labels=labels.get(file.content_id or 0)
                ),
                supplement=numbers.get(file.file_id),
            )
            for file in received
        ),
        jurisdiction=_jurisdiction(report),
        location_evidence=tuple(_location(row) for row in evidence),
        ip_facts=_ip_facts(evidence),
        matches=tuple(_match(match) for match in matches),
        video_matches=tuple(
            map(_video_match, matching.shared_videos_of(officer, report.pk))
        ),
        frame_matches=tuple(
            map(_frame_match, matching.frame_matches_of(officer, report.pk))
        ),
        links=queries.links_for(officer, report.pk),
        escalations=_escalations(report, document, assessments),
        warnings=_warnings(report, received),
        deliveries=queries.deliveries_of(officer, referral),
        public=public_report(officer, report),
    )


def _numbers(came_after: Iterable[supplements.Told]) -> dict[str, int]:
    """Give the number of the supplement that brought a file, by file id."""
    return {
        file.file_id: told.number
        for told in came_after
        for file in told.document.file_details
    }


def _reporter(report: Report) -> str:
    """Give a platform's own name, or in our words how the public came."""
    name = report.reporter_name
    return name if report.platform_id else Sentence(name)


def _supplement(told: supplements.Told, report: Report) -> PacketSupplement:
    return PacketSupplement(
        number=told.number,
        by=_reporter(report) if told.is_by_platform else AN_ANALYST,
        at=told.at,
        document=told.document,
    )


def _match(match: Match) -> FileMatch:
    basis = match_basis(match)
    why = lists.explain(match.entry)
    return FileMatch(
        file_id=match.file.file_id,
        list_name=match.entry.hash_list.name,
        algorithm=match.algorithm,
        basis=basis,
        distance=match.distance if basis is MatchBasis.PERCEPTUAL_HASH else None,
        recipe=match.recipe or None,
        turn=_turn(match.turn),
        overlap=_overlap(match),
        matched_item_was_viewed=True if why.basis == ItemBasis.THREE_REVIEWS else None,
        classification=why.classification or None,
        listed_by=why.member,
        listed_at=why.listed_at,
        list_basis=why.basis,
    )


def _turn(turn: str) -> str | None:
    return None if turn in ("", Turn.UPRIGHT) else turn


def _overlap(match: Match) -> Overlap | None:
    if match.file_percent is None or match.item_percent is None:
        return None
    return Overlap(
        file_percent=match.file_percent,
        other_percent=match.item_percent,
        file_times=matching.times_of(match.intervals, "file"),
        other_times=matching.times_of(match.intervals, "item"),
    )


def _video_match(shared: SharedVideo) -> VideoMatch:
    return VideoMatch(
        file_id=shared.file_id,
        sha256=shared.sha256 or None,
        turn=_turn(shared.turn),
        overlap=Overlap(
            file_percent=shared.file_percent,
            other_percent=shared.other_percent,
            file_times=shared.file_times,
            other_times=shared.other_times,
        ),
    )


def _frame_match(match: FrameRow) -> FrameMatch:
    why = lists.explain(match.entry)
    return FrameMatch(
        file_id=match.file.file_id,
        list_name=why.list_name,
        is_in_file=match.is_in_file,
        distance=match.distance,
        quality=match.quality,
        recipe=match.recipe,
        turn=_turn(match.turn),
        at_ms=match.at_ms,
        classification=why.classification or None,
        listed_by=why.member,
        listed_at=why.listed_at,
        list_basis=why.basis,
    )


def _designation(assessments: Sequence[Assessment], receipt: Json) -> Designation:
    """Give what stands now; before the first assessment, what was found at finish."""
    if assessments:
        kind, arm = assessments[-1].designation, assessments[-1].arm
    else:
        found = receipt.get("designation") or {}
        kind, arm = found.get("kind", "referral"), found.get("arm") or ""
    return Designation(kind=kind, arm=arm or None, sentence=str(designation_words(arm)))


def _completeness(receipt: Json) -> Completeness:
    found = receipt.get("completeness") or {}
    return Completeness(
        score=found.get("score", 0),
        missing=tuple(
            MissingField(field=gap["field"], cost=gap["cost"], why=gap["why"])
            for gap in found.get("missing", ())
        ),
    )


def _recipient(referral: Referral, person: Person) -> Recipient:
    agency = referral.agency
    return Recipient(
        name=agency.organization.name,
        country=agency.country or None,
        state=agency.state or None,
        contact=person.name,
        time_zone=person.time_zone or agency.organization.time_zone,
    )


def _jurisdiction(report: Report) -> Jurisdiction | None:
    found = getattr(report, "jurisdiction", None)
    if found is None or not found.country:
        return None
    places = ", ".join(
        f"{place['place']} ({place['confidence']:.2f})" for place in found.places
    )
    return Jurisdiction(
        sentence=Sentence(
            "The strongest evidence of the report points there. Places that evidence"
            " names, with its weight from 0 to 1: %(places)s.",
            places=places,
        ),
        country=found.country,
        state=found.state or None,
    )


def _location(row: EvidenceRow) -> LocationEvidence:
    source = str(SOURCE_WORDS.get(row.source, row.source))
    about = str(ABOUT_WORDS.get(row.about, row.about))
    return LocationEvidence(
        source=Sentence(
            "%(source)s (%(about)s)", source=Sentence(source), about=Sentence(about)
        ),
        value=detail_in_words(row.detail or row.city or row.state or row.country),
        confidence=Sentence(
            "%(words)s (%(weight)s)",
            words=Sentence(str(confidence_words(row.confidence))),
            weight=f"{row.confidence:.2f}",
        ),
        country=row.country or None,
        state=row.state or None,
        data_on=_day(row.data_date),
    )


def address_of(row: EvidenceRow) -> str | None:
    """Give the IP address that a piece of evidence is about, if it is about one."""
    # Written by evidence.py as "address, event"; no address holds a comma.
    return row.detail.partition(", ")[0] if row.source in IP_SOURCES else None


def _ip_facts(evidence: Iterable[EvidenceRow]) -> tuple[IpFact, ...]:
    facts: dict[str, IpFact] = {}
    for row in evidence:
        address = address_of(row)
        if address and address not in facts:
            facts[address] = IpFact(
                address=address,
                source=row.data_source,
                country=row.country or None,
                state=row.state or None,
                data_on=_day(row.data_date),
                owner=row.owner,
                owner_source=row.owner_source,
            )
    return tuple(facts.values())


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _escalations(
    report: Report, document: ReportDocument, assessments: Iterable[Assessment]
) -> tuple[Escalation, ...]:
    by_platform = (
        (
            Escalation(
                at=report.opened_at,
                by=_reporter(report),
                reason=document.escalation_reason,
            ),
        )
        if document.escalation_reason is not None
        else ()
    )
    return by_platform + tuple(
        Escalation(at=made.at, by=AN_ANALYST, reason=made.note or NO_REASON)
        for made in assessments
        if made.kind == AssessmentKind.RAISED
    )


def _warnings(report: Report, received: Iterable[ReportedFile]) -> tuple[str, ...]:
    found = [*report.warnings, *(w for file in received for w in file.warnings)]
    return tuple(recognized(w["sentence"], said_by(w["rule_id"])) for w in found)


def _viewed_definition(report: Report) -> str | None:
    profile = getattr(report.platform, "platform_profile", None)
    return (profile.viewed_definition or None) if profile else None
