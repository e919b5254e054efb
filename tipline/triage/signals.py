"""From what is known of a report to the signals that rank it."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import TypedDict

from tipline.files.models import ReportedFile
from tipline.files.queries import details_of
from tipline.intake.document import FileDocument, ReportDocument
from tipline.intake.public_document import THE_CALL
from tipline.matching.models import Match
from tipline.triage.priority import Signals
from tipline.triage.terms import Plausible, TermTable, by_theme
from tipline.triage.texts import texts_of

VIRAL_MARKS = frozenset({"viral", "potentialMeme"})


def media_known_viral(
    document: ReportDocument, files: Sequence[ReportedFile], matches: Iterable[Match]
) -> bool | None:
    """Tell whether all files are often-seen material; None when nobody can say."""
    if not files:
        return None
    viral = _viral(document, files, matches)
    return True if len(viral) == len(files) else None


def signals_of(  # noqa: PLR0913 - one value for each source of signals
    document: ReportDocument,
    files: Sequence[ReportedFile],
    matches: Sequence[Match],
    *,
    terms: Mapping[str, tuple[str, ...]],
    label_marks: frozenset[str],
    harmless: Collection[int] = (),
    repeat_reports: int,
    has_place: bool,
    is_danger_confirmed: bool = False,
    finished_at: datetime,
) -> Signals:
    """Draw the signals of a finished report.

    Args:
        document: what the platform said.
        files: the report's files, with what was said of them.
        matches: which of them are on lists.
        terms: what `terms_in` found in the texts, by theme.
        label_marks: what people said that the files show.
        harmless: contents that show no child, as people said: never new material.
        repeat_reports: how many other reports name the same person.
        has_place: whether anything hints at a place.
        is_danger_confirmed: whether the danger that a caller names was confirmed.
        finished_at: when the platform finished the report.
    """
    viral = _viral(document, files, matches)
    known = {match.file_id for match in matches} - viral
    novel = [
        file
        for file in files
        if _is_media(file)
        and file.pk not in viral | known
        and file.content_id not in harmless
    ]
    marks = (mark for file in files if file.pk not in viral for mark in _marks(file))
    return Signals(
        incident_type=document.incident_type,
        is_escalated=document.escalation_reason is not None,
        report_annotations=frozenset(document.annotations),
        file_annotations=frozenset(marks),
        has_child_account=_has_child_account(document),
        terms=terms,
        novel_files=len(novel),
        known_files=len(known),
        viral_files=len(viral),
        label_marks=label_marks,
        repeat_reports=repeat_reports,
        incident_days=_days(document, finished_at),
        has_place=has_place,
        **_told(document, is_danger_confirmed=is_danger_confirmed),
    )


def sent_signals(
    document: ReportDocument,
    details: Sequence[FileDocument],
    *,
    terms: Mapping[str, tuple[str, ...]],
    is_danger_confirmed: bool = False,
    finished_at: datetime,
) -> Signals:
    """Draw the signals that what was sent gives alone, before anything is looked up.

    Nothing counts as novel, known or repeated; all marks of viral files are left out.
    """
    not_viral = (each for each in details if not VIRAL_MARKS & set(each.annotations))
    marks = frozenset(mark for each in not_viral for mark in each.annotations)
    return Signals(
        incident_type=document.incident_type,
        is_escalated=document.escalation_reason is not None,
        report_annotations=frozenset(document.annotations),
        file_annotations=frozenset() if document.batch_reason is not None else marks,
        has_child_account=_has_child_account(document),
        terms=terms,
        incident_days=_days(document, finished_at),
        **_told(document, is_danger_confirmed=is_danger_confirmed),
    )


class _Told(TypedDict, total=False):
    """The signals that only a caller's answers give."""

    danger_now: str
    access: str
    told_by: str


def _told(document: ReportDocument, *, is_danger_confirmed: bool) -> _Told:
    """Give what a caller's answers say, empty where a platform reports."""
    public = document.public
    if public is None:
        return {}
    danger = "confirmed" if is_danger_confirmed else "unverified"
    return {
        "danger_now": danger if public.says_danger else "",
        "access": public.access or "",
        "told_by": public.told_by or "",
    }


def _has_child_account(document: ReportDocument) -> bool:
    """Tell whether a child's account is named; a caller may name the child alone."""
    if document.public is None:
        return bool(document.victims)
    return any(child.screen_name for child in document.victims)


def terms_in(
    document: ReportDocument,
    details: Iterable[FileDocument],
    *,
    table: TermTable,
    plausible: Plausible,
) -> Mapping[str, tuple[str, ...]]:
    """Search the report's texts for the operator's terms; gives ids, never texts."""
    return by_theme(table.find(texts_of(document, details), plausible))


def _days(document: ReportDocument, finished_at: datetime) -> int | None:
    """Count whole days; an incident that lies in the future is of today."""
    if document.public is not None and document.incident_at_description == THE_CALL:
        return None
    return max((finished_at - document.incident_at).days, 0)


def _viral(
    document: ReportDocument, files: Sequence[ReportedFile], matches: Iterable[Match]
) -> set[int]:
    """Give the files that a list or the platform calls often-seen."""
    by_list = {m.file_id for m in matches if m.entry.hash_list.is_viral}
    if document.batch_reason is not None:
        return by_list | {file.pk for file in files}
    return by_list | {file.pk for file in files if VIRAL_MARKS & set(_marks(file))}


def _marks(file: ReportedFile) -> tuple[str, ...]:
    details = details_of(file)
    return details.annotations if details else ()


def _is_media(file: ReportedFile) -> bool:
    """Tell pictures and video from chat logs; what nobody could read may be either."""
    kind = file.content.media_type if file.content else ""
    return not kind or kind.startswith(("image/", "video/"))
