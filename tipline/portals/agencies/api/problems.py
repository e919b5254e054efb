"""Refusals as programs read them: problem details by RFC 9457."""

import json

from django.http import HttpResponse

from tipline.foundation.accounts.errors import TokenRefusedError
from tipline.foundation.errors import TiplineError
from tipline.foundation.request_id import current_request_id

PROBLEM = "application/problem+json"
_TITLES = {
    400: "The request is not valid",
    401: "A valid token is missing",
    403: "Not allowed",
    404: "Nothing is here for you",
    405: "Another method is needed",
    409: "Not possible as things are",
    413: "Too large",
    429: "Too many requests",
    503: "Out of service for a moment",
}
_REALM = 'Bearer realm="Tipline, agencies"'


def problem(refusal: TiplineError) -> HttpResponse:
    """Say a refusal: what kind (`type`, `code`), what happened, what to do."""
    status = refusal.http_status
    said: dict[str, object] = {
        "type": f"urn:tipline:problem:{refusal.code}",
        "title": _TITLES.get(status, "Refused"),
        "status": status,
        "code": refusal.code,
        "detail": str(refusal),
        "request_id": current_request_id(),
    }
    if "errors" in refusal.fields:
        said["errors"] = refusal.fields["errors"]
    response = HttpResponse(
        json.dumps(said, ensure_ascii=False), status=status, content_type=PROBLEM
    )
    if isinstance(refusal, TokenRefusedError):
        response["WWW-Authenticate"] = _REALM
    if "retry_after_seconds" in refusal.fields:
        response["Retry-After"] = str(refusal.fields["retry_after_seconds"])
    if "allowed" in refusal.fields:
        response["Allow"] = str(refusal.fields["allowed"])
    return response


def fault() -> HttpResponse:
    """Say that something broke here; nothing of it is told but the request's id."""
    said = {
        "type": "urn:tipline:problem:server-error",
        "title": "Something broke here",
        "status": 500,
        "code": "server-error",
        "detail": "Send it again in a minute. If it stays, tell the operator the"
        " request_id.",
        "request_id": current_request_id(),
    }
    return HttpResponse(json.dumps(said), status=500, content_type=PROBLEM)
