"""Section B: what the clearinghouse's systems added, and not the reporter."""

from tipline.hashing.pdq import PdqHash
from tipline.referral.packet.contents import (
    FileMatch,
    IpFact,
    PacketContents,
    PacketFile,
)
from tipline.referral.packet.layout import (
    Block,
    Face,
    Facts,
    Heading,
    Note,
    Row,
    Section,
    Table,
    told,
)
from tipline.referral.packet.reported_files import MOST_PRINTED, not_printed
from tipline.referral.packet.wording import (
    DASH,
    counted,
    day,
    joined,
    overlap_words,
    place,
    size,
)

LEAD = (
    "Nothing in this section comes from the company. Programs of the clearinghouse "
    "computed it from what the company sent; no person has checked it."
)

HASH_REMARK = (
    "Hashes are of the bytes received, computed while they arrived. PDQ is of what the "
    "picture looks like; its recipe says how the picture was brought to one form."
)
NO_PLACE = "No place was found for the reported addresses."
EVIDENCE_REMARK = (
    "Each line is evidence and not a finding: proxies, roaming and shared accounts can "
    "put a person in the wrong place."
)


def section_b(contents: PacketContents) -> Section:
    """Write down where, which files, which matches, which other reports."""
    blocks = (
        *_addresses(contents),
        *_locations(contents),
        *_jurisdiction(contents),
        *_measurements(contents.files),
        *_matches(contents),
        *_videos(contents),
        *_links(contents),
        *_completeness(contents),
        *_warnings(contents.warnings),
    )
    return Section("B", "Automated information", LEAD, blocks)


def _addresses(contents: PacketContents) -> tuple[Block, ...]:
    heading = Heading("Geo-lookup of IP addresses")
    if not contents.ip_facts:
        return (heading, Note(NO_PLACE))
    rows = tuple(map(_address, contents.ip_facts))
    head = ("IP address", "Country", "State", "Source", "Data of")
    return (
        heading,
        Table(head, rows, (38, 13, 11, 22, 16), mono=(0,)),
        Note(contents.ip_attribution),
    )


def _address(fact: IpFact) -> tuple[str, ...]:
    return (
        fact.address,
        fact.country or "unknown",
        fact.state or DASH,
        fact.source,
        day(fact.data_on) if fact.data_on else DASH,
    )


def _locations(contents: PacketContents) -> tuple[Block, ...]:
    heading = Heading("Location evidence")
    if not contents.location_evidence:
        return (heading, Note("Nothing in the report points at a place."))
    rows = tuple(
        (
            evidence.source,
            evidence.value,
            place(evidence.country, evidence.state),
            evidence.confidence,
            day(evidence.data_on) if evidence.data_on else DASH,
        )
        for evidence in contents.location_evidence
    )
    head = ("Evidence", "Value", "Place", "Confidence", "Data of")
    return (
        heading,
        Table(head, rows, (20, 34, 14, 16, 16), mono=(1,)),
        Note(EVIDENCE_REMARK),
    )


def _jurisdiction(contents: PacketContents) -> tuple[Block, ...]:
    found = contents.jurisdiction
    if found is None:
        return ()
    rows = (
        Row("Probable place", (place(found.country, found.state),)),
        Row("Why", (found.sentence,)),
    )
    return (Heading("Probable jurisdiction"), Facts(rows))


def _measurements(files: tuple[PacketFile, ...]) -> tuple[Block, ...]:
    if not files:
        return ()
    return (
        Heading("Files as measured"),
        Note(HASH_REMARK, leads=True),
        *(
            block
            for file in files[:MOST_PRINTED]
            for block in (Heading(f"File {file.file_id}", 3), *_measured(file))
        ),
        *not_printed(len(files)),
    )


def _measured(file: PacketFile) -> tuple[Block, ...]:
    seen = file.width is not None and file.height is not None
    facts = Facts(
        (
            Row("Size", (size(file.size_bytes),)),
            Row("Kind of content", (file.media_type or "not recognized",)),
            *told("Picture", f"{file.width} x {file.height} pixels" if seen else None),
            Row("MD5", (file.md5,), Face.MONO),
            Row("SHA-1", (file.sha1,), Face.MONO),
            Row("SHA-256", (file.sha256,), Face.MONO),
            *(row for made in file.pdq for row in _pdq(made)),
        )
    )
    if not file.exif:
        return (facts,)
    rows = tuple((pair.name, pair.value) for pair in file.exif)
    return (
        facts,
        Note(f"{counted(len(rows), 'EXIF value')} read from the file:", leads=True),
        Table(("EXIF name", "Value"), rows, (32, 68)),
    )


def _pdq(made: PdqHash) -> tuple[Row, ...]:
    how = f"quality {made.quality} of 100, recipe {made.recipe}"
    return (Row("PDQ", (made.hex,), Face.MONO), Row("PDQ was made with", (how,)))


def _matches(contents: PacketContents) -> tuple[Block, ...]:
    heading = Heading("Hash matches")
    if not contents.matches:
        return (heading, Note("No hash of a file is on a list."))
    viewed = {True: "Yes", False: "No", None: "Not stated"}
    rows = tuple(
        (
            match.file_id,
            match.list_name,
            joined((match.algorithm, match.recipe), ", "),
            _distance(match),
            viewed[match.matched_item_was_viewed],
        )
        for match in contents.matches
    )
    head = ("File", "List", "Hash", "Distance", "Listed item viewed by a person")
    return (heading, Table(head, rows, (31, 26, 11, 12, 20), mono=(0,)))


def _distance(match: FileMatch) -> str:
    if match.distance is None:
        return "exact"
    overlap = None if match.overlap is None else overlap_words(match.overlap)
    return joined((f"{match.distance} bits", match.turn, overlap), ", ")


def _videos(contents: PacketContents) -> tuple[Block, ...]:
    if not contents.video_matches:
        return ()
    rows = tuple(
        (
            match.file_id,
            match.sha256 or "of another report",
            overlap_words(match.overlap),
        )
        for match in contents.video_matches
    )
    head = ("File", "SHA-256 of the other", "What both share")
    note = Note(
        "Other videos that were reported before and share most of their frames."
    )
    return (Heading("Other videos"), note, Table(head, rows, (26, 38, 36), mono=(0, 1)))


def _links(contents: PacketContents) -> tuple[Block, ...]:
    heading = Heading("Related reports")
    if not contents.links:
        return (heading, Note("No other report shares an identifier with this one."))
    rows = tuple(
        (str(link.report_id), ", ".join(link.identifier_kinds))
        for link in contents.links
    )
    return (heading, Table(("Report", "What both share"), rows, (25, 75)))


def _completeness(contents: PacketContents) -> tuple[Block, ...]:
    found = contents.completeness
    heading = Heading("Completeness")
    score = Facts((Row("Score", (f"{found.score} of 100",)),))
    remark = Note("The score says how much was sent. It says nothing about risk.")
    if not found.missing:
        return (heading, score, remark)
    rows = tuple((gap.field, str(gap.cost), gap.why) for gap in found.missing)
    return (
        heading,
        score,
        remark,
        Table(("Missing", "Points", "Why it matters"), rows, (30, 10, 60)),
    )


def _warnings(warnings: tuple[str, ...]) -> tuple[Block, ...]:
    if not warnings:
        return ()
    rows = tuple(
        Row(f"Warning {number}", (text,)) for number, text in enumerate(warnings, 1)
    )
    return (Heading("Warnings recorded at intake"), Facts(rows))
