"""Referral or informational: whether a report holds enough to act on.

The designation describes the report; it never keeps it from an agency, and it is apart
from priority and completeness. It is made at finish, and again when matches are known
or the platform adds to the report. The yearly statistics have no such designation for
reports of the public: there the field stays empty, and only the statutory table asks.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from tipline.intake.completeness import FileFacts
from tipline.intake.document import IpCapture, ReportDocument
from tipline.intake.evidence import (
    accounts,
    has_content,
    ip_captures,
    is_identifiable,
    located_by_ip,
    located_by_other_than_ip,
)

Kind = Literal["referral", "informational"]
Arm = Literal["no-nexus", "no-location", "viral-no-malice"]

# Sharing that is foolish, outraged or warning, but not out of interest in a child.
NO_MALICE = frozenset({"meme", "outrage", "awareness"})


@dataclass(frozen=True, kw_only=True)
class DesignationFacts:
    """What the designation looks at.

    `media_known_viral` is None as long as nobody knows: neither the platform's marks
    nor a match. `intent_annotations` are words of NO_MALICE, by the platform or by an
    analyst. `files_show_nothing` if people's labels say so of every file.
    """

    has_nexus: bool
    has_location: bool
    has_identifier: bool
    media_known_viral: bool | None = None
    intent_annotations: frozenset[str] = frozenset()
    files_show_nothing: bool = False


@dataclass(frozen=True, kw_only=True)
class Designation:
    """What the report is, by which arm, and the facts that decided."""

    kind: Kind
    arm: Arm | None
    fields: tuple[str, ...]
    sentence: str


def designate(facts: DesignationFacts) -> Designation:
    """Decide, in the order of the arms of the statutory definition.

    Source: the definitions of "informational" in the statutory report of 2023.
    """
    if not facts.has_nexus:
        labels = ("file_labels",) if facts.files_show_nothing else ()
        return _informational("no-nexus", ("has_nexus", *labels))
    if not facts.has_location and not facts.has_identifier:
        return _informational("no-location", ("has_location", "has_identifier"))
    if facts.media_known_viral and facts.intent_annotations & NO_MALICE:
        used = ("media_known_viral", "intent_annotations")
        return _informational("viral-no-malice", used)
    return Designation(
        kind="referral",
        arm=None,
        fields=(
            "has_nexus",
            "has_location" if facts.has_location else "has_identifier",
        ),
        sentence=(
            "A referral: it shows what happened and gives an agency a place or a person"
            " to start from."
        ),
    )


_SENTENCES: dict[Arm, str] = {
    "no-nexus": (
        "Informational: nothing in it shows exploitation of a child; add the file, the"
        " conversation or the address where it can be seen."
    ),
    "no-location": (
        "Informational: neither a place nor a person can be found from it; add an IP"
        " address with its time, or whatever identifies the account."
    ),
    "viral-no-malice": (
        "Informational: all of its media are widely shared copies, and the marks say"
        " that they were not shared out of interest in a child."
    ),
}


def _informational(arm: Arm, used: tuple[str, ...]) -> Designation:
    return Designation(
        kind="informational", arm=arm, fields=used, sentence=_SENTENCES[arm]
    )


def designation_facts(
    document: ReportDocument,
    files: tuple[FileFacts, ...],
    *,
    media_known_viral: bool | None = None,
    intent_said: frozenset[str] | None = None,
    files_show_nothing: bool = False,
) -> DesignationFacts:
    """Draw the facts from a report.

    Args:
        document: the report as understood.
        files: its uploaded files.
        media_known_viral: what matching found, once it has run; before that the
            platform's own marks count.
        intent_said: what analysts said of it; it replaces the platform's marks.
        files_show_nothing: people's labels say of every file that it is not relevant.
    """
    captures = _captures(document, files)
    said = _said_viral(document, files) if media_known_viral is None else None
    return DesignationFacts(
        has_nexus=_has_nexus(document, () if files_show_nothing else files),
        has_location=located_by_ip(captures) or located_by_other_than_ip(document),
        has_identifier=any(map(is_identifiable, document.reported_persons)),
        media_known_viral=said if media_known_viral is None else media_known_viral,
        intent_annotations=(
            _said_intent(document, files) if intent_said is None else intent_said
        ),
        files_show_nothing=files_show_nothing,
    )


def _captures(
    document: ReportDocument, files: tuple[FileFacts, ...]
) -> Iterator[IpCapture]:
    yield from ip_captures(document)
    for file in files:
        if file.details is not None and file.details.ip_capture is not None:
            yield file.details.ip_capture


def _has_nexus(document: ReportDocument, files: tuple[FileFacts, ...]) -> bool:
    details = document.internet_details
    return bool(
        any(file.size_bytes > 0 for file in files)
        or has_content(document)
        or any(d.urls or d.file_names or d.additional_info for d in details)
        or document.victims
        or document.additional_info
        or document.escalation_reason
        or any(account.additional_info for account in accounts(document))
    )


def _said_viral(document: ReportDocument, files: tuple[FileFacts, ...]) -> bool | None:
    if document.batch_reason is not None:
        return True
    if not files or any(file.details is None for file in files):
        return None
    marks = [file.details.annotations for file in files if file.details is not None]
    return True if all({"viral", "potentialMeme"} & set(m) for m in marks) else None


def _said_intent(
    document: ReportDocument, files: tuple[FileFacts, ...]
) -> frozenset[str]:
    marks = [file.details.annotations for file in files if file.details is not None]
    meme = bool(marks) and all("potentialMeme" in m for m in marks)
    return frozenset({"meme"}) if meme or document.batch_reason else frozenset()
