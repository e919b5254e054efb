"""Look at a report's files in the jail, once for each distinct content."""

from collections.abc import Callable
from datetime import datetime

from tipline.files.decoder.protocol import Inspection, Reason
from tipline.files.models import Content, PictureHash, ReportedFile, VideoHash
from tipline.foundation.audit import services as audit
from tipline.foundation.policy.principal import Principal
from tipline.foundation.policy.scope import acting
from tipline.hashing.pdq import CANONICAL_RECIPE
from tipline.hashing.video import pack

Inspect = Callable[[ReportedFile], Inspection | None]
"""Looks at a file; None leaves it for another time."""


def inspect_report(
    actor: Principal,
    report_id: int,
    inspect: Inspect,
    *,
    most: int | None = None,
    at: datetime,
) -> bool:
    """Give the files of a report their contents; what is known is not looked at again.

    `inspect` decrypts and decodes, and runs outside of any transaction. If it fails for
    a file the others are looked at all the same, and its error is raised at the end.

    Args:
        actor: who looks.
        report_id: whose files.
        inspect: what looks at one.
        most: after so many it ends, None for all.
        at: now.

    Returns:
        Whether it ended early, so that there may be more to look at.
    """
    with acting(actor):
        rows = ReportedFile.objects.filter(report_id=report_id, content=None)
        waiting = list(rows.order_by("pk"))
    given, failed = 0, list[Exception]()
    for file in waiting:
        try:
            given += _give_content(actor, file, inspect, at=at)
        except Exception as error:  # noqa: BLE001 - raised when every file had its turn
            failed.append(error)
        if given == most:
            return bool(failed) or file is not waiting[-1]
    if failed:
        raise failed[0]
    return False


def _give_content(
    actor: Principal, file: ReportedFile, inspect: Inspect, *, at: datetime
) -> bool:
    with acting(actor):
        known = _known(file)
    found = None if known else inspect(file)
    if not known and not found:
        return False
    with acting(actor):
        if found:
            _keep(file, found, at)
        content = Content.objects.get(sha256=file.sha256)
        ReportedFile.objects.filter(pk=file.pk).update(content=content)
        audit.record(
            actor,
            "file.inspected",
            f"report:{file.report_id}",
            file=file.pk,
            content=content.pk,
            outcome=content.inspection,
        )
    return True


def _known(file: ReportedFile) -> bool:
    """Say whether a file's content was looked at, and the answer understood."""
    contents = Content.objects.filter(sha256=file.sha256)
    return contents.exclude(inspection_reason=Reason.BAD_ANSWER).exists()


def _keep(file: ReportedFile, found: Inspection, at: datetime) -> None:
    """Keep what was found, unless somebody else looked at the same in the meantime."""
    facts = {
        "inspection": found.outcome,
        "inspection_reason": str(found.reason or ""),
        "inspected_at": at,
        "media_type": found.media_type or "",
        "width": found.width,
        "height": found.height,
        "frames": found.frames,
        "exif": dict(found.exif),
    }
    sent = {"sha1": file.sha1, "md5": file.md5, "size_bytes": file.size_bytes}
    content, is_new = Content.objects.select_for_update().get_or_create(
        sha256=file.sha256, defaults=sent | facts
    )
    if not is_new:
        if content.inspection_reason != Reason.BAD_ANSWER:
            return
        Content.objects.filter(pk=content.pk).update(**facts)
    PictureHash.objects.bulk_create(hash_rows(content, found))
    if found.video:
        VideoHash.objects.create(
            content=content,
            recipe=CANONICAL_RECIPE,
            length_ms=found.video.length_ms,
            cut=str(found.video.cut or ""),
            frames=pack(found.video.frames),
        )


def hash_rows(content: Content, found: Inspection) -> list[PictureHash]:
    """Give the rows of a content's hashes, not kept yet."""
    return [
        PictureHash(
            content=content,
            recipe=made.recipe,
            value=made.value,
            quality=made.quality,
            turned=b"".join(made.turned),
        )
        for made in found.hashes
    ]
