"""The parts a printed packet is made of, before anybody thinks of paper.

The sections are written as these values; `packet.typ` turns them into pages. All text
is data: nothing in it is ever read as markup.
"""

from dataclasses import dataclass, field
from enum import StrEnum

from tipline.intake.wording import Words
from tipline.referral.packet.wording import not_provided


class Face(StrEnum):
    """How the values of a row are set: hashes and addresses stand in one width."""

    PLAIN = "plain"
    MONO = "mono"
    ABSENT = "absent"


class Tone(StrEnum):
    """What a banner tells at a glance, without color."""

    OPEN = "open"
    CLOSED = "closed"
    ALERT = "alert"


@dataclass(frozen=True)
class Row:
    """A label at the left, its values at the right, one below the other."""

    label: str
    values: tuple[str, ...]
    face: Face = Face.PLAIN


@dataclass(frozen=True)
class Facts:
    """Rows under each other."""

    rows: tuple[Row, ...]
    kind: str = field(default="facts", init=False)


@dataclass(frozen=True)
class Table:
    """Columns with a head that repeats on each page; `mono` are column numbers.

    `weights` share the width between the columns.
    """

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    weights: tuple[int, ...]
    mono: tuple[int, ...] = ()
    kind: str = field(default="table", init=False)


@dataclass(frozen=True)
class Banner:
    """A box that must not be overlooked."""

    tone: Tone
    title: Words
    text: Words
    kind: str = field(default="banner", init=False)


@dataclass(frozen=True)
class Heading:
    """A heading; `level` 2 is listed in the table of contents, 3 is not."""

    text: str
    level: int = 2
    kind: str = field(default="heading", init=False)


@dataclass(frozen=True)
class Prose:
    """Running text; with a label it is set apart as something quoted."""

    text: str
    label: str = ""
    kind: str = field(default="prose", init=False)


@dataclass(frozen=True)
class Note:
    """A remark in small type; one that `leads` stays with what follows it."""

    text: str
    leads: bool = False
    kind: str = field(default="note", init=False)


@dataclass(frozen=True)
class Code:
    """An address as text and as a QR code; `svg` is the drawing."""

    text: str
    svg: str
    caption: str
    kind: str = field(default="code", init=False)


Block = Facts | Table | Banner | Heading | Prose | Note | Code


@dataclass(frozen=True)
class Section:
    """One of the sections A to D; `lead` says who is speaking in it."""

    letter: str
    title: str
    lead: str
    blocks: tuple[Block, ...]


def asked(label: str, value: str | None, face: Face = Face.PLAIN) -> Row:
    """Give the row of a question that is always asked, also when it is unanswered."""
    if not value:
        return Row(label, (not_provided(),), Face.ABSENT)
    return Row(label, (value,), Face.ABSENT if value == not_provided() else face)


def asked_each(label: str, values: tuple[str, ...], face: Face = Face.PLAIN) -> Row:
    """Give one row with all answers, or the words that there is none."""
    said = tuple(filter(None, values))
    return Row(label, said, face) if said else asked(label, None)


def told(label: str, value: str | None, face: Face = Face.PLAIN) -> tuple[Row, ...]:
    """Give a row only where something was said."""
    return (Row(label, (value,), face),) if value else ()


def told_each(
    label: str, values: tuple[str, ...], face: Face = Face.PLAIN
) -> tuple[Row, ...]:
    """Give one row with all values, or none."""
    said = tuple(filter(None, values))
    return (Row(label, said, face),) if said else ()
