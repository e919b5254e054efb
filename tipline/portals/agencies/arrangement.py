"""Arrange a report's values in the order in which an officer reads them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from tipline.casework.notes import by_whom
from tipline.intake.document import Account, IpCapture
from tipline.paperwork.wording import KIND_WORDS as DRAFT_WORDS
from tipline.referral.assembly import ReportSheet
from tipline.referral.packet.contents import (
    FileMatch,
    FrameMatch,
    IpFact,
    PacketFile,
    VideoMatch,
)
from tipline.referral.packet.parts import Part
from tipline.referral.packet.sentence import as_told
from tipline.viewing.gate import BasisKind

Words = str | Promise


@dataclass(frozen=True, kw_only=True)
class Whose:
    """An account of the report under the role that its person plays."""

    role: str
    account: Account


@dataclass(frozen=True, kw_only=True)
class IpEvent:
    """An address that was seen, with whom, and where it may be."""

    whose: str
    seen: IpCapture
    place: IpFact | None


@dataclass(frozen=True, kw_only=True)
class FileCard:
    """One file with its matches, and whether the gate keeps its bytes."""

    number: int
    file: PacketFile
    matches: tuple[FileMatch, ...]
    videos: tuple[VideoMatch, ...]
    frames: tuple[FrameMatch, ...]

    @property
    def state(self) -> str:
        """The kind of notice over the file: free to open, or not."""
        return "success" if self.file.gate.may_open else "warning"


@dataclass(frozen=True, kw_only=True)
class Happening:
    """One entry of the timeline."""

    at: datetime
    what: str
    note: str = ""
    is_ours: bool = False


@dataclass(frozen=True, kw_only=True)
class Received:
    """A receipt, in words: what was downloaded, and by whom."""

    what: str
    version: int
    by: str
    at: datetime
    size_bytes: int
    sha256: str


@dataclass(frozen=True, kw_only=True)
class Arranged:
    """What the report's page shows beside the plain values."""

    people: tuple[Whose, ...]
    ip_events: tuple[IpEvent, ...]
    files: tuple[FileCard, ...]
    receipts: tuple[Received, ...]
    timeline: tuple[Happening, ...]
    bases: tuple[tuple[str, Words], ...]

    @property
    def closed_count(self) -> int:
        """How many files the gate keeps."""
        return sum(not card.file.gate.may_open for card in self.files)


def arranged(sheet: ReportSheet) -> Arranged:
    """Arrange a report for its page."""
    people = tuple(_people(sheet))
    contents = sheet.contents
    return Arranged(
        people=people,
        ip_events=tuple(sorted(_ip_events(sheet, people), key=_when)),
        files=tuple(
            FileCard(
                number=number,
                file=file,
                matches=contents.matches_of(file.file_id),
                videos=contents.video_matches_of(file.file_id),
                frames=contents.frame_matches_of(file.file_id),
            )
            for number, file in enumerate(contents.files, 1)
        ),
        receipts=tuple(
            Received(
                what=_part_words(sheet, receipt.part),
                version=receipt.version,
                by=by_whom(sheet.names.get(receipt.person_id, ""), receipt.program),
                at=receipt.at,
                size_bytes=receipt.size_bytes,
                sha256=receipt.sha256,
            )
            for receipt in sheet.receipts
        ),
        timeline=tuple(sorted(_happenings(sheet), key=lambda entry: entry.at)),
        bases=tuple((kind.value, words) for kind, words in _basis_words().items()),
    )


