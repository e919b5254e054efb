"""What is known of a report's files, to whoever may ask."""

import json
from collections.abc import Collection, Iterable
from pathlib import Path
from typing import Any

from django.db.models.fields.json import KT

from tipline.files.decoder.protocol import Reason, VideoFacts
from tipline.files.models import ReportedFile, StagedFile, VideoHash
from tipline.foundation.errors import NotFoundError
from tipline.foundation.policy.principal import Principal
from tipline.foundation.policy.scope import acting, call_as
from tipline.foundation.statements import statement
from tipline.hashing.pdq import RECIPES, PdqHash
from tipline.intake.codec import from_json
from tipline.intake.completeness import FileFacts
from tipline.intake.document import FileDocument
from tipline.intake.errors import NotYourReportError
from tipline.intake.models import Report

_HERE = Path(__file__).parent


def files_of(reader: Principal, report_id: int) -> list[ReportedFile]:
    """List the files of a report with their contents, in the order they came."""
    return files_by_report(reader, [report_id])[report_id]


def files_by_report(
    reader: Principal, report_ids: Collection[int]
) -> dict[int, list[ReportedFile]]:
    """Give for each of these reports what `files_of` lists."""
    found: dict[int, list[ReportedFile]] = {each: [] for each in report_ids}
    with acting(reader):
        rows = ReportedFile.objects.filter(report_id__in=report_ids).order_by("pk")
        rows = rows.select_related("content__video").prefetch_related("content__hashes")
        for file in rows:
            found[file.report_id].append(file)
    return found


def sent_report(
    platform: Principal, report_id: int
) -> tuple[Report, list[ReportedFile]]:
    """Give a platform's report with its files in their order, as of one moment.

    The rows hold what the platform sent; what was found out since is not filled in.

    Raises:
        NotYourReportError: no such report, or another's: the same answer.
    """
    values = {
        "report": report_id,
        "platform": platform.organization_id,
        "actor": platform.actor,
        "is_test": platform.is_test,
    }
    row = call_as(platform, statement(_HERE, "sent_report"), values)
    if row is None:
        raise NotYourReportError(report_id=report_id)
    sent: dict[str, Any] = dict(zip(_SENT, row, strict=True))
    for name in ("document", "warnings", "files"):
        sent[name] = json.loads(str(sent[name]))
    files = [ReportedFile(report_id=report_id, **each) for each in sent.pop("files")]
    is_test, platform_id = platform.is_test, platform.organization_id
    return Report(id=report_id, platform_id=platform_id, is_test=is_test, **sent), files


# The columns of sql/sent_report.sql.
_SENT = (
    "state",
    "opened_at",
    "changed_at",
    "is_escalated",
    "is_batched",
    "document",
    "warnings",
    "files",
)


def received_files(platform: Principal, report_id: int) -> list[ReportedFile]:
    """List the files of a platform's report in the order they came."""
    with acting(platform):
        sql = statement(_HERE, "received")
        return list(ReportedFile.objects.raw(sql, {"report": report_id}))


def file_of(reader: Principal, report_id: int, file_id: str) -> ReportedFile:
    """Give one file of a report, or raise NotFoundError."""
    with acting(reader):
        found = ReportedFile.objects.filter(report_id=report_id, file_id=file_id)
        found = found.select_related("content__video")
        found = found.prefetch_related("content__hashes")
        file = found.first()
    if file is None:
        raise NotFoundError
    return file


def has_unseen(reader: Principal, report_id: int) -> bool:
    """Say whether there are files of a report that nobody has looked at yet."""
    with acting(reader):
        rows = ReportedFile.objects.filter(report_id=report_id, content=None)
        return rows.exists()


def hashes_of(file: ReportedFile) -> list[PdqHash]:
    """Give a file's PDQ hashes, one a recipe, the canonical one first."""
    if file.content is None:
        return []
    made = [row.as_hash() for row in file.content.hashes.all()]
    return sorted(made, key=lambda each: RECIPES.index(each.recipe))


def video_of(file: ReportedFile) -> VideoHash | None:
    """Give a file's frame hashes, or None if it does not move."""
    return getattr(file.content, "video", None)


def video_facts_of(file: ReportedFile) -> VideoFacts | None:
    """Give how long a file moves, until where it was seen, and its kept frames."""
    video = video_of(file)
    if video is None:
        return None
    cut = Reason(video.cut) if video.cut else None
    return VideoFacts(video.length_ms, cut, video.as_frames())


def details_of(file: ReportedFile) -> FileDocument | None:
    """Give what is said about a file, as corrected, or None if nothing is."""
    stands = file.corrected_details or file.details
    return from_json(FileDocument, stands) if stands else None


def details_as_sent(file: ReportedFile) -> FileDocument | None:
    """Give what was said of a file before it was corrected; None if it never was."""
    if not file.corrected_details:
        return None
    nothing = {"report_id": file.report_id, "file_id": file.file_id}
    return from_json(FileDocument, file.details or nothing)


def facts_of(file: ReportedFile) -> FileFacts:
    """Give the part of a file that completeness looks at."""
    return FileFacts(size_bytes=file.size_bytes, details=details_of(file))


def known_objects(reader: Principal, object_ids: Iterable[str]) -> set[str]:
    """Give those objects of the vault that a file's row still names."""
    with acting(reader):
        wanted, found = list(object_ids), set[str]()
        for kind in (ReportedFile, StagedFile):
            named = kind.objects.annotate(named=KT("stored__object_id"))
            rows = named.filter(named__in=wanted)
            found |= set(rows.values_list("named", flat=True))
        return found
