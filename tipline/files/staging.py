"""Files that come with a supplement: kept apart until it comes, then their report's."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from tipline.files import keeping
from tipline.files.models import ReportedFile, StagedFile
from tipline.files.queries import details_of
from tipline.files.services import Received, new_file_id
from tipline.foundation.audit import services as audit
from tipline.foundation.policy.principal import Principal
from tipline.foundation.policy.scope import acting
from tipline.foundation.vault.vault import StoredObject
from tipline.hashing.digests import Digests
from tipline.intake import supplements
from tipline.intake.codec import to_json
from tipline.intake.correcting import CannotCorrectError, corrected_file
from tipline.intake.document import Correction, FileDocument
from tipline.intake.errors import FileMissingError, TooManySupplementsError
from tipline.intake.field_rules_supplements import FILES_MOST
from tipline.intake.models import Report

Wrong = list[tuple[int, CannotCorrectError]]


def stage_file(
    platform: Principal,
    report_id: int,
    *,
    file_name: str,
    digests: Digests,
    stored: dict[str, Any],
    at: datetime,
) -> Received:
    """Keep a file, which the vault has already, for a supplement that is to come.

    The same bytes under the same name are a repeat whose answer was lost: they give
    the first file's id, and the caller shreds the second copy.

    Raises:
        NotYourReportError, ReportNotFinishedError, ReportRetractedError: as for the
            supplement itself.
        TooManySupplementsError: too many files wait.
    """
    with acting(platform):
        report = supplements.lock_finished(platform, report_id)
        waiting = StagedFile.objects.filter(report_id=report.pk)
        known = waiting.filter(sha256=digests.sha256, file_name=file_name).first()
        if known is not None:
            return Received(known.file_id, known.md5, is_new=False)
        if waiting.count() >= FILES_MOST:
            raise TooManySupplementsError(most=FILES_MOST)
        file = StagedFile.objects.create(
            file_id=new_file_id(),
            report_id=report.pk,
            platform_id=platform.organization_id,
            file_name=file_name,
            size_bytes=digests.size_bytes,
            md5=digests.md5,
            sha1=digests.sha1,
            sha256=digests.sha256,
            received_at=at,
            stored=stored,
        )
        audit.record(platform, "file.staged", f"report:{report.pk}", staged=file.pk)
    return Received(file.file_id, file.md5, is_new=True)


def staged_for(
    report: Report, described: Sequence[FileDocument]
) -> dict[str, StagedFile]:
    """Give the waiting files that a supplement describes, by their ids.

    Raises:
        FileMissingError: one of them does not wait for this report.
    """
    wanted = [each.file_id for each in described]
    rows = StagedFile.objects.filter(report_id=report.pk, file_id__in=wanted)
    found = {row.file_id: row for row in rows.select_for_update()}
    for file_id in wanted:
        if file_id not in found:
            raise FileMissingError(file_id=file_id)
    return found


def take_over(
    supplement_id: int,
    described: Sequence[FileDocument],
    staged: Mapping[str, StagedFile],
) -> None:
    """Make waiting files a part of their report, as the supplement describes them."""
    for details in described:
        file = staged[details.file_id]
        ReportedFile.objects.create(
            file_id=file.file_id,
            report_id=file.report_id,
            platform_id=file.platform_id,
            supplement_id=supplement_id,
            file_name=file.file_name,
            size_bytes=file.size_bytes,
            md5=file.md5,
            sha1=file.sha1,
            sha256=file.sha256,
            received_at=file.received_at,
            stored=file.stored,
            details=to_json(details),
            **_answers(details),
        )
        file.delete()


def corrected_files(
    files: Sequence[ReportedFile], corrections: Sequence[Correction]
) -> tuple[dict[int, str | None], Wrong]:
    """Correct what is said of files, in memory; give the values of before.

    Returns:
        By the place of each correction of a file what stood there, and what does not
        fit, by its place.
    """
    by_id = {file.file_id: file for file in files}
    old: dict[int, str | None] = {}
    wrong: Wrong = []
    for number, said in enumerate(corrections):
        if said.of != "file":
            continue
        file = by_id.get(said.file_id or "")
        if file is None:
            raise FileMissingError(file_id=said.file_id)
        details = details_of(file) or FileDocument(
            report_id=file.report_id, file_id=file.file_id
        )
        try:
            details, old[number] = corrected_file(details, said)
        except CannotCorrectError as error:
            wrong.append((number, error))
            continue
        file.corrected_details = to_json(details)
        for name, value in _answers(details).items():
            setattr(file, name, value)
    return old, wrong


def keep_corrected(files: Sequence[ReportedFile]) -> None:
    """Keep what `corrected_files` changed; what was submitted stays beside it."""
    for file in files:
        file.save(update_fields=("corrected_details", *_ANSWERS))


_ANSWERS = ("viewed_by_platform", "exif_viewed_by_platform", "publicly_available")


def _answers(details: FileDocument) -> dict[str, bool | None]:
    return {name: getattr(details, name) for name in _ANSWERS}


def drop_waiting(
    actor: Principal, *, before: datetime, most: int
) -> list[StoredObject]:
    """Forget files whose supplement never came; give what the vault may remove."""
    with acting(actor):
        rows = StagedFile.objects.filter(received_at__lt=before).order_by("pk")
        old = list(rows.select_for_update(skip_locked=True)[:most])
        StagedFile.objects.filter(pk__in=[row.pk for row in old]).delete()
        if old:
            audit.record(actor, "files.staged_dropped", "vault", count=len(old))
    return [keeping.from_row(row.stored) for row in old]
