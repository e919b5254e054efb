"""Marks of a newer schema than ours: kept by name and warned about, never refused."""

from dataclasses import dataclass

from lxml import etree

from tipline.intake.breach import Breach
from tipline.intake.schema import annotation_names
from tipline.intake.warning_sentences import WARNINGS

_PLACES = {
    "report": ("incidentSummary/reportAnnotations", "reportAnnotations"),
    "fileDetails": ("fileAnnotations", "fileAnnotations"),
}


@dataclass(frozen=True)
class SetAside:
    """The names of marks that the schema does not know, and a warning for each."""

    names: tuple[str, ...] = ()
    breaches: tuple[Breach, ...] = ()


def set_unknown_annotations_aside(root: etree._Element) -> SetAside:
    """Take unknown marks out of the tree, so that the schema need not know them.

    Only what has the form of a mark: an empty element or `true`, without attributes,
    in no namespace, once. Everything else stays, and the schema refuses it.
    """
    path, kind = _PLACES[str(root.tag)]
    known = annotation_names(kind)
    unknown: dict[str, etree._Element] = {}
    for mark in (mark for holder in root.iterfind(path) for mark in holder):
        if mark.tag not in known and _is_mark(mark):
            unknown.setdefault(str(mark.tag), mark)
    # Paths before anything is removed: they are looked up in the body as it was sent.
    breaches = tuple(_breach(root, mark, known) for mark in unknown.values())
    for mark in unknown.values():
        mark.getparent().remove(mark)  # type: ignore[union-attr]  # found in one
    return SetAside(tuple(unknown), breaches)


def _is_mark(mark: etree._Element) -> bool:
    return (
        not str(mark.tag).startswith("{")
        and len(mark) == 0
        and not mark.attrib
        and (mark.text or "").strip() in {"", "true"}
        and not (mark.tail or "").strip()
    )


def _breach(
    root: etree._Element, mark: etree._Element, known: frozenset[str]
) -> Breach:
    said = {"name": mark.tag, "known": ", ".join(sorted(known))}
    sentence = WARNINGS["annotation.unknown"] % said
    return Breach(root.getroottree().getpath(mark), "annotation.unknown", sentence)
