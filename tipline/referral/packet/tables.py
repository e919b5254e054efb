"""The two spreadsheets that officers otherwise type by hand: IP events and files."""

import csv
import io
from collections.abc import Iterable, Iterator
from datetime import datetime

from django.utils.translation import gettext as _

from tipline.intake.document import Account, FileDocument, IpCapture
from tipline.referral.packet.analysts import labels_of
from tipline.referral.packet.contents import IpFact, PacketContents, PacketFile
from tipline.referral.packet.sentence import unmarked
from tipline.referral.packet.wording import in_english, joined, overlap_words, stamp

IP_EVENT_HEAD = (
    "report",
    "role",
    "ip_address",
    "port",
    "event",
    "time_utc",
    "possible_proxy",
    "country",
    "state",
    "source",
    "data_date",
    "network_owner",
    "owner_source",
)

FILE_HEAD = (
    "report",
    "file_id",
    "file_name",
    "original_file_name",
    "size_bytes",
    "media_type",
    "md5",
    "sha1",
    "sha256",
    "pdq",
    "pdq_quality",
    "pdq_recipe",
    "viewed_by_platform",
    "exif_viewed_by_platform",
    "publicly_available",
    "classification",
    "tags",
    "matches",
    "gate",
    "may_open",
)

STATES = {True: "yes", False: "no", None: "not stated"}

# What a spreadsheet takes for the start of a formula, full-width forms included.
# Source: OWASP, CSV Injection.
FORMULA_STARTS = (*"=+-@\t\r\n", *"\uff1d\uff0b\uff0d\uff20")

Cell = str | int | datetime | None


@in_english()
def ip_events_csv(contents: PacketContents) -> bytes:
    """Give one row for each time an address was seen, with the place it points at."""
    return _csv(IP_EVENT_HEAD, ip_event_rows(contents))


@in_english()
def files_csv(contents: PacketContents) -> bytes:
    """Give one row for each file, with its hashes, answers, matches and gate."""
    return _csv(FILE_HEAD, file_rows(contents))


def state_words(answer: bool | None) -> str:  # noqa: FBT001 - it is what is said
    """Say yes, no or not stated in the language in force."""
    return {True: _("yes"), False: _("no"), None: _("not stated")}[answer]


def ip_event_rows(contents: PacketContents) -> Iterator[tuple[Cell, ...]]:
    """Give the cells of each IP event, under `IP_EVENT_HEAD`."""
    places = {fact.address: fact for fact in contents.ip_facts}
    for role, seen in _ip_events(contents):
        place = _place(places.get(seen.address))
        yield (contents.report_id, role, *_event(seen), *place)


def file_rows(contents: PacketContents) -> Iterator[tuple[Cell, ...]]:
    """Give the cells of each file, under `FILE_HEAD`."""
    return (_file(contents, file) for file in contents.files)


def accounts_of(contents: PacketContents) -> Iterator[tuple[str, Account]]:
    """Give every account of a report with the role in which it is reported."""
    document = contents.document
    for role, accounts in (
        (_("reported person %(number)s"), document.reported_persons),
        (_("intended recipient %(number)s"), document.intended_recipients),
        (_("child victim %(number)s"), document.victims),
    ):
        for number, account in enumerate(accounts, 1):
            yield role % {"number": number}, account


def neutral(value: Cell) -> str:
    """Make a cell that no spreadsheet runs: a leading apostrophe disarms a formula."""
    if value is None:
        return ""
    said = stamp(value) if isinstance(value, datetime) else value
    text = str(said).replace("\x00", "")
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def _csv(head: tuple[str, ...], rows: Iterable[tuple[Cell, ...]]) -> bytes:
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(head)
    writer.writerows([neutral(cell) for cell in row] for row in rows)
    return buffer.getvalue().encode("utf-8", errors="replace")


def _ip_events(contents: PacketContents) -> Iterator[tuple[str, IpCapture]]:
    for role, account in accounts_of(contents):
        yield from _of_account(role, account)
    for number, detail in enumerate(contents.document.internet_details, 1):
        role = _("incident detail %(number)s") % {"number": number}
        yield from ((role, seen) for seen in detail.ip_captures)
    for file in contents.files:
        if file.details and file.details.ip_capture:
            role = _("file %(name)s") % {"name": file.file_id}
            yield role, file.details.ip_capture


def _of_account(role: str, account: Account) -> Iterator[tuple[str, IpCapture]]:
    yield from ((role, seen) for seen in account.ip_captures)
    for other in account.associated_accounts:
        name = _("%(role)s, %(kind)s account") % {"role": role, "kind": other.kind}
        yield from ((name, seen) for seen in other.ip_captures)


def _event(seen: IpCapture) -> tuple[Cell, ...]:
    proxy = state_words(seen.possible_proxy)
    return (seen.address, seen.port, seen.event, seen.at, proxy)


def _place(fact: IpFact | None) -> tuple[Cell, ...]:
    if fact is None:
        return (None,) * 6
    data_date = fact.data_on.isoformat() if fact.data_on else None
    place = (fact.country, fact.state, fact.source, data_date)
    return (*place, fact.owner or None, fact.owner_source or None)


def _file(contents: PacketContents, file: PacketFile) -> tuple[Cell, ...]:
    details = file.details or FileDocument(report_id=0, file_id=file.file_id)
    return (
        contents.report_id,
        file.file_id,
        file.file_name,
        file.original_file_name,
        file.size_bytes,
        file.media_type,
        file.md5,
        file.sha1,
        file.sha256,
        "; ".join(made.hex for made in file.pdq) or None,
        "; ".join(str(made.quality) for made in file.pdq) or None,
        "; ".join(made.recipe for made in file.pdq) or None,
        state_words(details.viewed_by_platform),
        state_words(details.exif_viewed_by_platform),
        state_words(details.publicly_available),
        details.industry_classification,
        _tags(details, file),
        _matches(contents, file),
        file.gate.standing.value,
        state_words(file.gate.may_open),
    )


def _tags(details: FileDocument, file: PacketFile) -> str:
    return "; ".join(
        (*details.annotations, *details.unknown_annotations, *labels_of(file))
    )


def _matches(contents: PacketContents, file: PacketFile) -> str:
    return "; ".join(
        joined(
            (
                match.list_name,
                match.algorithm,
                _distance(match.distance),
                match.turn,
                None
                if match.overlap is None
                else unmarked(overlap_words(match.overlap)),
                match.recipe,
                _("item viewed: %(answer)s")
                % {"answer": state_words(match.matched_item_was_viewed)},
            ),
            ", ",
        )
        for match in contents.matches_of(file.file_id)
    )


def _distance(bits: int | None) -> str:
    return _("exact") if bits is None else _("distance %(bits)s") % {"bits": bits}
