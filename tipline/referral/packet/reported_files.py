"""The uploaded files of section A, each under the banner that says who may open it."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

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
from tipline.referral.packet.sentence import in_words, isolated
from tipline.referral.packet.wording import (
    DASH,
    marks,
    moment,
    numeral,
    size,
    three_states,
)

# About two hundred pages: nobody reads more on paper, and each file costs a megabyte of
# memory while its block is set.
MOST_PRINTED = 250
ELSEWHERE = _lazy(
    "The CSV of files and the JSON file of this packet hold the same facts about every "
    "file, with the notice that says who may open it."
)

DEFINITION_MISSING = _lazy(
    "The company has not told the clearinghouse what its answer means."
)


def file_blocks(contents: PacketContents) -> tuple[Block, ...]:
    """Write one block per uploaded file, or that there is none."""
    if not contents.files:
        return (
            Heading(_("Uploaded files")),
            Note(_("The company uploaded no files with this report.")),
        )
    total = len(contents.files)
    definition = contents.platform_viewed_definition
    blocks = (
        block
        for number, file in enumerate(contents.files[:MOST_PRINTED], 1)
        for block in (
            Heading(
                _("Uploaded file %(number)s of %(total)s: %(name)s")
                % {"number": number, "total": total, "name": isolated(file.file_id)}
            ),
            _banner(file),
            *_one_file(file, definition),
        )
    )
    return (*blocks, *not_printed(total))


def not_printed(total: int) -> tuple[Block, ...]:
    """Say where the files are that paper leaves out, if it leaves out any."""
    if total <= MOST_PRINTED:
        return ()
    title = _("Files %(first)s to %(last)s are not printed")
    said = title % {"first": numeral(MOST_PRINTED + 1), "last": numeral(total)}
    return (Banner(Tone.ALERT, said, ELSEWHERE),)


def _banner(file: PacketFile) -> Banner:
    tone = Tone.OPEN if file.gate.may_open else Tone.CLOSED
    verdict = _("May be opened") if file.gate.may_open else _("Do not open")
    title = f"{verdict}: {in_words(file.gate.title)}"
    return Banner(tone, title, in_words(file.gate.banner))


def _one_file(file: PacketFile, definition: str | None) -> tuple[Block, ...]:
    nothing = FileDocument(report_id=0, file_id=file.file_id)
    details = file.details_as_sent or file.details or nothing
    with_it = _("with supplement %(number)s") % {"number": file.supplement}
    came_later = with_it if file.supplement else None
    return (
        Facts(
            (
                *told(_("Came"), came_later),
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
        asked(_("Filename"), file.file_name),
        asked(_("Original filename"), original),
        asked(_("MD5"), file.md5, Face.MONO),
        asked(_("Size"), size(file.size_bytes)),
    )


def _answers(details: FileDocument, definition: str | None) -> tuple[Row, ...]:
    return (
        asked(
            _("Did Reporting ESP view entire contents of uploaded file?"),
            three_states(details.viewed_by_platform),
        ),
        Row(
            _("What the company means by viewed"),
            (definition or str(DEFINITION_MISSING),),
        ),
        asked(
            _("Did Reporting ESP view the EXIF of uploaded file?"),
            three_states(details.exif_viewed_by_platform),
        ),
        asked(
            _("Were entire contents of uploaded file publicly available?"),
            three_states(details.publicly_available),
        ),
        asked(_("Image categorization by ESP"), details.industry_classification),
    )


def _context(details: FileDocument) -> tuple[Row, ...]:
    return (
        asked(_("Uploaded to the company"), moment(details.uploaded_to_platform_at)),
        *told(_("Relevance"), details.relevance),
        *told(_("Location"), details.location, Face.MONO),
        *told_each(_("Annotations"), marks(details.annotations)),
        *told_each(_("Annotations not yet known"), details.unknown_annotations),
        *(
            Row(
                _("%(hash)s made by the company") % {"hash": isolated(given.algorithm)},
                (given.value,),
                Face.MONO,
            )
            for given in details.original_hashes
        ),
        *(() if details.ip_capture else (asked(_("Source IP address"), None),)),
        *told_each(_("Additional information"), details.additional_info),
    )


def metadata_table(pairs: tuple[MetadataPair, ...]) -> tuple[Block, ...]:
    """Give name and value pairs as a table, or nothing when there are none."""
    if not pairs:
        return ()
    rows = tuple((pair.name, pair.value, pair.kind or DASH) for pair in pairs)
    return (
        Note(
            _("Metadata values given by the company: %(count)s")
            % {"count": len(pairs)},
            leads=True,
        ),
        Table((_("Name"), _("Value"), _("Kind")), rows, (30, 58, 12)),
    )
