"""Rules of a batched report: many users of one viral file, nothing of their own.

They hold in every profile: a batch that carries more than a batch may would lose it.
"""

from collections.abc import Iterator

from lxml import etree

from tipline.intake.field_rules_said import Said

_NOT_IN_REPORT = (
    "incidentSummary/escalateToHighPriority",
    "internetDetails",
    "lawEnforcement",
    "intendedRecipient",
    "victim",
    "additionalInfo",
)
_NOT_IN_FILE = (
    "originalFileName",
    "locationOfFile",
    "originalFileHash",
    "ipCaptureEvent",
    "deviceId",
    "details",
    "additionalInfo",
)
_BATCH_MARKS = frozenset({"viral", "potentialMeme"})


def batched_report(root: etree._Element) -> Iterator[Said]:
    """Say what a batched report may not hold; nothing if it is not batched."""
    if root.find("batchedReport") is None:
        return
    for path in _NOT_IN_REPORT:
        for element in root.iterfind(path):
            sentence = (
                f"A batched report may not have '{element.tag}'; take it out, or"
                " report this incident by itself."
            )
            yield Said(element, "batch.forbidden-element", sentence)
    for person in root.iterfind("personOrUserReported"):
        yield from _person(person)


def _person(person: etree._Element) -> Iterator[Said]:
    if [child.tag for child in person] != ["espIdentifier"]:
        sentence = (
            "In a batched report 'personOrUserReported' holds one 'espIdentifier' and"
            " nothing else; move the rest to a report of its own."
        )
        yield Said(person, "batch.person-content", sentence)


def batched_file(root: etree._Element) -> Iterator[Said]:
    """Say what the file of a batched report may not hold, and what it must."""
    for name in _NOT_IN_FILE:
        for element in root.iterfind(name):
            sentence = f"The file of a batched report may not have '{name}'."
            yield Said(element, "batch.file-forbidden-element", sentence)
    yield from _marks(root)
    relevance = root.find("fileRelevance")
    if relevance is not None and relevance.text != "Reported":
        sentence = "The 'fileRelevance' of a batched report's file must be 'Reported'."
        yield Said(relevance, "batch.file-relevance", sentence)


def _marks(root: etree._Element) -> Iterator[Said]:
    marks = [mark for part in root.iterfind("fileAnnotations") for mark in part]
    bare = root.find("potentialMeme")
    names = {str(mark.tag) for mark in marks}
    if not names & _BATCH_MARKS and (bare is None or bare.text not in {"true", "1"}):
        sentence = (
            "The file of a batched report must be marked 'viral' or 'potentialMeme' in"
            " 'fileAnnotations'."
        )
        yield Said(root, "batch.file-mark-missing", sentence)
    for mark in marks:
        if mark.tag not in _BATCH_MARKS:
            sentence = (
                f"The file of a batched report may not be marked '{mark.tag}'; only"
                " 'viral' and 'potentialMeme' are allowed."
            )
            yield Said(mark, "batch.file-other-annotation", sentence)
