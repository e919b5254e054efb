"""From what is known of a report to the signals that rank it."""

from collections.abc import Iterable, Sequence

from tipline.files.models import ReportedFile
from tipline.files.queries import details_of
from tipline.intake.document import ReportDocument
from tipline.matching.models import Match
from tipline.triage.priority import Signals

VIRAL_MARKS = frozenset({"viral", "potentialMeme"})


def media_known_viral(
    document: ReportDocument, files: Sequence[ReportedFile], matches: Iterable[Match]
) -> bool | None:
    """Tell whether all files are often-seen material; None when nobody can say."""
    if not files:
        return None
    viral = _viral(document, files, matches)
    return True if len(viral) == len(files) else None


def signals_of(
    document: ReportDocument,
    files: Sequence[ReportedFile],
    matches: Sequence[Match],
    *,
    repeat_reports: int,
    has_place: bool,
) -> Signals:
    """Draw the signals of a finished report."""
    viral = _viral(document, files, matches)
    known = {match.file_id for match in matches} - viral
    novel = [file for file in files if _is_media(file) and file.pk not in viral | known]
    marks = (mark for file in files if file.pk not in viral for mark in _marks(file))
    return Signals(
        incident_type=document.incident_type,
        is_escalated=document.escalation_reason is not None,
        report_annotations=frozenset(document.annotations),
        file_annotations=frozenset(marks),
        has_child_account=bool(document.victims),
        novel_files=len(novel),
        known_files=len(known),
        viral_files=len(viral),
        repeat_reports=repeat_reports,
        has_place=has_place,
    )


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
