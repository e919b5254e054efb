"""The one address that hashes are sent to. It can take nothing else."""

import ipaddress
from datetime import UTC, datetime

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse

from tipline.foundation.errors import TiplineError
from tipline.portals.public.take_it_down.policy import quiet
from tipline.takeitdown import ceilings, services
from tipline.takeitdown.errors import NoHashesError, TooMuchSentError
from tipline.takeitdown.limits import Door
from tipline.takeitdown.submission import BYTES_MOST, read

SENT = Door(note=ceilings.note_unknown_refused)
_JSON = "application/json"


@quiet
def hashes(request: HttpRequest) -> HttpResponse:
    """Answer in JSON, whatever comes: code and PIN, or why not."""
    try:
        submission = read(_body(request))
        limits = settings.TAKE_IT_DOWN_LIMITS
        processes = settings.ENVIRONMENT.web_workers
        SENT.spend(address_of(request), limits, processes=processes)
        receipt = services.submit(
            submission,
            key=settings.TAKE_IT_DOWN_KEY,
            limits=limits,
            at=datetime.now(UTC),
        )
    except TiplineError as refused:
        return _refusal(refused)
    return JsonResponse({"code": receipt.code, "pin": receipt.pin})


def address_of(request: HttpRequest) -> str:
    """Give whom to count, never kept and never logged; nobody where it is not known.

    Behind a proxy on this machine or in its network, the last that the proxy named.
    """
    direct = str(request.META.get("REMOTE_ADDR", ""))
    named = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
    return next(filter(_is_visitor, (direct, named)), "")


def _is_visitor(address: str) -> bool:
    try:
        return ipaddress.ip_address(address).is_global
    except ValueError:
        return False


def _body(request: HttpRequest) -> bytes:
    """Give a body that says its type and its length, is short, and not compressed."""
    if request.headers.get("Content-Type") != _JSON:
        raise NoHashesError(problem=f"the content type is not {_JSON}")
    if request.headers.get("Content-Encoding"):
        raise NoHashesError(problem="it is compressed")
    length = request.headers.get("Content-Length", "")
    if not (length.isascii() and length.isdecimal()):
        raise NoHashesError(problem="it does not say its length")
    if int(length[:10]) > BYTES_MOST:
        raise TooMuchSentError(most=BYTES_MOST)
    return request.read(BYTES_MOST + 1)


def _refusal(refused: TiplineError) -> HttpResponse:
    response = JsonResponse(
        {"error": refused.code, "message": str(refused)}, status=refused.http_status
    )
    if "retry_after_seconds" in refused.fields:
        response["Retry-After"] = str(refused.fields["retry_after_seconds"])
    return response
