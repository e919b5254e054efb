"""The cover: what an officer must know before turning the page."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from tipline.intake.wording import Words
from tipline.referral.packet import public
from tipline.referral.packet.analysts import designation_kind, level_words
from tipline.referral.packet.contents import PacketContents
from tipline.referral.packet.layout import Banner, Face, Row, Tone, told
from tipline.referral.packet.sentence import as_told, in_words, isolated
from tipline.referral.packet.wording import (
    incident_type,
    moment,
    numeral,
    together,
)

MISSING_GLYPHS = Banner(
    Tone.ALERT,
    _lazy("Some characters could not be printed"),
    _lazy(
        "This report holds characters for which no font was at hand; an empty box "
        "stands in their place. The JSON file and the originals of this packet hold "
        "them exactly."
    ),
)

TEST_REPORT = Banner(
    Tone.ALERT,
    _lazy("Test report"),
    _lazy(
        "A platform sent this report to try its connection. It describes no real "
        "incident and must not be acted upon."
    ),
)

CONFIDENTIAL = _lazy(
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
    confidential: Words = CONFIDENTIAL


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
    prepared = together((moment(contents.prepared_at), contents.prepared_by))
    return (
        Row(
            _("Reported by") if contents.public else _("Reporting company"),
            (as_told(contents.platform_name),),
        ),
        Row(_("Received"), (moment(contents.received_at),)),
        *told(_("Finished"), moment(finished) if finished else None),
        Row(_("Incident type"), (_incident_type(contents),)),
        Row(_("Incident time"), (moment(contents.document.incident_at),)),
        *_version(contents),
        Row(_("Prepared for"), (contents.prepared_for.name,)),
        Row(_("Prepared"), (prepared,)),
        Row(_("Reference"), (contents.reference,), Face.MONO),
    )


def _incident_type(contents: PacketContents) -> str:
    """Give the incident type; of the public's reports, some have none."""
    wire = contents.document.incident_type
    return incident_type(wire) or str(public.voice(contents.public).not_said)


def _version(contents: PacketContents) -> tuple[Row, ...]:
    if not contents.supplements:
        return ()
    said = _("%(version)s; the newest supplement came %(at)s") % {
        "version": contents.version,
        "at": isolated(moment(contents.supplements[-1].at)),
    }
    return (Row(_("Version"), (said,)),)


def _summary(contents: PacketContents) -> tuple[str, ...]:
    kind = designation_kind(contents.designation.kind)
    return (
        _reported(contents),
        _files(contents),
        f"{kind}: {in_words(contents.designation.sentence)}",
        _escalated(contents),
        _supplemented(contents),
        in_words(contents.jurisdiction.sentence) if contents.jurisdiction else "",
        _related(contents),
    )


def _reported(contents: PacketContents) -> str:
    document = contents.document
    who = _("A member of the public")
    said = _(
        "%(who)s reported an incident of the type “%(incident)s”. Files: %(files)s."
        " Reported accounts: %(accounts)s. Intended recipients: %(recipients)s. Child"
        " victims: %(victims)s."
    )
    return said % {
        "who": who if contents.public else isolated(contents.platform_name),
        "incident": isolated(_incident_type(contents)),
        "files": numeral(len(contents.files)),
        "accounts": numeral(len(document.reported_persons)),
        "recipients": numeral(len(document.intended_recipients)),
        "victims": numeral(len(document.victims)),
    }


def _files(contents: PacketContents) -> str:
    if not contents.files:
        return ""
    total = len(contents.files)
    opening = sum(file.gate.may_open for file in contents.files)
    if opening == total:
        return _("Every file may be opened; its banner says why.")
    return _(
        "Files that may be opened without further legal process: %(opening)s of"
        " %(total)s. Read the banner of each file first."
    ) % {"opening": numeral(opening), "total": numeral(total)}


def _escalated(contents: PacketContents) -> str:
    if contents.document.escalation_reason is None and not contents.escalations:
        return ""
    return _("The report was escalated; the reason is in sections A and C.")


def _supplemented(contents: PacketContents) -> str:
    if not contents.supplements:
        return ""
    is_mistake = any(each.document.error_reason for each in contents.supplements)
    said = _("The report was supplemented after it was finished: read section E.")
    mistake = _("The company says that it reported this by mistake.")
    return f"{said} {mistake}" if is_mistake else said


def _related(contents: PacketContents) -> str:
    related = len(contents.links)
    if not related:
        return ""
    said = _("Other reports that share identifiers with this one: %(count)s.")
    return said % {"count": numeral(related)}
