"""How complete a report is, from 0 to 100, and what each gap costs.

Completeness is no measure of the danger to a child, and never a condition of
acceptance: it tells a platform what an officer will miss. Weights are settings; the
defaults and their reasons are published in docs/api/completeness.md.
"""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import datetime, timedelta

from tipline.intake.completeness_sentences import OF_THE_PUBLIC, SENTENCES
from tipline.intake.document import (
    Account,
    FileDocument,
    IpCapture,
    ReportDocument,
)
from tipline.intake.evidence import (
    has_content,
    ip_captures,
    located_by_other_than_ip,
)
from tipline.intake.public_document import THE_DAY
from tipline.intake.wire_time import read_time


@dataclass(frozen=True, kw_only=True)
class CompletenessWeights:
    """What each part is worth; the defaults add up to 100.

    A report is timely up to `timely_days` after the incident, and half so up to
    `late_days`.
    """

    identity: int = 18
    upload_ip: int = 16
    content: int = 14
    viewed: int = 14
    incident_time: int = 12
    victim_and_place: int = 10
    flags: int = 9
    role_mailbox_and_timeliness: int = 7
    timely_days: int = 7
    late_days: int = 30

    def total(self) -> int:
        """Add the weights up."""
        days = {"timely_days", "late_days"}
        return sum(getattr(self, f.name) for f in fields(self) if f.name not in days)


@dataclass(frozen=True, kw_only=True)
class FileFacts:
    """One uploaded file: its size, and what the platform said about it, if anything."""

    size_bytes: int
    details: FileDocument | None = None


@dataclass(frozen=True, kw_only=True)
class Part:
    """One part of the score; `field` is stable and public.

    `missing_sentence` says what to send, `why_sentence` what for.
    """

    field: str
    weight: float
    earned: float
    missing_sentence: str
    why_sentence: str

    @property
    def cost(self) -> float:
        """Give the points that are missing."""
        return round(self.weight - self.earned, 1)


@dataclass(frozen=True, kw_only=True)
class Completeness:
    """A score and its parts; parts that cannot apply to the report are left out."""

    score: int
    parts: tuple[Part, ...]

    @property
    def missing(self) -> tuple[Part, ...]:
        """List the parts that cost points, the dearest first."""
        short = (part for part in self.parts if part.cost > 0)
        return tuple(sorted(short, key=lambda part: (-part.cost, part.field)))


def assess_completeness(
    document: ReportDocument,
    files: tuple[FileFacts, ...],
    weights: CompletenessWeights,
    *,
    finished_at: datetime,
) -> Completeness:
    """Score a finished report.

    A part that cannot apply (the viewed flag of a report without files, the addresses
    that a batched report may not carry) is left out and the rest scaled to 100.

    Source: the fields that police and the Stanford study of 2024 name as decisive.
    """
    case = _Case(document, files, weights, finished_at)
    parts = tuple(
        Part(
            field=field,
            weight=round(weight, 1),
            earned=round(weight * share, 1),
            missing_sentence=_ADVICE[field].missing,
            why_sentence=_ADVICE[field].why,
        )
        for field, weight, share in _shares(case)
        if weight > 0
    )
    possible = sum(part.weight for part in parts)
    earned = sum(part.earned for part in parts)
    return Completeness(
        score=round(100 * earned / possible) if possible else 0, parts=parts
    )


_ADVICE = {**SENTENCES, **OF_THE_PUBLIC}


@dataclass(frozen=True)
class _Case:
    document: ReportDocument
    files: tuple[FileFacts, ...]
    weights: CompletenessWeights
    finished_at: datetime

    @property
    def is_batched(self) -> bool:
        return self.document.batch_reason is not None

    @property
    def details(self) -> tuple[FileDocument, ...]:
        return tuple(file.details for file in self.files if file.details is not None)


def _shares(case: _Case) -> Iterator[tuple[str, float, float]]:
    """Yield field, weight and the share of it, 0 to 1, that the report earns."""
    weights, document = case.weights, case.document
    if document.public is not None:
        yield from _public_shares(case)
        return
    yield from _identity(case)
    if not case.is_batched:
        yield "upload-ip", weights.upload_ip, _upload_ip(case)
    yield "content", weights.content, _content(case)
    if case.files:
        yield "viewed-flag", weights.viewed, _viewed(case)
    half = weights.incident_time / 2
    yield "incident-time-zone", half, float(_has_zone(document.incident_at_as_sent))
    described = bool((document.incident_at_description or "").strip())
    yield "incident-time-definition", half, float(described)
    if not case.is_batched:
        yield from _victim_and_place(case)
    yield "flags", weights.flags, _flags(case)
    yield from _mailbox_and_timeliness(case)


