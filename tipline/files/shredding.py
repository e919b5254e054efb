"""Make files of a report unreadable for good."""

from collections.abc import Sequence
from datetime import datetime

from tipline.files import keeping
from tipline.files.models import ReportedFile
from tipline.foundation.audit import services as audit
from tipline.foundation.policy.principal import Principal
from tipline.foundation.policy.scope import acting
from tipline.foundation.vault.vault import StoredObject
from tipline.intake.models import Report


def forget_files(
    principal: Principal, report: Report, *, at: datetime
) -> list[StoredObject]:
    """Forget the keys of a report's files; give what the vault may now remove.

    The rows stay with their digests: that a file existed is no secret, its bytes are.
    """
    with acting(principal):
        files = ReportedFile.objects.filter(report=report, shredded_at=None)
        stored = [keeping.from_row(file.stored) for file in files]
        count = files.update(stored={}, details=None, file_name="", shredded_at=at)
        if count:
            audit.record(
                principal, "files.shredded", f"report:{report.pk}", count=count
            )
    return stored


def shred(stored: Sequence[StoredObject]) -> None:
    """Remove the sealed bytes whose keys are forgotten."""
    for each in stored:
        keeping.vault().shred(each)
