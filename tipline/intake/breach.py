"""A broken rule before its line is known, and its way to a finding with line."""

from collections.abc import Iterable
from dataclasses import dataclass

from lxml import etree

from tipline.intake.errors import Finding
from tipline.intake.warning_sentences import WARNINGS
from tipline.intake.xml_front import positions

# A body of 2 MB can hold tens of thousands of them; nobody reads past the first page.
MAX_FINDINGS = 100


@dataclass(frozen=True)
class Breach:
    """Something refused or warned about.

    `where` is the element or its path, as found in the body that was sent; None is the
    document as a whole. A path is looked up late: in a wide document each costs a walk
    over all siblings.
    """

    where: etree._Element | str | None
    rule_id: str
    sentence: str


def place(body: bytes, breaches: Iterable[Breach]) -> tuple[Finding, ...]:
    """Give the breaches their lines and columns, in document order, each once.

    Beyond the hundredth they are only counted.
    """
    unique = list(dict.fromkeys(breaches))
    if not unique:
        return ()
    paths = [_path(breach.where) for breach in unique[:MAX_FINDINGS]]
    places = positions(body, set(paths))
    shown = zip(unique, paths, strict=False)
    found = sorted(_finding(breach, places[path]) for breach, path in shown)
    if len(unique) > MAX_FINDINGS:
        found.append(_rest(found[-1], len(unique) - MAX_FINDINGS))
    return tuple(found)


def _path(where: etree._Element | str | None) -> str:
    if where is None:
        return "/"
    return where if isinstance(where, str) else where.getroottree().getpath(where)


def _finding(breach: Breach, place: tuple[int, int]) -> Finding:
    line, column = place
    return Finding(
        line=line, column=column, rule_id=breach.rule_id, sentence=breach.sentence
    )


def _rest(last: Finding, count: int) -> Finding:
    return Finding(
        line=last.line,
        column=last.column,
        rule_id="more",
        sentence=WARNINGS["more"] % {"count": count},
    )


def quoted(value: str | None) -> str:
    """Give a value as sent, short enough for a sentence, on one line."""
    text = " ".join((value or "").split())
    return f"'{text[:57]}…'" if len(text) > 60 else f"'{text}'"  # noqa: PLR2004
