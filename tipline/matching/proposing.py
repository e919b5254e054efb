"""Propose a reported file for a list, with the hashes that Tipline computed."""

import mimetypes
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from tipline.files.models import ReportedFile
from tipline.files.queries import hashes_of
from tipline.foundation.errors import NotFoundError
from tipline.foundation.policy.principal import Principal
from tipline.foundation.policy.scope import acting
from tipline.hashing.distance import QUALITY_MIN
from tipline.hashlist import reviewing
from tipline.hashlist.errors import NothingToListError
from tipline.hashlist.models import Proposal
from tipline.hashlist.reviewing import Fingerprint, Look
from tipline.hashlist.states import Media
from tipline.intake.models import ReportState


@dataclass(frozen=True, kw_only=True)
class Proposable:
    """A file of a report, and the fingerprints that would go onto a list."""

    report_id: int
    file_id: str
    name: str
    media: str
    fingerprints: tuple[Fingerprint, ...]
    content_id: int | None = None


def proposable(reader: Principal, report_id: int, file_id: str) -> Proposable:
    """Give a file of a finished report as it would be proposed.

    Raises:
        NotFoundError: the report has no such file, or is hidden.
    """
    with acting(reader):
        file = (
            ReportedFile.objects.select_related("content")
            .prefetch_related("content__hashes")
            .filter(file_id=file_id, report_id=report_id)
            .filter(report__state=ReportState.FINISHED, report__is_test=False)
            .first()
        )
    if file is None:
        raise NotFoundError
    kind = file.content.media_type if file.content else ""
    # The decoder has not looked at it, or names no format.
    kind = kind or mimetypes.guess_type(file.file_name)[0] or ""
    return Proposable(
        report_id=report_id,
        file_id=file_id,
        name=file.file_name,
        media=Media.VIDEO if kind.startswith("video/") else Media.IMAGE,
        fingerprints=tuple(_fingerprints(file)),
        content_id=file.content_id,
    )


def propose_file(
    actor: Principal,
    file: Proposable,
    *,
    list_id: int,
    classification: str,
    look: Look,
    at: datetime,
) -> Proposal:
    """Propose a reported file for one of the clearinghouse's own lists.

    Raises:
        NothingToListError: the file has not been inspected yet.
        and what `reviewing.propose` raises.
    """
    if not file.fingerprints:
        raise NothingToListError
    return reviewing.propose(
        actor,
        list_id,
        media=file.media,
        classification=classification,
        fingerprints=file.fingerprints,
        look=look,
        origin={"report_id": file.report_id, "file_id": file.file_id},
        at=at,
    )


def _fingerprints(file: ReportedFile) -> Iterator[Fingerprint]:
    """Give our own hashes of the bytes; what a platform claims is not listed.

    A PDQ hash of poor quality is left out: those who match by it need not look at its
    quality, and would find every blank picture.
    """
    content = file.content
    if content is None:
        return
    yield Fingerprint(algorithm="md5", value=content.md5)
    yield Fingerprint(algorithm="sha1", value=content.sha1)
    yield Fingerprint(algorithm="sha256", value=content.sha256)
    for made in hashes_of(file):
        if made.quality >= QUALITY_MIN:
            yield Fingerprint(
                algorithm="pdq",
                value=made.hex,
                recipe=made.recipe,
                quality=made.quality,
            )
