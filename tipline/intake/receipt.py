"""What a platform holds in its hand after finish: the receipt, in three forms.

The XML answer to finish is the statutory notice and keeps the protocol's shape; all
that no client expects there goes into response headers and the receipt's own address.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from xml.sax.saxutils import escape

from tipline.intake.codec import Json
from tipline.intake.completeness import Completeness
from tipline.intake.designation import Designation
from tipline.intake.errors import Finding

# Header lines stay well below what proxies cut.
_MAX_HEADER_FIELDS = 12


@dataclass(frozen=True, kw_only=True)
class ReceiptFile:
    """One file as it was received; hashes in lower-case hex."""

    file_id: str
    md5: str
    sha1: str
    sha256: str
    size_bytes: int


@dataclass(frozen=True, kw_only=True)
class Receipt:
    """What was received, how complete it is, and what was answered when.

    `answer` is the body that answered finish, letter by letter, since it is the legal
    notice; None as long as the report is not finished.
    """

    report_id: int
    state: str
    is_test: bool
    received_at: datetime
    finished_at: datetime | None = None
    completeness: Completeness | None = None
    designation: Designation | None = None
    warnings: tuple[Finding, ...] = ()
    files: tuple[ReceiptFile, ...] = ()
    answer: str | None = None
    answered_at: datetime | None = None


def receipt_json(receipt: Receipt) -> Json:
    """Give the receipt as JSON values; what is not known yet is null."""
    return {
        "reportId": receipt.report_id,
        "state": receipt.state,
        "isTest": receipt.is_test,
        "receivedAt": time_text(receipt.received_at),
        "finishedAt": time_text(receipt.finished_at),
        "completeness": completeness_json(receipt.completeness),
        "designation": designation_json(receipt.designation),
        "warnings": [warning_json(warning) for warning in receipt.warnings],
        "files": [file_json(file) for file in receipt.files],
        "answer": receipt.answer,
        "answeredAt": time_text(receipt.answered_at),
    }


def receipt_xml(receipt: Json, *, root: str = "receipt") -> bytes:
    """Give what `receipt_json` gave, in the same order, as `<receipt>` or `root`.

    Null is left out.
    """
    content = "".join(_xml(root, receipt))
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{content}'.encode()


def receipt_headers(receipt: Receipt) -> dict[str, str]:
    """Give the response headers that go with the answer to finish; ASCII only."""
    headers: dict[str, str] = {}
    if receipt.completeness is not None:
        headers["Tipline-Completeness"] = str(receipt.completeness.score)
        missing = [part.field for part in receipt.completeness.missing]
        if missing:
            headers["Tipline-Missing"] = ", ".join(missing[:_MAX_HEADER_FIELDS])
    if receipt.designation is not None:
        arm = receipt.designation.arm
        headers["Tipline-Designation"] = receipt.designation.kind + (
            f"; arm={arm}" if arm else ""
        )
    return headers


def time_text(at: datetime | None) -> str | None:
    """Write a moment as receipts do, in UTC; None stays None."""
    if at is None:
        return None
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def completeness_json(completeness: Completeness | None) -> Json | None:
    """Give a score with everything that is missing."""
    if completeness is None:
        return None
    missing = [
        {
            "field": part.field,
            "cost": part.cost,
            "add": part.missing_sentence,
            "why": part.why_sentence,
        }
        for part in completeness.missing
    ]
    return {"score": completeness.score, "missing": missing}


def designation_json(designation: Designation | None) -> Json | None:
    """Give what a report is, by which arm, in a sentence."""
    if designation is None:
        return None
    return {
        "kind": designation.kind,
        "arm": designation.arm,
        "sentence": designation.sentence,
    }


def warning_json(warning: Finding) -> Json:
    """Give one warning with its place and rule."""
    return {
        "line": warning.line,
        "column": warning.column,
        "rule": warning.rule_id,
        "sentence": warning.sentence,
    }


def file_json(file: ReceiptFile) -> Json:
    """Give one file with its hashes."""
    return {
        "fileId": file.file_id,
        "md5": file.md5,
        "sha1": file.sha1,
        "sha256": file.sha256,
        "sizeBytes": file.size_bytes,
    }


_SINGULAR = {
    "corrections": "correction",
    "files": "file",
    "missing": "part",
    "warnings": "warning",
}


def _xml(name: str, value: object) -> Iterator[str]:
    if value is None:
        return
    yield f"<{name}>"
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _xml(key, inner)
    elif isinstance(value, list):
        for item in value:
            yield from _xml(_SINGULAR[name], item)
    elif isinstance(value, bool):
        yield str(value).lower()
    else:
        yield escape(str(value))
    yield f"</{name}>"
