"""How single values are put into words, the same in every part of the packet."""

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime

from tipline.hashing.video import clocked
from tipline.referral.packet.contents import Overlap

NOT_PROVIDED = "(Information Not Provided by Company)"

DASH = "\N{EN DASH}"

THREE_STATES = {True: "Yes", False: "No", None: NOT_PROVIDED}

# Characters that reorder or hide text, so that a name could be printed as another one,
# and those that no font can know: they are written out by number.
WRITTEN_OUT = re.compile(
    "[\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\ue000-\uf8ff\ufdd0-\ufdef\ufffe\uffff\U000e0000-\U000e007f\U000f0000-\U0010ffff]"
)

REPLACED: dict[int, str | None] = {
    **dict.fromkeys(range(0x20)),
    **dict.fromkeys(range(0x7F, 0xA0)),
    **dict.fromkeys(range(0xD800, 0xE000), "\ufffd"),
    0x09: "    ",
    0x0A: "\n",
    0x2028: "\n",
    0x2029: "\n",
}


def printable(text: str) -> str:
    """Make `text` fit for paper: every character is either visible or gone.

    Control characters and NUL are removed, marks that reorder or hide text are written
    out as `[U+202E]`, and lines end in a line feed. The originals keep every byte.
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n").translate(REPLACED)
    return WRITTEN_OUT.sub(lambda found: f"[U+{ord(found[0]):04X}]", lines)


def utc(at: datetime) -> datetime:
    """Give the moment in UTC to the second; at the calendar's ends unchanged."""
    try:
        return at.astimezone(UTC).replace(microsecond=0)
    except OverflowError:
        return at.replace(tzinfo=UTC, microsecond=0)


def stamp(at: datetime | None) -> str | None:
    """Write `YYYY-MM-DDTHH:MM:SSZ`, the only form that police tools read."""
    return None if at is None else utc(at).isoformat().replace("+00:00", "Z")


def moment(at: datetime | None) -> str:
    """Write `2026-11-21 14:05:09 UTC`, or that it was not provided."""
    if at is None:
        return NOT_PROVIDED
    return f"{utc(at).replace(tzinfo=None).isoformat(' ')} UTC"


def day(on: date | None) -> str:
    """Write `2026-11-21`, or that it was not provided."""
    return NOT_PROVIDED if on is None else on.isoformat()


def place(country: str | None, state: str | None) -> str:
    """Write a place from small to large, `OR, US`, or `unknown`."""
    return joined((state, country), ", ") or "unknown"


def joined(parts: Iterable[str | None], separator: str = " ") -> str:
    """Join the parts that say something."""
    return separator.join(part for part in parts if part)


def overlap_words(overlap: Overlap) -> str:
    """Say how much two videos have in common, and when in the reported one."""
    shares = (
        f"{overlap.file_percent:.0f} % of this file",
        f"{overlap.other_percent:.0f} % of the other video",
    )
    return ", ".join((*shares, *clocked(overlap.file_times)))


def size(size_bytes: int) -> str:
    """Write `1,234 bytes`, exact as a court wants it."""
    return f"{size_bytes:,} byte{'' if size_bytes == 1 else 's'}"


def counted(number: int, noun: str) -> str:
    """Write `no files`, `1 file`, `3 files`."""
    return f"{number or 'no'} {noun}{'' if number == 1 else 's'}"
