"""The page for integrators, made from the schema, the codes and the rules."""

import json
from datetime import UTC, datetime
from functools import cache
from importlib import resources
from typing import Any, NamedTuple

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from lxml import etree

from tipline.hashing.digests import Digests, DigestStream
from tipline.intake import xml_front
from tipline.intake.completeness import FileFacts, assess_completeness
from tipline.intake.completeness_sentences import SENTENCES
from tipline.intake.correcting import FIELDS
from tipline.intake.designation import designate, designation_facts
from tipline.intake.expiry import AFTER_LAST_CHANGE, AFTER_OPENING
from tipline.intake.incident_types import LEGACY_INCIDENT_TYPES
from tipline.intake.profile import Profile
from tipline.intake.receipt import Receipt, ReceiptFile, receipt_headers, receipt_json
from tipline.intake.schema_reference import schema_reference
from tipline.intake.wire import ReadFileDetails, read_file_details, read_report
from tipline.intake.wire_codes import WIRE_ANSWERS, WireCode
from tipline.portals.platforms.answers import (
    report_done_response,
    report_response,
    supplement_response,
)
from tipline.portals.platforms.rules import RULES

_EXAMPLES = resources.files("tipline.portals.platforms") / "examples"
_REPORT_ID = 1948273645512704
_FILE_ID = "b045d9a81f5c4e6f9d3a7c2e1b8f6054"
_PICTURE = bytes(48_213)
_SUBMITTED_AT = datetime(2026, 10, 31, 8, 0, tzinfo=UTC)
_FINISHED_AT = datetime(2026, 10, 31, 8, 2, tzinfo=UTC)
_SUPPLEMENT_ID = 1949106412298240
_CLEARED = {
    "clearances": [
        {
            "id": "1949106412298241",
            "clearanceId": "1949106412290048",
            "reportId": _REPORT_ID,
            "state": "confirmed",
            "verdict": "not-csam",
            "ground": "adults",
            "files": [_FILE_ID],
            "saidBy": "Exemplar task force",
            "saidAt": "2026-11-02T09:30:00.000Z",
            "at": "2026-11-02T14:05:12.000Z",
        }
    ],
    "next": "1949106412298241",
}
_ANSWER_TYPES = (
    "reportResponse",
    "reportDoneResponse",
    "supplementResponse",
    "files",
)
_LONG_LIST = 20  # values beyond this many are shown on demand


class RubricRow(NamedTuple):
    """A part of the completeness score, in points and words."""

    field: str
    points: float
    missing: str
    why: str


def page(request: HttpRequest) -> HttpResponse:
    return render(request, "platforms/documentation.html", _context())


@cache
def _context() -> dict[str, Any]:
    sections = schema_reference()
    types = [one for one in sections if one.name not in _ANSWER_TYPES]
    return {
        "base": f"{settings.ENVIRONMENT.public_url}/ispws",
        "examples": _examples(),
        "codes": [(int(code), answer) for code, answer in WIRE_ANSWERS.items()],
        "rules": RULES,
        "correctable": [(part, tuple(fields)) for part, fields in FIELDS.items()],
        "legacy_types": LEGACY_INCIDENT_TYPES.items(),
        "types": [one for one in types if not one.values],
        "lists": [(one, len(one.values) > _LONG_LIST) for one in types if one.values],
        "answer_types": [one for one in sections if one.name in _ANSWER_TYPES],
        "rubric": _rubric(),
        "rubric_total": settings.COMPLETENESS_WEIGHTS.total(),
        "limits": _limits(),
    }


