"""The cover: what an officer must know before turning the page."""

from dataclasses import dataclass

from tipline.referral.packet import public
from tipline.referral.packet.analysts import level_words
from tipline.referral.packet.contents import PacketContents
from tipline.referral.packet.layout import Banner, Face, Row, Tone, told
from tipline.referral.packet.wording import counted, moment

MISSING_GLYPHS = Banner(
    Tone.ALERT,
    "Some characters could not be printed",
    "This report holds characters for which no font was at hand; an empty box "
    "stands in their place. The JSON file and the originals of this packet hold them "
    "exactly.",
)

TEST_REPORT = Banner(
    Tone.ALERT,
    "Test report",
    "A platform sent this report to try its connection. It describes no real incident "
    "and must not be acted upon.",
)

CONFIDENTIAL = (
    "For law enforcement only. This packet holds personal data of children and of "
    "people who have not been charged with anything. A report is a lead and proves "
    "nothing."
)


@dataclass(frozen=True)
class Cover:
    """The words of the first page."""

    clearinghouse: str
    report_number: str
    priority_level: str
    priority_words: str
    rows: tuple[Row, ...]
    summary: tuple[str, ...]
    banners: tuple[Banner, ...]
    confidential: str = CONFIDENTIAL


def cover(contents: PacketContents, *, glyphs_are_missing: bool = False) -> Cover:
    """Write the first page; `glyphs_are_missing` adds a warning to it."""
    return Cover(
        clearinghouse=contents.clearinghouse_name,
        report_number=str(contents.report_id),
        priority_level=contents.priority.level,
        priority_words=level_words(contents.priority.level),
        rows=_rows(contents),
        summary=tuple(filter(None, _summary(contents))),
        banners=(
            *((public.banner(contents.public),) if contents.public else ()),
            *((TEST_REPORT,) if contents.is_test else ()),
            *((MISSING_GLYPHS,) if glyphs_are_missing else ()),
        ),
    )


def _rows(contents: PacketContents) -> tuple[Row, ...]:
    finished = contents.finished_at
    return (
        Row(
            "Reported by" if contents.public else "Reporting company",
            (contents.platform_name,),
        ),
        Row("Received", (moment(contents.received_at),)),
        *told("Finished", moment(finished) if finished else None),
        Row("Incident type", (contents.document.incident_type or public.NOT_SAID,)),
        Row("Incident time", (moment(contents.document.incident_at),)),
        *_version(contents),
        Row("Prepared for", (contents.prepared_for.name,)),
        Row("Prepared", (f"{moment(contents.prepared_at)}, {contents.prepared_by}",)),
        Row("Reference", (contents.reference,), Face.MONO),
    )


def _version(contents: PacketContents) -> tuple[Row, ...]:
    if not contents.supplements:
        return ()
    newest = contents.supplements[-1]
    told_by = counted(len(contents.supplements), "supplement")
    return (
        Row(
            "Version",
            (f"{contents.version}, with {told_by}; the newest {moment(newest.at)}",),
        ),
    )


def _summary(contents: PacketContents) -> tuple[str, ...]:
    return (
        _reported(contents),
        _files(contents),
        f"{contents.designation.kind.capitalize()}: {contents.designation.sentence}",
        _escalated(contents),
        _supplemented(contents),
        contents.jurisdiction.sentence if contents.jurisdiction else "",
        _related(contents),
    )


def _reported(contents: PacketContents) -> str:
    document = contents.document
    who = "A member of the public" if contents.public else contents.platform_name
    incident = document.incident_type or public.NOT_SAID
    return (
        f"{who} reported an incident of the type "
        f"“{incident}” with {counted(len(contents.files), 'file')}, "
        f"{counted(len(document.reported_persons), 'reported account')}, "
        f"{counted(len(document.intended_recipients), 'intended recipient')} and "
        f"{counted(len(document.victims), 'child victim')}."
    )


def _files(contents: PacketContents) -> str:
    if not contents.files:
        return ""
    total = len(contents.files)
    opening = sum(file.gate.may_open for file in contents.files)
    if opening == total:
        return "Every file may be opened; its banner says why."
    return (
        f"{opening} of {counted(total, 'file')} may be opened without further legal "
        f"process. Read the banner of each file first."
    )


def _escalated(contents: PacketContents) -> str:
    if contents.document.escalation_reason is None and not contents.escalations:
        return ""
    return "The report was escalated; the reason is in sections A and C."


def _supplemented(contents: PacketContents) -> str:
    if not contents.supplements:
        return ""
    is_mistake = any(each.document.error_reason for each in contents.supplements)
    said = "The report was supplemented after it was finished: read section E."
    mistake = " The company says that it reported this by mistake."
    return f"{said}{mistake if is_mistake else ''}"


def _related(contents: PacketContents) -> str:
    related = len(contents.links)
    if not related:
        return ""
    share = "shares" if related == 1 else "share"
    return f"{counted(related, 'other report')} {share} identifiers with this one."
