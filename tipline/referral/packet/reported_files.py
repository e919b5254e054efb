"""The uploaded files of section A, each under the banner that says who may open it."""

from tipline.intake.document import FileDocument, MetadataPair
from tipline.referral.packet.contents import PacketContents, PacketFile
from tipline.referral.packet.layout import (
    Banner,
    Block,
    Face,
    Facts,
    Heading,
    Note,
    Row,
    Table,
    Tone,
    asked,
    told,
    told_each,
)
from tipline.referral.packet.reported_accounts import device_table, ip_table
from tipline.referral.packet.wording import (
    DASH,
    NOT_PROVIDED,
    THREE_STATES,
    counted,
    moment,
    size,
)

# About two hundred pages: nobody reads more on paper, and each file costs a megabyte of
# memory while its block is set.
MOST_PRINTED = 250
ELSEWHERE = (
    "The CSV of files and the JSON file of this packet hold the same facts about every "
    "file, with the notice that says who may open it."
)

DEFINITION_MISSING = "The company has not told the clearinghouse what its answer means."


def file_blocks(contents: PacketContents) -> tuple[Block, ...]:
    """Write one block per uploaded file, or that there is none."""
    if not contents.files:
        return (
            Heading("Uploaded files"),
            Note("The company uploaded no files with this report."),
        )
    total = len(contents.files)
    definition = contents.platform_viewed_definition
    blocks = (
        block
        for number, file in enumerate(contents.files[:MOST_PRINTED], 1)
        for block in (
            Heading(f"Uploaded file {number} of {total}: {file.file_id}"),
            _banner(file),
            *_one_file(file, definition),
        )
    )
    return (*blocks, *not_printed(total))


def not_printed(total: int) -> tuple[Block, ...]:
    """Say where the files are that paper leaves out, if it leaves out any."""
    if total <= MOST_PRINTED:
        return ()
    title = f"Files {MOST_PRINTED + 1:,} to {total:,} are not printed"
    return (Banner(Tone.ALERT, title, ELSEWHERE),)


def _banner(file: PacketFile) -> Banner:
    tone = Tone.OPEN if file.gate.may_open else Tone.CLOSED
    verdict = "May be opened" if file.gate.may_open else "Do not open"
    return Banner(tone, f"{verdict}: {file.gate.title}", file.gate.banner)


def _one_file(file: PacketFile, definition: str | None) -> tuple[Block, ...]:
    nothing = FileDocument(report_id=0, file_id=file.file_id)
    details = file.details_as_sent or file.details or nothing
    came_later = f"with supplement {file.supplement}" if file.supplement else None
    return (
        Facts(
            (
                *told("Came", came_later),
                *_names(file),
                *_answers(details, definition),
                *_context(details),
            )
        ),
        *(ip_table((details.ip_capture,)) if details.ip_capture else ()),
        *device_table(details.devices),
        *metadata_table(details.metadata),
    )


def _names(file: PacketFile) -> tuple[Row, ...]:
    original = file.original_file_name
    return (
        asked("Filename", file.file_name),
        asked("Original filename", original),
        asked("MD5", file.md5, Face.MONO),
        asked("Size", size(file.size_bytes)),
    )


def _answers(details: FileDocument, definition: str | None) -> tuple[Row, ...]:
    return (
        asked(
            "Did Reporting ESP view entire contents of uploaded file?",
            THREE_STATES[details.viewed_by_platform],
        ),
        Row("What the company means by viewed", (definition or DEFINITION_MISSING,)),
        asked(
            "Did Reporting ESP view the EXIF of uploaded file?",
            THREE_STATES[details.exif_viewed_by_platform],
        ),
        asked(
            "Were entire contents of uploaded file publicly available?",
            THREE_STATES[details.publicly_available],
        ),
        asked("Image categorization by ESP", details.industry_classification),
    )


def _context(details: FileDocument) -> tuple[Row, ...]:
    return (
        asked("Uploaded to the company", moment(details.uploaded_to_platform_at)),
        *told("Relevance", details.relevance),
        *told("Location", details.location, Face.MONO),
        *told_each("Annotations", details.annotations),
        *told_each("Annotations not yet known", details.unknown_annotations),
        *(
            Row(f"{given.algorithm} made by the company", (given.value,), Face.MONO)
            for given in details.original_hashes
        ),
        *(() if details.ip_capture else (asked("Source IP address", NOT_PROVIDED),)),
        *told_each("Additional information", details.additional_info),
    )


def metadata_table(pairs: tuple[MetadataPair, ...]) -> tuple[Block, ...]:
    """Give name and value pairs as a table, or nothing when there are none."""
    if not pairs:
        return ()
    rows = tuple((pair.name, pair.value, pair.kind or DASH) for pair in pairs)
    return (
        Note(
            f"{counted(len(pairs), 'metadata value')} given by the company:", leads=True
        ),
        Table(("Name", "Value", "Kind"), rows, (30, 58, 12)),
    )