def _limits() -> dict[str, int]:
    return {
        "xml_bytes": xml_front.MAX_BYTES // 1024 // 1024,
        "elements": xml_front.MAX_ELEMENTS,
        "depth": xml_front.MAX_DEPTH,
        "attributes": xml_front.MAX_ATTRIBUTES,
        "requests_per_minute": settings.ENVIRONMENT.platform_requests_per_minute,
        "open_hours": int(AFTER_OPENING.total_seconds() // 3600),
        "idle_hours": int(AFTER_LAST_CHANGE.total_seconds() // 3600),
    }


def example(name: str) -> str:
    """Give a file of the examples, as the page shows it."""
    text = (_EXAMPLES / name).read_text(encoding="utf-8")
    return text.replace("BASE_URL", f"{settings.ENVIRONMENT.public_url}/ispws")


def _examples() -> dict[str, Any]:
    receipt = example_receipt()
    code, code_done = WireCode.VALIDATION_FAILED, WireCode.REPORT_ALREADY_FINISHED
    refusal = (
        "Validation failed\n[6,5] - 'incidentDateTime' lies in the future; write when"
        " it happened, with its zone."
    )
    return {
        "script": example("report.sh"),
        "report": example("report.xml"),
        "file_details": example("file-details.xml"),
        "batched": example("batched-report.xml"),
        "supplement": example("supplement.xml"),
        "cleared": json.dumps(_CLEARED, indent=2),
        "supplemented": _pretty(supplement_response(_REPORT_ID, _SUPPLEMENT_ID)),
        "status": _pretty(
            report_response(0, "Remote User : exemplar, Remote Ip : 198.51.100.7")
        ),
        "opened": _pretty(report_response(0, "Success", report_id=_REPORT_ID)),
        "uploaded": _pretty(
            report_response(
                0,
                "Success",
                report_id=_REPORT_ID,
                file_id=_FILE_ID,
                digest=_digests().md5,
            )
        ),
        "finished": _pretty(report_done_response(_REPORT_ID, (_FILE_ID,))),
        "headers": receipt_headers(receipt),
        "receipt_json": json.dumps(receipt_json(receipt), indent=2),
        "refused": _pretty(report_response(code, refusal)),
        "refused_finish": _pretty(report_done_response(_REPORT_ID, code=code_done)),
        "report_id": _REPORT_ID,
    }


@cache
def example_receipt() -> Receipt:
    """Give the receipt of the example report, by the rules that make real ones."""
    read = read_report(
        example("report.xml").encode(),
        content_type="text/xml",
        profile=Profile.STRICT,
        at=_SUBMITTED_AT,
        own_reports=lambda named: named,
    )
    digests = _digests()
    facts = (
        FileFacts(size_bytes=digests.size_bytes, details=_file_details().document),
    )
    return Receipt(
        report_id=_REPORT_ID,
        state="finished",
        is_test=False,
        received_at=_SUBMITTED_AT,
        finished_at=_FINISHED_AT,
        completeness=assess_completeness(
            read.document,
            facts,
            settings.COMPLETENESS_WEIGHTS,
            finished_at=_FINISHED_AT,
        ),
        designation=designate(designation_facts(read.document, facts)),
        warnings=read.warnings,
        files=(
            ReceiptFile(
                file_id=_FILE_ID,
                md5=digests.md5,
                sha1=digests.sha1,
                sha256=digests.sha256,
                size_bytes=digests.size_bytes,
            ),
        ),
        answer=report_done_response(_REPORT_ID, (_FILE_ID,)).decode(),
        answered_at=_FINISHED_AT,
    )


def _digests() -> Digests:
    stream = DigestStream()
    stream.update(_PICTURE)
    return stream.result()


def _file_details() -> ReadFileDetails:
    body = example("file-details.xml").replace("REPORT_ID", str(_REPORT_ID))
    return read_file_details(
        body.replace("FILE_ID", _FILE_ID).encode(),
        content_type="text/xml",
        profile=Profile.STRICT,
        at=_SUBMITTED_AT,
        batched=False,
    )


def _rubric() -> list[RubricRow]:
    completeness = example_receipt().completeness
    parts = () if completeness is None else completeness.parts
    return [
        RubricRow(part.field, part.weight, *SENTENCES[part.field]) for part in parts
    ]


def _pretty(answer: bytes) -> str:
    root = etree.fromstring(answer)
    etree.indent(root)
    return etree.tostring(root, encoding="unicode")
