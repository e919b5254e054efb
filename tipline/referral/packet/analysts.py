"""Section C: what people and rules of the clearinghouse concluded."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from tipline.foundation.sentence import Sentence
from tipline.intake.wording import Words, arm_words
from tipline.referral.packet import public
from tipline.referral.packet.contents import (
    Fact,
    PacketContents,
    PacketFile,
    PriorityReason,
)
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
from tipline.referral.packet.sentence import (
    as_told,
    in_words,
    isolated,
)
from tipline.referral.packet.wording import joined, moment, together, with_code
from tipline.review.wording import tags_of
from tipline.triage import wording

LEAD = _lazy(
    "This section was added by the clearinghouse: how the report was ranked and "
    "classified, which files staff opened, and what analysts wrote."
)

ORIGINALS = {
    "report": _lazy("Report"),
    "file-details": _lazy("Details of file"),
    "supplement": _lazy("Supplement"),
    "answers": _lazy("Answers"),
}

LEVELS = {
    "1": _lazy("a child may be in imminent danger"),
    "2": _lazy("to be worked the same day"),
    "3": _lazy("in turn"),
    "E": _lazy("from a registered company, not yet ranked"),
}


STATED = "stated"
# What rules count and quote; what is not here is a rule's own word.
FACTS: dict[str, Words] = {
    "novel files": _lazy("novel files"),
    "known files": _lazy("known files"),
    "viral files": _lazy("viral files"),
    "repeat reports": _lazy("repeat reports"),
    "incident days": _lazy("incident days"),
    "danger": _lazy("danger"),
    "access": _lazy("access"),
    "told by": _lazy("told by"),
    "by": _lazy("by"),
    STATED: _lazy("stated"),
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
    return Section(
        "C", _("Additional information by the clearinghouse"), str(LEAD), blocks
    )


def level_words(level: str) -> str:
    """Say what a priority level means, or nothing for a level of another scale."""
    return str(LEVELS.get(level, ""))


def designation_kind(kind: str) -> str:
    """Say that a report is a referral or informational."""
    words = {"referral": _("Referral"), "informational": _("Informational")}
    return words.get(kind, kind)


def _priority(contents: PacketContents) -> tuple[Block, ...]:
    priority = contents.priority
    set_by = in_words(priority.set_by) or _(
        "rules only; no person has ranked this report"
    )
    return (
        Heading(_("Priority")),
        Facts(
            (
                Row(
                    _("Level"),
                    (joined((priority.level, level_words(priority.level)), ": "),),
                ),
                Row(_("Set by"), (set_by,)),
                *told(
                    _("Set at"), moment(priority.set_at) if priority.set_at else None
                ),
                *(_reason(reason) for reason in priority.reasons),
            )
        ),
    )


def _reason(reason: PriorityReason) -> Row:
    facts = tuple(map(_fact, reason.facts))
    rule = _("Rule %(name)s") % {"name": isolated(reason.rule)}
    return Row(rule, (in_words(reason.sentence), *facts))


def _fact(fact: Fact) -> str:
    said = fact_value(fact)
    if isinstance(fact.value, Sentence) or said == isolated(fact.value):
        return f"{fact_words(fact.name)}: {said}"
    return f"{fact_words(fact.name)}: {with_code(said, fact.value)}"


def fact_value(fact: Fact) -> str:
    """Say what a rule saw in words; a number, a term or a name as it is."""
    if isinstance(fact.value, Sentence):
        return in_words(fact.value)
    if isinstance(fact.name, Sentence):  # a term, and where it was found
        theme = str(wording.term_words(fact.value))
        return isolated(theme) if theme == fact.value else theme
    name = "" if fact.name == STATED else f"{fact.name.replace(' ', '_')}:"
    code = f"{name}{fact.value}"
    said = str(wording.fact_words(code))
    return isolated(fact.value) if said == code else said


def fact_words(name: str) -> str:
    """Name what a rule counted or quoted, in the language in force."""
    return str(FACTS.get(name, "")) or in_words(name)


def _designation(contents: PacketContents) -> tuple[Block, ...]:
    found = contents.designation
    arm = found.arm or ""
    rows = (
        Row(_("Designation"), (designation_kind(found.kind),)),
        *told(_("Arm"), with_code(str(arm_words(arm)), arm) if arm else None),
        Row(_("Why"), (in_words(found.sentence),)),
        *told(_("Incident after review"), contents.incident_classification),
    )
    return (Heading(_("Referral or informational")), Facts(rows))


def _escalations(contents: PacketContents) -> tuple[Block, ...]:
    if not contents.escalations:
        return ()
    rows = tuple(
        (moment(raised.at), as_told(raised.by), as_told(raised.reason))
        for raised in contents.escalations
    )
    table = Table((_("When"), _("By"), _("Reason")), rows, (24, 22, 54))
    return (Heading(_("Escalations")), table)


def _viewings(contents: PacketContents) -> tuple[Block, ...]:
    heading = Heading(_("Files viewed by the clearinghouse"))
    rows = tuple(
        (file.file_id, moment(viewing.at), viewing.by, in_words(viewing.basis))
        for file in contents.files
        for viewing in file.viewed_by_clearinghouse
    )
    labels = tuple(
        Row(file.file_id, (together(labels_of(file)),))
        for file in contents.files
        if file.labels
    )
    viewed: Block = Note(_("Staff of the clearinghouse opened none of the files."))
    if rows:
        head = (_("File"), _("When"), _("By"), _("Basis"))
        viewed = Table(head, rows, (33, 23, 16, 28), mono=(0,))
    labeled = (Heading(_("Labels given by staff"), 3), Facts(labels)) if labels else ()
    return (heading, viewed, *labeled)


def labels_of(file: PacketFile) -> tuple[str, ...]:
    """Give what staff say that a file shows, in the language in force."""
    return tags_of(file.label_set) if file.label_set else file.labels


def _notes(contents: PacketContents) -> tuple[Block, ...]:
    if not contents.analyst_notes:
        return ()
    return (
        Heading(_("Analysts' notes")),
        *(
            Prose(note.text, together((note.by, moment(note.at))))
            for note in contents.analyst_notes
        ),
    )


def _originals(contents: PacketContents) -> tuple[Block, ...]:
    if not contents.originals:
        return ()
    rows = tuple(
        Row(
            joined((str(ORIGINALS.get(o.kind, o.kind)), isolated(o.file_id))),
            (o.sha256,),
            Face.MONO,
        )
        for o in contents.originals
    )
    return (
        Heading(_("Originals as received")),
        Note(_("SHA-256 of each submission, in the order of arrival."), leads=True),
        Facts(rows),
    )


def _preparation(contents: PacketContents) -> tuple[Block, ...]:
    rows = (
        Row(_("Prepared by"), (contents.prepared_by,)),
        Row(_("Prepared at"), (moment(contents.prepared_at),)),
        Row(_("Reference"), (contents.reference,), Face.MONO),
    )
    return (Heading(_("This packet")), Facts(rows))
