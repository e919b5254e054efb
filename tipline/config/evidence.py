"""The evidence gateway: previews of files, on an origin that has nothing else.

A WSGI application of its own, without sessions, cookies, forms or templates. It answers
`GET /preview/TICKET` to pages of the public address alone, as their browser says, and
refuses whoever sends our cookie: then the origins are not apart.
"""

from collections.abc import Callable, Iterable
from functools import cache
from http.cookies import CookieError, SimpleCookie
from typing import Any

import structlog
from django.conf import settings
from django.utils import timezone

from tipline.files.decoder.preview_protocol import Drawn, NotDrawn
from tipline.files.decoder.previews import PreviewDecoder
from tipline.foundation.errors import (
    InvalidRequestError,
    NotFoundError,
    PermissionDeniedError,
    TiplineError,
)
from tipline.viewing.gateway import serve

Start = Callable[[str, list[tuple[str, str]]], Any]
log = structlog.get_logger()

_PATH = "/preview/"
HEADERS = {
    "Cache-Control": "no-store, private",
    "Content-Security-Policy": "default-src 'none'; sandbox; base-uri 'none';"
    " form-action 'none'; frame-ancestors 'none'",
    "Cross-Origin-Opener-Policy": "same-origin",
    # A page must ask in CORS mode, which is granted to one origin and sends no cookie.
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "Vary": "Origin",
    "X-Content-Type-Options": "nosniff",
}
_STATUS = {400: "400 Bad Request", 403: "403 Forbidden", 404: "404 Not Found"}


class OtherOriginError(PermissionDeniedError):
    """The request does not come from one of our own pages."""

    code = "other-origin"
    sentence = "Previews are shown in Tipline's own pages only."


class OriginNotIsolatedError(InvalidRequestError):
    """Our cookie came along, so this address is not apart from the public one."""

    code = "origin-not-isolated"
    sentence = (
        "This address receives the cookies of Tipline's pages, so it shows no file. "
        "Give TIPLINE_EVIDENCE_URL a host name of its own."
    )


def application(environ: dict[str, Any], start_response: Start) -> Iterable[bytes]:
    """Answer one request for a preview; everything else is 404."""
    try:
        _admit(environ)
        token = environ.get("PATH_INFO", "").removeprefix(_PATH)
        look = settings.VIEWING.look
        served = serve(token, draw=_draw, default=look, at=timezone.now())
    except TiplineError as refusal:
        return _refused(refusal, start_response)
    except Exception as error:
        log.exception("evidence.failed", error=type(error).__name__)
        return _refused(NotFoundError(), start_response)
    length = ("Content-Length", str(served.size_bytes))
    start_response("200 OK", [*_headers("image/png"), length])
    return served.pieces


def _admit(environ: dict[str, Any]) -> None:
    is_preview = environ.get("PATH_INFO", "").startswith(_PATH)
    if environ.get("REQUEST_METHOD") != "GET" or not is_preview:
        raise NotFoundError
    if _has_our_cookie(environ.get("HTTP_COOKIE", "")):
        raise OriginNotIsolatedError
    if environ.get("HTTP_ORIGIN") != settings.ENVIRONMENT.public_url:
        raise OtherOriginError


def _has_our_cookie(header: str) -> bool:
    ours = {settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME}
    try:
        return not ours.isdisjoint(SimpleCookie(header))
    except CookieError:
        return True


def _draw(pieces: Iterable[bytes], size_bytes: int) -> Drawn | NotDrawn:
    return _decoder().draw(pieces, size_bytes=size_bytes)


@cache
def _decoder() -> PreviewDecoder:
    decoder = PreviewDecoder()
    decoder.start()
    return decoder


def _headers(media_type: str) -> list[tuple[str, str]]:
    allowed = ("Access-Control-Allow-Origin", settings.ENVIRONMENT.public_url)
    return [("Content-Type", media_type), allowed, *HEADERS.items()]


def _refused(refusal: TiplineError, start_response: Start) -> list[bytes]:
    """Say a refusal as plain text; one that is of no known status is a 404."""
    status = _STATUS.get(refusal.http_status, _STATUS[404])
    body = f"{refusal}\n".encode()
    length = ("Content-Length", str(len(body)))
    start_response(status, [*_headers("text/plain; charset=utf-8"), length])
    return [body]
