"""Everything a packet says, as values.

Whoever builds a packet fills these from the records of a report; the modules beside
this one only arrange them. All times are aware and in UTC, None means that a thing is
not known or was not stated, and a tuple keeps the order in which it is printed.
"""

import hashlib
from dataclasses import dataclass
from datetime import date, datetime

from tipline.hashing.pdq import PdqHash
from tipline.intake.document import (
    FileDocument,
    MetadataPair,
    ReportDocument,
    SupplementDocument,
)
from tipline.referral.packet.file_gate import FileGate, MatchBasis
from tipline.review.labels import Labels


@dataclass(frozen=True, kw_only=True)
class Fact:
    """One named value on which a rule decided."""

    name: str
    value: str


@dataclass(frozen=True, kw_only=True)
class PriorityReason:
    """A rule that fired, its sentence, and the facts that made it fire."""

    rule: str
    sentence: str
    facts: tuple[Fact, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Priority:
    """The level, `E`, `1`, `2` or `3`, who set it and when, and why.

    `set_by` is None while only rules have decided.
    """

    level: str
    set_by: str | None = None
    set_at: datetime | None = None
    reasons: tuple[PriorityReason, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Designation:
    """`referral` or `informational`, by which arm, in a sentence."""

    kind: str
    sentence: str
    arm: str | None = None


@dataclass(frozen=True, kw_only=True)
class MissingField:
    """What the reporter left out, the points it cost, and why it matters."""

    field: str
    cost: int
    why: str


@dataclass(frozen=True, kw_only=True)
class Completeness:
    """How much of what police need was sent, 0 to 100; says nothing about risk."""

    score: int
    missing: tuple[MissingField, ...] = ()


@dataclass(frozen=True, kw_only=True)
class LocationEvidence:
    """One thing that points at a place. `confidence` is a word for people."""

    source: str
    value: str
    confidence: str
    country: str | None = None
    state: str | None = None
    data_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class Jurisdiction:
    """The place taken to be responsible, and the rule that chose it."""

    sentence: str
    country: str | None = None
    state: str | None = None


@dataclass(frozen=True, kw_only=True)
class IpFact:
    """Where an address probably is; `source` names the data and `data_on` its day.

    `owner` is whose network it is in, such as `AS64496 Harbor Net`, by `owner_source`,
    which has its day with it; both are empty where nobody says.
    """

    address: str
    source: str
    country: str | None = None
    state: str | None = None
    data_on: date | None = None
    owner: str = ""
    owner_source: str = ""


@dataclass(frozen=True, kw_only=True)
class Overlap:
    """How much of two videos is in each other, in percent of frames, and when.

    Times are pairs of milliseconds; those of the other are empty if they are not known,
    or not the recipient's to know.
    """

    file_percent: float
    other_percent: float
    file_times: tuple[tuple[int, int], ...] = ()
    other_times: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, kw_only=True)
class VideoMatch:
    """A video that was seen before and shares most of its frames with a file's.

    `sha256` is None where it is of no report that the recipient has.
    """

    file_id: str
    overlap: Overlap
    turn: str | None = None
    sha256: str | None = None


@dataclass(frozen=True, kw_only=True)
class FileMatch:
    """A hash of a file that met a listed one, or a video that met a listed one.

    `distance` is in bits, None for exact hashes, and so is `recipe`; `turn` is how the
    picture must be laid to be the listed one, None if it is upright. `overlap` is None
    unless both are videos.
    `matched_item_was_viewed` says whether a person ever viewed the listed item; None
    when the list does not say. `listed_by` is the member on whose word, and
    `list_basis` the way in which, it came to be there.
    """

    file_id: str
    list_name: str
    algorithm: str
    basis: MatchBasis
    distance: int | None = None
    recipe: str | None = None
    turn: str | None = None
    overlap: Overlap | None = None
    matched_item_was_viewed: bool | None = None
    classification: str | None = None
    listed_by: str | None = None
    listed_at: datetime | None = None
    list_basis: str | None = None


@dataclass(frozen=True, kw_only=True)
class FrameMatch:
    """A picture that is similar to one frame of a video: of a file and a listed item.

    A suggestion that nobody has checked. `is_in_file` says that the frame is of the
    file's video and the item a picture, or else the reverse. `distance` is in bits, and
    `quality` from 0 to 100; `at_ms` is when the frame is shown, None if nobody knows.
    The rest is as in `FileMatch`.
    """

    file_id: str
    list_name: str
    is_in_file: bool
    distance: int
    quality: int
    recipe: str
    turn: str | None = None
    at_ms: int | None = None
    classification: str | None = None
    listed_by: str | None = None
    listed_at: datetime | None = None
    list_basis: str | None = None


@dataclass(frozen=True, kw_only=True)
class Link:
    """Another report that shares identifiers, by their kinds and never their values.

    The values of another report may not be the recipient's to see. `bits_apart` is how
    far files that are nearly the same are apart at most, None where there are none.
    """

    report_id: int
    identifier_kinds: tuple[str, ...]
    bits_apart: int | None = None


@dataclass(frozen=True, kw_only=True)
class Escalation:
    """Somebody said that this report cannot wait."""

    at: datetime
    by: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class AnalystNote:
    """What a member of staff wrote."""

    at: datetime
    by: str
    text: str


@dataclass(frozen=True, kw_only=True)
class Delivery:
    """An agency to which the report was made available, when and why."""

    agency: str
    at: datetime
    reason: str


@dataclass(frozen=True, kw_only=True)
class Recipient:
    """The agency for which this packet is made. `contact` is a unit or an officer.

    What people read is in its `language`, a code such as `de`, and shows times by its
    clock beside UTC: `time_zone` is a name such as Europe/Berlin, empty for UTC alone.
    """

    name: str
    country: str | None = None
    state: str | None = None
    contact: str | None = None
    time_zone: str = ""
    language: str = "en"


@dataclass(frozen=True, kw_only=True)
class Viewing:
    """A member of staff opened a file, on a recorded basis."""

    at: datetime
    by: str
    basis: str


@dataclass(frozen=True, kw_only=True)
class PacketSupplement:
    """What came to the report after it was finished, in its order from 1.

    `by` is the platform's name, or that it was an analyst.
    """

    number: int
    by: str
    at: datetime
    document: SupplementDocument


@dataclass(frozen=True, kw_only=True)
class PacketFile:
    """One reported file: what we measured, what the platform said, who may open it.

    `details` is None when the platform sent no details for the file; where they were
    corrected, `details_as_sent` is what they were before. `supplement` is the number of
    the supplement that it came with, None for a file of the report. `pdq` holds a hash
    for each recipe, the canonical one first. `labels` are our staff's tags, `label_set`
    what they say in full; both are empty until the labels stand.
    """

    file_id: str
    file_name: str
    size_bytes: int
    md5: str
    sha1: str
    sha256: str
    gate: FileGate
    original_file_name: str | None = None
    media_type: str | None = None
    width: int | None = None
    height: int | None = None
    pdq: tuple[PdqHash, ...] = ()
    exif: tuple[MetadataPair, ...] = ()
    details: FileDocument | None = None
    details_as_sent: FileDocument | None = None
    supplement: int | None = None
    labels: tuple[str, ...] = ()
    label_set: Labels | None = None
    viewed_by_clearinghouse: tuple[Viewing, ...] = ()


@dataclass(frozen=True, kw_only=True)
class OriginalSubmission:
    """A submission as it arrived, byte for byte.

    `kind` is `report`, `file-details` with its `file_id`, `supplement`, or `answers` of
    a caller.
    """

    kind: str
    received_at: datetime
    content: bytes
    file_id: str | None = None

    @property
    def sha256(self) -> str:
        """The hexadecimal SHA-256 of the bytes."""
        return hashlib.sha256(self.content).hexdigest()


@dataclass(frozen=True, kw_only=True)
class DangerChecked:
    """Somebody checked that a child is in danger now: how, and what came of it."""

    kind: str
    outcome: str
    at: datetime


@dataclass(frozen=True, kw_only=True)
class PublicReport:
    """How a report came from the public, and what is verified of it.

    `says_danger` if the caller says that a child is in danger now, `is_confirmed` if a
    call back or a second person confirmed that. `released_at` is when a person sent it
    to agencies. `is_form` if the person wrote it alone, and nobody of us heard them.
    """

    began_at: datetime
    is_form: bool = False
    is_abandoned: bool = False
    says_danger: bool = False
    is_confirmed: bool = False
    checks: tuple[DangerChecked, ...] = ()
    released_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class AnswerLink:
    """Where the recipient answers what became of the report, and until when."""

    url: str
    expires_at: datetime


@dataclass(frozen=True, kw_only=True)
class Enclosure:
    """A document that was made for the recipient, such as a first report to edit.

    `name` is that inside the ZIP.
    """

    part: str
    name: str
    content: bytes


@dataclass(frozen=True, kw_only=True)
class PacketContents:
    """Everything that one agency is told about one report.

    `platform_viewed_definition` is the platform's own text on what its viewed flag
    means, printed beside the flag since platforms differ. `public` is there if no
    platform reports. `reference` is the opaque public identifier; `warnings` are the
    sentences recorded at intake. `document` is what the report says now; `as_finished`
    is None unless it was supplemented.
    """

    report_id: int
    reference: str
    received_at: datetime
    platform_name: str
    document: ReportDocument
    priority: Priority
    designation: Designation
    completeness: Completeness
    prepared_for: Recipient
    prepared_at: datetime
    prepared_by: str
    finished_at: datetime | None = None
    as_finished: ReportDocument | None = None
    supplements: tuple[PacketSupplement, ...] = ()
    is_test: bool = False
    clearinghouse_name: str = "Tipline"
    platform_viewed_definition: str | None = None
    files: tuple[PacketFile, ...] = ()
    jurisdiction: Jurisdiction | None = None
    location_evidence: tuple[LocationEvidence, ...] = ()
    ip_facts: tuple[IpFact, ...] = ()
    ip_attribution: str = "IP Geolocation by DB-IP"
    enclosures: tuple[Enclosure, ...] = ()
    answer_link: AnswerLink | None = None
    matches: tuple[FileMatch, ...] = ()
    video_matches: tuple[VideoMatch, ...] = ()
    frame_matches: tuple[FrameMatch, ...] = ()
    links: tuple[Link, ...] = ()
    escalations: tuple[Escalation, ...] = ()
    warnings: tuple[str, ...] = ()
    incident_classification: str | None = None
    analyst_notes: tuple[AnalystNote, ...] = ()
    deliveries: tuple[Delivery, ...] = ()
    originals: tuple[OriginalSubmission, ...] = ()
    public: PublicReport | None = None

    @property
    def version(self) -> int:
        """Give the version of the packet: 1, and 1 more for each supplement."""
        return len(self.supplements) + 1

    def matches_of(self, file_id: str) -> tuple[FileMatch, ...]:
        """Give the matches of one file, in their order."""
        return tuple(match for match in self.matches if match.file_id == file_id)

    def video_matches_of(self, file_id: str) -> tuple[VideoMatch, ...]:
        """Give the videos that share frames with one file, in their order."""
        return tuple(match for match in self.video_matches if match.file_id == file_id)

    def frame_matches_of(self, file_id: str) -> tuple[FrameMatch, ...]:
        """Give the frames that one file is similar to, or the reverse."""
        return tuple(match for match in self.frame_matches if match.file_id == file_id)
