"""Section C: what people and rules of the clearinghouse concluded."""

from tipline.referral.packet import public
from tipline.referral.packet.contents import PacketContents, PriorityReason
from tipline.referral.packet.layout import (
    Block,
    Face,
    Facts,
    Heading,
    Note,
    Prose,
    Row,
    Section,
    Table,
    told,
)
from tipline.referral.packet.wording import joined, moment

LEAD = (
    "This section was added by the clearinghouse: how the report was ranked and "
    "classified, which files staff opened, and what analysts wrote."
)

ORIGINALS = {
    "report": "Report",
    "file-details": "Details of file",
    "supplement": "Supplement",
    "answers": "Answers",
}

LEVELS = {
    "1": "a child may be in imminent danger",
    "2": "to be worked the same day",
    "3": "in turn",
    "E": "from a registered company, not yet ranked",
}


def section_c(contents: PacketContents) -> Section:
    """Write down priority, designation, viewings, escalations and notes."""
    blocks = (
        *(public.decided_blocks(contents.public) if contents.public else ()),
        *_priority(contents),
        *_designation(contents),
        *_escalations(contents),
        *_viewings(contents),
        *_notes(contents),
        *_originals(contents),
        *_preparation(contents),
    )
    return Section("C", "Additional information by the clearinghouse", LEAD, blocks)


def level_words(level: str) -> str:
    """Say what a priority level means, or nothing for a level of another scale."""
    return LEVELS.get(level, "")


def _priority(contents: PacketContents) -> tuple[Block, ...]:
    priority = contents.priority
    set_by = priority.set_by or "rules only; no person has ranked this report"
    return (
        Heading("Priority"),
        Facts(
            (
                Row(
                    "Level",
                    (joined((priority.level, level_words(priority.level)), ": "),),
                ),
                Row("Set by", (set_by,)),
                *told("Set at", moment(priority.set_at) if priority.set_at else None),
                *(_reason(reason) for reason in priority.reasons),
            )
        ),
    )


def _reason(reason: PriorityReason) -> Row:
    facts = tuple(f"{fact.name}: {fact.value}" for fact in reason.facts)
    return Row(f"Rule {reason.rule}", (reason.sentence, *facts))


def _designation(contents: PacketContents) -> tuple[Block, ...]:
    found = contents.designation
    rows = (
        Row("Designation", (found.kind.capitalize(),)),
        *told("Arm", found.arm),
        Row("Why", (found.sentence,)),
        *told("Incident after review", contents.incident_classification),
    )
    return (Heading("Referral or informational"), Facts(rows))


def _escalations(contents: PacketContents) -> tuple[Block, ...]:
    if not contents.escalations:
        return ()
    rows = tuple(
        (moment(raised.at), raised.by, raised.reason) for raised in contents.escalations
    )
    table = Table(("When", "By", "Reason"), rows, (24, 22, 54))
    return (Heading("Escalations"), table)


def _viewings(contents: PacketContents) -> tuple[Block, ...]:
    heading = Heading("Files viewed by the clearinghouse")
    rows = tuple(
        (file.file_id, moment(viewing.at), viewing.by, viewing.basis)
        for file in contents.files
        for viewing in file.viewed_by_clearinghouse
    )
    labels = tuple(
        Row(file.file_id, (", ".join(file.labels),))
        for file in contents.files
        if file.labels
    )
    viewed: Block = Note("Staff of the clearinghouse opened none of the files.")
    if rows:
        head = ("File", "When", "By", "Basis")
        viewed = Table(head, rows, (33, 23, 16, 28), mono=(0,))
    labeled = (Heading("Labels given by staff", 3), Facts(labels)) if labels else ()
    return (heading, viewed, *labeled)


def _notes(contents: PacketContents) -> tuple[Block, ...]:
    if not contents.analyst_notes:
        return ()
    return (
        Heading("Analysts' notes"),
        *(
            Prose(note.text, joined((note.by, moment(note.at)), ", "))
            for note in contents.analyst_notes
        ),
    )


def _originals(contents: PacketContents) -> tuple[Block, ...]:
    if not contents.originals:
        return ()
    rows = tuple(
        Row(joined((ORIGINALS.get(o.kind, o.kind), o.file_id)), (o.sha256,), Face.MONO)
        for o in contents.originals
    )
    return (
        Heading("Originals as received"),
        Note("SHA-256 of each submission, in the order of arrival.", leads=True),
        Facts(rows),
    )


def _preparation(contents: PacketContents) -> tuple[Block, ...]:
    rows = (
        Row("Prepared by", (contents.prepared_by,)),
        Row("Prepared at", (moment(contents.prepared_at),)),
        Row("Reference", (contents.reference,), Face.MONO),
    )
    return (Heading("This packet"), Facts(rows))
