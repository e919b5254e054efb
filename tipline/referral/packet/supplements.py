"""Section E: what came after the report was finished, each with who and when."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from tipline.intake.document import Correction, SupplementDocument
from tipline.referral.packet.contents import PacketContents, PacketSupplement
from tipline.referral.packet.layout import (
    Block,
    Facts,
    Heading,
    Note,
    Prose,
    Row,
    Section,
    Table,
    told,
    told_each,
)
from tipline.referral.packet.police_people import Json
from tipline.referral.packet.reported import internet_detail
from tipline.referral.packet.reported_accounts import account_blocks
from tipline.referral.packet.sentence import as_told, isolated
from tipline.referral.packet.wording import DASH, moment, stamp

LEAD = _lazy(
    "The report was finished before any of this was said. Nothing in section A was "
    "changed by it; the JSON file holds the report as it reads with all corrections."
)
PARTS = {
    "report": _lazy("Report"),
    "personOrUserReported": _lazy("Reported person"),
    "intendedRecipient": _lazy("Intended recipient"),
    "victim": _lazy("Child victim"),
    "file": _lazy("File"),
}


def section_e(contents: PacketContents) -> tuple[Section, ...]:
    """Write down every supplement; no section where there is none."""
    if not contents.supplements:
        return ()
    blocks = tuple(
        block for each in contents.supplements for block in _supplement(each)
    )
    return (Section("E", _("After the report was finished"), str(LEAD), blocks),)


def _supplement(each: PacketSupplement) -> tuple[Block, ...]:
    said = each.document
    groups = (
        (_("Reported person"), said.reported_persons),
        (_("Intended recipient"), said.intended_recipients),
        (_("Child victim"), said.victims),
    )
    return (
        Heading(
            _("Supplement %(number)s, %(at)s")
            % {"number": each.number, "at": isolated(moment(each.at))}
        ),
        Facts(_rows(each)),
        *((Prose(said.additional_info, _("Added")),) if said.additional_info else ()),
        *_corrections(said),
        *(
            block
            for role, accounts in groups
            for account in accounts
            for block in (
                Heading(_("%(role)s, added") % {"role": role}, 3),
                *account_blocks(account),
            )
        ),
        *(
            block
            for number, detail in enumerate(said.internet_details, 1)
            for block in internet_detail(number, detail)
        ),
    )


def _rows(each: PacketSupplement) -> tuple[Row, ...]:
    said = each.document
    return (
        Row(_("By"), (as_told(each.by),)),
        Row(_("Why"), (said.reason,)),
        *told(_("Escalated"), said.escalation_reason),
        *told(_("The report was a mistake, says the company"), said.error_reason),
        *told_each(
            _("Files that came with it"), tuple(f.file_id for f in said.file_details)
        ),
    )


def _corrections(said: SupplementDocument) -> tuple[Block, ...]:
    if not said.corrections:
        return ()
    rows = tuple(
        (_part(each), each.field, each.old_value or DASH, each.new_value or DASH)
        for each in said.corrections
    )
    head = (_("Of"), _("Field"), _("Before"), _("Corrected"))
    return (
        Note(_("Corrected values; a dash says that nothing stands there."), leads=True),
        Table(head, rows, (26, 22, 26, 26)),
    )


def _part(correction: Correction) -> str:
    words = str(PARTS.get(correction.of, correction.of))
    if correction.of == "file":
        return f"{words} {isolated(correction.file_id)}"
    return words if correction.of == "report" else f"{words} {correction.number}"


def supplements_json(contents: PacketContents) -> list[Json]:
    """Give every supplement for the police JSON, corrections with both values."""
    return [
        {
            "number": each.number,
            "by": each.by,
            "at": stamp(each.at),
            "reason": each.document.reason,
            "escalated": each.document.escalation_reason,
            "reportedInError": each.document.error_reason,
            "additionalInfo": each.document.additional_info,
            "accountsAdded": len(each.document.reported_persons)
            + len(each.document.intended_recipients)
            + len(each.document.victims),
            "channelsAdded": len(each.document.internet_details),
            "filesAdded": [file.file_id for file in each.document.file_details],
            "corrections": [
                {
                    "of": said.of,
                    "number": said.number,
                    "fileId": said.file_id,
                    "field": said.field,
                    "oldValue": said.old_value,
                    "newValue": said.new_value or None,
                }
                for said in each.document.corrections
            ],
        }
        for each in contents.supplements
    ]
