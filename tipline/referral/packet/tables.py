"""The two spreadsheets that officers otherwise type by hand: IP events and files."""

import csv
import io
from collections.abc import Iterable, Iterator

from tipline.intake.document import Account, FileDocument, IpCapture
from tipline.referral.packet.contents import IpFact, PacketContents, PacketFile
from tipline.referral.packet.wording import joined, overlap_words, stamp

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

Cell = str | int | None


def ip_events_csv(contents: PacketContents) -> bytes:
    """Give one row for each time an address was seen, with the place it points at."""
    places = {fact.address: fact for fact in contents.ip_facts}
    return _csv(
        IP_EVENT_HEAD,
        (
            (contents.report_id, role, *_event(seen), *_place(places.get(seen.address)))
            for role, seen in _ip_events(contents)
        ),
    )


def files_csv(contents: PacketContents) -> bytes:
    """Give one row for each file, with its hashes, answers, matches and gate."""
    return _csv(FILE_HEAD, (_file(contents, file) for file in contents.files))


def neutral(value: Cell) -> str:
    """Make a cell that no spreadsheet runs: a leading apostrophe disarms a formula."""
    if value is None:
        return ""
    text = str(value).replace("\x00", "")
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def _csv(head: tuple[str, ...], rows: Iterable[tuple[Cell, ...]]) -> bytes:
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(head)
    writer.writerows([neutral(cell) for cell in row] for row in rows)
    return buffer.getvalue().encode("utf-8", errors="replace")


def _ip_events(contents: PacketContents) -> Iterator[tuple[str, IpCapture]]:
    document = contents.document
    for role, accounts in (
        ("reported person", document.reported_persons),
        ("intended recipient", document.intended_recipients),
        ("child victim", document.victims),
    ):
        for number, account in enumerate(accounts, 1):
            yield from _of_account(f"{role} {number}", account)
    for number, detail in enumerate(document.internet_details, 1):
        yield from ((f"incident detail {number}", seen) for seen in detail.ip_captures)
    for file in contents.files:
        if file.details and file.details.ip_capture:
            yield f"file {file.file_id}", file.details.ip_capture


def _of_account(role: str, account: Account) -> Iterator[tuple[str, IpCapture]]:
    yield from ((role, seen) for seen in account.ip_captures)
    for other in account.associated_accounts:
        name = f"{role}, {other.kind} account"
        yield from ((name, seen) for seen in other.ip_captures)


def _event(seen: IpCapture) -> tuple[Cell, ...]:
    proxy = STATES[seen.possible_proxy]
    return (seen.address, seen.port, seen.event, stamp(seen.at), proxy)


def _place(fact: IpFact | None) -> tuple[Cell, ...]:
    if fact is None:
        return (None, None, None, None)
    data_date = fact.data_on.isoformat() if fact.data_on else None
    return (fact.country, fact.state, fact.source, data_date)


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
        STATES[details.viewed_by_platform],
        STATES[details.exif_viewed_by_platform],
        STATES[details.publicly_available],
        details.industry_classification,
        _tags(details, file),
        _matches(contents, file),
        file.gate.standing.value,
        STATES[file.gate.may_open],
    )


def _tags(details: FileDocument, file: PacketFile) -> str:
    return "; ".join((*details.annotations, *details.unknown_annotations, *file.labels))


def _matches(contents: PacketContents, file: PacketFile) -> str:
    return "; ".join(
        joined(
            (
                match.list_name,
                match.algorithm,
                "exact" if match.distance is None else f"distance {match.distance}",
                match.turn,
                None if match.overlap is None else overlap_words(match.overlap),
                match.recipe,
                f"item viewed: {STATES[match.matched_item_was_viewed]}",
            ),
            ", ",
        )
        for match in contents.matches_of(file.file_id)
    )
