"""Section B: what the clearinghouse's systems added, and not the reporter."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.utils.translation import ngettext

from tipline.foundation.web.territories import territory
from tipline.hashing.pdq import PdqHash
from tipline.intake.wording import missing_words
from tipline.referral.evidence_words import KIND_WORDS
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
from tipline.referral.packet.sentence import as_told, in_words, isolated
from tipline.referral.packet.wording import (
    DASH,
    day,
    frame_words,
    joined,
    overlap_words,
    place,
    size,
    turned,
)

LEAD = _lazy(
    "Nothing in this section comes from the company. Programs of the clearinghouse "
    "computed it from what the company sent; no person has checked it."
)

HASH_REMARK = _lazy(
    "Hashes are of the bytes received, computed while they arrived. PDQ is of what the "
    "picture looks like; its recipe says how the picture was brought to one form."
)
NO_PLACE = _lazy("No place was found for the reported addresses.")
EVIDENCE_REMARK = _lazy(
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
        *_frames(contents),
        *_links(contents),
        *_completeness(contents),
        *_warnings(contents.warnings),
    )
    return Section("B", _("Automated information"), str(LEAD), blocks)


def _addresses(contents: PacketContents) -> tuple[Block, ...]:
    heading = Heading(_("Geo-lookup of IP addresses"))
    if not contents.ip_facts:
        return (heading, Note(str(NO_PLACE)))
    rows = tuple(map(_address, contents.ip_facts))
    head = (
        _("IP address"),
        _("Country"),
        _("State"),
        _("Source"),
        _("Data of"),
        _("Owner of network"),
    )
    return (
        heading,
        Table(head, rows, (26, 14, 9, 15, 13, 23), mono=(0,)),
        Note(contents.ip_attribution),
    )


def _address(fact: IpFact) -> tuple[str, ...]:
    return (
        fact.address,
        territory(fact.country) or _("unknown"),
        fact.state or DASH,
        fact.source,
        day(fact.data_on) if fact.data_on else DASH,
        f"{isolated(fact.owner)} ({isolated(fact.owner_source)})"
        if fact.owner
        else DASH,
    )


def _locations(contents: PacketContents) -> tuple[Block, ...]:
    heading = Heading(_("Location evidence"))
    if not contents.location_evidence:
        return (heading, Note(_("Nothing in the report points at a place.")))
    rows = tuple(
        (
            in_words(evidence.source),
            as_told(evidence.value),
            place(evidence.country, evidence.state),
            in_words(evidence.confidence),
            day(evidence.data_on) if evidence.data_on else DASH,
        )
        for evidence in contents.location_evidence
    )
    head = (_("Evidence"), _("Value"), _("Place"), _("Confidence"), _("Data of"))
    return (
        heading,
        Table(head, rows, (20, 34, 14, 16, 16), mono=(1,)),
        Note(str(EVIDENCE_REMARK)),
    )


def _jurisdiction(contents: PacketContents) -> tuple[Block, ...]:
    found = contents.jurisdiction
    if found is None:
        return ()
    rows = (
        Row(_("Probable place"), (place(found.country, found.state),)),
        Row(_("Why"), (in_words(found.sentence),)),
    )
    return (Heading(_("Probable jurisdiction")), Facts(rows))


def _measurements(files: tuple[PacketFile, ...]) -> tuple[Block, ...]:
    if not files:
        return ()
    return (
        Heading(_("Files as measured")),
        Note(str(HASH_REMARK), leads=True),
        *(
            block
            for file in files[:MOST_PRINTED]
            for block in (
                Heading(_("File %(name)s") % {"name": isolated(file.file_id)}, 3),
                *_measured(file),
            )
        ),
        *not_printed(len(files)),
    )


def _measured(file: PacketFile) -> tuple[Block, ...]:
    seen = file.width is not None and file.height is not None
    facts = Facts(
        (
            Row(_("Size"), (size(file.size_bytes),)),
            Row(_("Kind of content"), (file.media_type or _("not recognized"),)),
            *told(_("Picture"), _pixels(file) if seen else None),
            Row(_("MD5"), (file.md5,), Face.MONO),
            Row(_("SHA-1"), (file.sha1,), Face.MONO),
            Row(_("SHA-256"), (file.sha256,), Face.MONO),
            *(row for made in file.pdq for row in _pdq(made)),
        )
    )
    if not file.exif:
        return (facts,)
    rows = tuple((pair.name, pair.value) for pair in file.exif)
    return (
        facts,
        Note(
            _("EXIF values read from the file: %(count)s") % {"count": len(rows)},
            leads=True,
        ),
        Table((_("EXIF name"), _("Value")), rows, (32, 68)),
    )


def _pixels(file: PacketFile) -> str:
    said = _("%(width)s by %(height)s pixels")
    return said % {"width": file.width, "height": file.height}


def _pdq(made: PdqHash) -> tuple[Row, ...]:
    how = _("quality %(quality)s of 100, recipe %(recipe)s") % {
        "quality": made.quality,
        "recipe": isolated(made.recipe),
    }
    return (Row(_("PDQ"), (made.hex,), Face.MONO), Row(_("PDQ was made with"), (how,)))


def _matches(contents: PacketContents) -> tuple[Block, ...]:
    heading = Heading(_("Hash matches"))
    if not contents.matches:
        return (heading, Note(_("No hash of a file is on a list.")))
    viewed = {True: _("Yes"), False: _("No"), None: _("Not stated")}
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
    head = (
        _("File"),
        _("List"),
        _("Hash"),
        _("Distance"),
        _("Listed item viewed by a person"),
    )
    return (heading, Table(head, rows, (31, 26, 11, 12, 20), mono=(0,)))


def _distance(match: FileMatch) -> str:
    if match.distance is None:
        return _("exact")
    overlap = None if match.overlap is None else overlap_words(match.overlap)
    return joined((_bits(match.distance), turned(match.turn), overlap), ", ")


def _bits(distance: int) -> str:
    said = ngettext("%(count)s bit", "%(count)s bits", distance)
    return said % {"count": distance}


def _videos(contents: PacketContents) -> tuple[Block, ...]:
    if not contents.video_matches:
        return ()
    rows = tuple(
        (
            match.file_id,
            match.sha256 or _("of another report"),
            overlap_words(match.overlap),
        )
        for match in contents.video_matches
    )
    head = (_("File"), _("SHA-256 of the other"), _("What both share"))
    note = Note(
        _("Other videos that were reported before and share most of their frames.")
    )
    return (
        Heading(_("Other videos")),
        note,
        Table(head, rows, (26, 38, 36), mono=(0, 1)),
    )


def _frames(contents: PacketContents) -> tuple[Block, ...]:
    if not contents.frame_matches:
        return ()
    rows = tuple(
        (
            match.file_id,
            match.list_name,
            frame_words(match),
            _("%(bits)s, quality %(quality)s of 100")
            % {"bits": _bits(match.distance), "quality": match.quality},
        )
        for match in contents.frame_matches
    )
    head = (_("File"), _("List"), _("What is similar"), _("Distance"))
    note = Note(
        _(
            "Suggestions that nobody has checked: a picture is similar to one frame of "
            "a video. The frame need not show what the video shows."
        )
    )
    return (
        Heading(_("Similar frames")),
        note,
        Table(head, rows, (26, 22, 30, 22), (0,)),
    )


def _links(contents: PacketContents) -> tuple[Block, ...]:
    heading = Heading(_("Related reports"))
    if not contents.links:
        return (heading, Note(_("No other report shares an identifier with this one.")))
    rows = tuple(
        (
            str(link.report_id),
            ", ".join(
                str(KIND_WORDS.get(kind, kind)) for kind in link.identifier_kinds
            ),
        )
        for link in contents.links
    )
    return (heading, Table((_("Report"), _("What both share")), rows, (25, 75)))


def _completeness(contents: PacketContents) -> tuple[Block, ...]:
    found = contents.completeness
    heading = Heading(_("Completeness"))
    score = Facts((Row(_("Score"), (_("%(score)s of 100") % {"score": found.score},)),))
    remark = Note(_("The score says how much was sent. It says nothing about risk."))
    if not found.missing:
        return (heading, score, remark)
    rows = tuple(
        (str(missing_words(gap.field)), str(gap.cost), in_words(gap.why))
        for gap in found.missing
    )
    return (
        heading,
        score,
        remark,
        Table((_("Missing"), _("Points"), _("Why it matters")), rows, (30, 10, 60)),
    )


def _warnings(warnings: tuple[str, ...]) -> tuple[Block, ...]:
    if not warnings:
        return ()
    rows = tuple(
        Row(_("Warning %(number)s") % {"number": number}, (in_words(text),))
        for number, text in enumerate(warnings, 1)
    )
    return (Heading(_("Warnings recorded at intake")), Facts(rows))
