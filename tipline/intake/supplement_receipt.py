"""What a platform holds in its hand after a supplement: a receipt like that of finish.

It says what came, what each corrected value was before, and how complete the report is
now; what was answered to finish stays as it is.
"""

from dataclasses import dataclass
from datetime import datetime

from tipline.intake.codec import Json
from tipline.intake.completeness import Completeness
from tipline.intake.designation import Designation
from tipline.intake.document import Correction, SupplementDocument
from tipline.intake.errors import Finding
from tipline.intake.receipt import (
    ReceiptFile,
    completeness_json,
    designation_json,
    file_json,
    time_text,
    warning_json,
)


@dataclass(frozen=True, kw_only=True)
class SupplementReceipt:
    """What was added and corrected, what the report is now, and what was answered.

    `answer` is None for what an analyst added: nobody is answered.
    """

    supplement_id: int
    report_id: int
    is_test: bool
    received_at: datetime
    document: SupplementDocument
    completeness_before: int | None
    completeness: Completeness
    designation: Designation
    warnings: tuple[Finding, ...] = ()
    files: tuple[ReceiptFile, ...] = ()
    answer: str | None = None


def supplement_receipt_json(receipt: SupplementReceipt) -> Json:
    """Give the receipt as JSON values."""
    said = receipt.document
    return {
        "supplementId": receipt.supplement_id,
        "reportId": receipt.report_id,
        "isTest": receipt.is_test,
        "receivedAt": time_text(receipt.received_at),
        "reason": said.reason,
        "isEscalation": said.escalation_reason is not None,
        "reportedInError": said.error_reason,
        "added": {
            "internetDetails": len(said.internet_details),
            "personOrUserReported": len(said.reported_persons),
            "intendedRecipient": len(said.intended_recipients),
            "victim": len(said.victims),
            "additionalInfo": int(said.additional_info is not None),
            "fileDetails": len(said.file_details),
        },
        "corrections": [correction_json(each) for each in said.corrections],
        "completenessBefore": receipt.completeness_before,
        "completeness": completeness_json(receipt.completeness),
        "designation": designation_json(receipt.designation),
        "warnings": [warning_json(warning) for warning in receipt.warnings],
        "files": [file_json(file) for file in receipt.files],
        "answer": receipt.answer,
        "answeredAt": time_text(receipt.received_at if receipt.answer else None),
    }


def correction_json(correction: Correction) -> Json:
    """Give one correction with both values, by the names of the wire."""
    is_account = correction.of not in {"report", "file"}
    return {
        "of": correction.of,
        "number": correction.number if is_account else None,
        "fileId": correction.file_id,
        "field": correction.field,
        "oldValue": correction.old_value,
        "newValue": correction.new_value or None,
    }
