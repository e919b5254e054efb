"""Take in a report's files and what the platform says about them."""

import hashlib
import json
import secrets
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple, cast

from tipline.files.errors import BatchedReportError
from tipline.foundation.policy.principal import Principal
from tipline.foundation.policy.scope import call_as
from tipline.foundation.request_id import current_request_id
from tipline.foundation.statements import statement
from tipline.hashing.digests import Digests
from tipline.intake import services as intake
from tipline.intake.codec import to_json
from tipline.intake.document import FileDocument
from tipline.intake.errors import (
    FileMissingError,
    Finding,
    Problem,
    ValidationFailedError,
)
from tipline.intake.profile import Profile

# Clients read an id without one of these letters as a number: all digits, 0x…, 1e5.
_LETTERS = frozenset("abcdf")


def new_file_id() -> str:
    """Make a wire id: 32 hexadecimal characters that no client takes for a number."""
    while True:
        file_id = secrets.token_hex(16)
        if not _LETTERS.isdisjoint(file_id):
            return file_id


_HERE = Path(__file__).parent


class Received(NamedTuple):
    """What a platform is told of its file; `is_new` is false for a repeat."""

    file_id: str
    md5: str
    is_new: bool


def receive_file(
    platform: Principal,
    report_id: int,
    *,
    file_name: str,
    digests: Digests,
    stored: dict[str, Any],
    at: datetime,
) -> Received:
    """Add a file that the vault already keeps to an open report.

    Gives its wire id, and whether it is new: the same bytes under the same name, before
    anything was said about the first, are a repeat whose answer was lost. The caller
    shreds the second copy.
    """
    values = {
        "report": report_id,
        "platform": platform.organization_id,
        "actor": platform.actor,
        "is_test": platform.is_test,
        "file_id": new_file_id(),
        "file_name": file_name,
        "size_bytes": digests.size_bytes,
        "md5": digests.md5,
        "sha1": digests.sha1,
        "sha256": digests.sha256,
        "stored": json.dumps(stored),
        "request_id": current_request_id(),
        **intake.clock_values(at),
    }
    row = call_as(platform, statement(_HERE, "receive_file"), values)
    outcome, file_id = cast("tuple[str, str]", row)
    intake.require_touched(outcome, report_id)
    return Received(file_id, digests.md5, is_new=outcome == "added")


def describe_file(  # noqa: PLR0913 - what was sent, what was read, and when
    platform: Principal,
    details: FileDocument,
    *,
    body: bytes,
    content_type: str,
    profile: Profile,
    warnings: Sequence[Finding],
    at: datetime,
    as_batched: bool = False,
) -> None:
    """Keep what the platform says about one file of an open report.

    The same details again change nothing. Other details replace the first ones in the
    lenient profile, and are refused in the strict one; every version is kept as sent.

    Raises:
        FileMissingError: the report has no such file.
        BatchedReportError: the report is a batch and the details were not read as of
            one; nothing was kept.
        ValidationFailedError: strict, and the file was described otherwise before.
        NotYourReportError, ReportRetractedError, ReportFinishedError: the report takes
            nothing.
    """
    values = {
        "platform": platform.organization_id,
        "actor": platform.actor,
        "is_test": platform.is_test,
        "report": details.report_id,
        "file_id": details.file_id,
        "as_batched": as_batched,
        "details": json.dumps(to_json(details)),
        "digest": hashlib.sha256(body).digest(),
        "warnings": json.dumps([to_json(finding) for finding in warnings]),
        "viewed": details.viewed_by_platform,
        "exif_viewed": details.exif_viewed_by_platform,
        "public": details.publicly_available,
        "may_replace": profile is Profile.LENIENT,
        "content_type": content_type[:200],
        "body": body,
        "request_id": current_request_id(),
        **intake.clock_values(at),
    }
    row = call_as(platform, statement(_HERE, "describe_file"), values)
    outcome = str(row[0]) if row else ""
    intake.require_touched(outcome, details.report_id)
    if outcome == "batched":
        raise BatchedReportError
    if outcome == "no-file":
        raise FileMissingError(file_id=details.file_id)
    if outcome == "said-otherwise":
        raise ValidationFailedError((_ALREADY_DESCRIBED,))


_ALREADY_DESCRIBED = Problem(
    line=1,
    column=1,
    sentence="This file was described before with other details. Send the details of a"
    " file once, or retract the report and submit it again.",
)