def _part_words(sheet: ReportSheet, part: str) -> str:
    """Say what a receipt's part is; a file by its number on the page."""
    words: dict[str, str] = {
        Part.ARCHIVE: _("Everything, ZIP"),
        Part.PDF: _("Report, PDF"),
        Part.JSON: _("Report, JSON"),
        Part.IP_EVENTS: _("IP addresses, CSV"),
        Part.FILES: _("Files, CSV"),
        Part.WORKBOOK: _("Everything in tables, XLSX"),
        Part.VICS_1_3: _("Files for forensic tools, VICS 1.3"),
        Part.VICS_2_0: _("Files for forensic tools, VICS 2.0"),
        **{kind: str(words) for kind, words in DRAFT_WORDS.items()},
    }
    if part in words:
        return words[part]
    numbers = {file.file_id: n for n, file in enumerate(sheet.contents.files, 1)}
    _file, file_id, *basis = part.split()
    said = {"number": numbers.get(file_id, file_id)}
    if not basis:
        return _("File %(number)s") % said
    said["basis"] = _basis_words()[BasisKind(basis[0])]
    return _("File %(number)s, on a legal basis: %(basis)s") % said


def _basis_words() -> dict[BasisKind, str]:
    return {
        BasisKind.SEARCH_WARRANT: _("Search warrant"),
        BasisKind.COURT_ORDER: _("Court order"),
        BasisKind.CONSENT: _("Consent of the account's owner"),
        BasisKind.EMERGENCY: _("Emergency: danger to life or limb"),
        BasisKind.OWN_LAW: _("The law of our country allows it"),
    }


def _people(sheet: ReportSheet) -> Iterator[Whose]:
    document = sheet.contents.document
    groups = (
        (_("Reported person"), document.reported_persons),
        (_("Child"), document.victims),
        (_("Intended recipient"), document.intended_recipients),
    )
    for role, accounts in groups:
        for number, account in enumerate(accounts, 1):
            name = f"{role} {number}" if len(accounts) > 1 else role
            yield Whose(role=name, account=account)


def _ip_events(sheet: ReportSheet, people: tuple[Whose, ...]) -> Iterator[IpEvent]:
    places = {fact.address: fact for fact in sheet.contents.ip_facts}
    for whose, seen in _captures(sheet, people):
        yield IpEvent(whose=whose, seen=seen, place=places.get(seen.address))


def _captures(
    sheet: ReportSheet, people: tuple[Whose, ...]
) -> Iterator[tuple[str, IpCapture]]:
    for who in people:
        yield from ((who.role, seen) for seen in who.account.ip_captures)
        for other in who.account.associated_accounts:
            whose = _("%(who)s, other account") % {"who": who.role}
            yield from ((whose, seen) for seen in other.ip_captures)
    for detail in sheet.contents.document.internet_details:
        yield from ((_("Incident"), seen) for seen in detail.ip_captures)
    for number, file in enumerate(sheet.contents.files, 1):
        if file.details and file.details.ip_capture:
            yield _("File %(number)s") % {"number": number}, file.details.ip_capture


def _when(event: IpEvent) -> datetime:
    # Without a time an address proves least: it comes last.
    return event.seen.at or datetime.max.replace(tzinfo=UTC)


def _happenings(sheet: ReportSheet) -> Iterator[Happening]:
    contents = sheet.contents
    yield Happening(at=contents.document.incident_at, what=_("Incident, as reported"))
    is_told = contents.public is not None
    began = _("The call began") if is_told else _("The platform opened the report")
    ended = _("The call was over") if is_told else _("The platform finished it")
    yield Happening(at=contents.received_at, what=began)
    if contents.finished_at:
        yield Happening(at=contents.finished_at, what=ended)
    for made in sheet.assessments:
        what = _("Ranked: priority %(level)s") % {"level": made.priority}
        yield Happening(at=made.at, what=what, note=made.note)
    for each in contents.supplements:
        yield Happening(
            at=each.at, what=_("Supplemented by %(who)s") % {"who": as_told(each.by)}
        )
    for delivery in contents.deliveries:
        what = _("Made available to %(agency)s") % {"agency": delivery.agency}
        yield Happening(at=delivery.at, what=what)
    if sheet.referral.first_opened_at:
        at = sheet.referral.first_opened_at
        yield Happening(at=at, what=_("First opened by your agency"), is_ours=True)
    for receipt in sheet.receipts:
        what = _("Downloaded: %(part)s") % {"part": _part_words(sheet, receipt.part)}
        yield Happening(at=receipt.at, what=what, is_ours=True)