def _public_shares(case: _Case) -> Iterator[tuple[str, float, float]]:
    """Yield the parts that a member of the public can know of; nothing else counts.

    The figure orders nothing and is told to no caller.
    """
    yield from _identity(case)
    said = bool(case.document.additional_info)
    yield "content", case.weights.content, 1.0 if said else _content(case)
    is_dated = case.document.incident_at_description == THE_DAY
    yield "incident-day", case.weights.incident_time, float(is_dated)
    yield from _victim_and_place(case)


def _identity(case: _Case) -> Iterator[tuple[str, float, float]]:
    weight, persons = case.weights.identity, case.document.reported_persons
    account = float(any(_has_account(person) for person in persons))
    if case.is_batched:
        yield "identity-account", weight, account
        return
    yield "identity-contact", weight * 8 / 18, float(any(map(_has_contact, persons)))
    yield "identity-account", weight * 6 / 18, account
    yield "identity-person", weight * 4 / 18, float(any(map(_has_person, persons)))


def _has_contact(account: Account) -> bool:
    person = account.person
    return person is not None and bool(person.emails or person.phones)


def _has_account(account: Account) -> bool:
    return bool(account.user_id or account.screen_name or account.profile_urls)


def _has_person(account: Account) -> bool:
    person = account.person
    return person is not None and bool(
        (person.first_name and person.last_name) or person.born_on or person.addresses
    )


def _upload_ip(case: _Case) -> float:
    of_files = (d.ip_capture for d in case.details if d.ip_capture is not None)
    # The address beside a file is the one it was uploaded from, unless it says else.
    shares = [
        _ip_share(capture, of_upload=capture.event in {None, "Upload"})
        for capture in of_files
    ]
    shares += [
        _ip_share(capture, of_upload=capture.event == "Upload")
        for capture in ip_captures(case.document)
    ]
    return max(shares, default=0.0)


def _ip_share(capture: IpCapture, *, of_upload: bool) -> float:
    return (1.0 if of_upload else 0.5) * (1.0 if capture.at is not None else 0.5)


def _content(case: _Case) -> float:
    if any(file.size_bytes > 0 for file in case.files) or has_content(case.document):
        return 1.0
    return 0.3 if any(detail.urls for detail in case.document.internet_details) else 0.0


def _viewed(case: _Case) -> float:
    stated = sum(details.viewed_by_platform is not None for details in case.details)
    return stated / len(case.files)


def _has_zone(as_sent: str) -> bool:
    try:
        return read_time(as_sent).zoned
    except ValueError:
        return False


def _victim_and_place(case: _Case) -> Iterator[tuple[str, float, float]]:
    weight, document = case.weights.victim_and_place, case.document
    yield "place", weight * 6 / 10, float(located_by_other_than_ip(document))
    known = bool(document.victims or document.intended_recipients)
    yield "victim", weight * 4 / 10, float(known)


def _flags(case: _Case) -> float:
    of_report = bool(case.document.annotations or case.document.unknown_annotations)
    if not case.files:
        return float(of_report)
    marked = sum(
        bool(d.annotations or d.unknown_annotations or d.industry_classification)
        for d in case.details
    )
    return max(0.5 * of_report, marked / len(case.files))


def _mailbox_and_timeliness(case: _Case) -> Iterator[tuple[str, float, float]]:
    weight = case.weights.role_mailbox_and_timeliness
    yield "role-mailbox", weight * 4 / 7, _mailbox(case.document)
    yield "timeliness", weight * 3 / 7, _timeliness(case)


# A mailbox that several people read says what it is for.
_ROLE_WORDS = (
    "abuse",
    "child",
    "compliance",
    "csam",
    "law",
    "legal",
    "police",
    "report",
)
_ROLE_WORDS_MORE = ("response", "safety", "security", "support", "team", "tip", "trust")


def _mailbox(document: ReportDocument) -> float:
    persons = (document.reporter.person, document.reporter.contact)
    emails = [e.address for p in persons if p is not None for e in p.emails]
    locals_ = [address.partition("@")[0].casefold() for address in emails]
    words = _ROLE_WORDS + _ROLE_WORDS_MORE
    if any(word in local for local in locals_ for word in words):
        return 1.0
    return 0.5 if emails else 0.0


def _timeliness(case: _Case) -> float:
    age = case.finished_at - case.document.incident_at
    if age <= timedelta(days=case.weights.timely_days):
        return 1.0
    return 0.5 if age <= timedelta(days=case.weights.late_days) else 0.0
