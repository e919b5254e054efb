"""Around every endpoint of the reporting interface: who asks, and answers in XML."""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial, wraps

import structlog
from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.utils.module_loading import import_string
from django.views.decorators.csrf import csrf_exempt
from procrastinate.exceptions import ConnectorException

from tipline.foundation.audit import services as audit
from tipline.foundation.errors import TiplineError
from tipline.foundation.policy.scope import OutdatedPrincipalError, acting
from tipline.intake.callers import Caller, authenticate, forget
from tipline.intake.errors import (
    NotAuthorizedError,
    NotYourReportError,
    WireRefusedError,
)
from tipline.intake.wire_codes import WireCode
from tipline.portals.platforms.answers import CONTENT_TYPE, report_response
from tipline.portals.platforms.basic import basic_credential
from tipline.portals.platforms.errors import BodyTooLargeError, MethodRefusedError
from tipline.portals.platforms.limits import LIMITS

log = structlog.get_logger()

REALM = 'Basic realm="ESP Web Services", charset="UTF-8"'
RETRY_SECONDS = 5
ANY = "*"


View = Callable[..., HttpResponse]
Refusal = Callable[[HttpRequest, int, str], bytes]


def plain_refusal(request: HttpRequest, code: int, description: str) -> bytes:
    """Give the body that most endpoints refuse with."""
    del request
    return report_response(code, description)


def endpoint(
    *,
    method: str,
    action: str,
    refusal: Refusal = plain_refusal,
    reads_body: bool = True,
    is_held: bool = False,
) -> Callable[[View], View]:
    """Make a view of a function that takes the request and its caller.

    It answers one method, GET with HEAD, or `ANY`. Whatever happens, the answer is XML
    with a code of the protocol, and the HTTP status agrees with it; `refusal` makes its
    body. Without `reads_body` the view reads the request's body itself, as it arrives.
    With `is_held` the view does its work by functions of the database that hold the
    caller to their credential, so that it need not be looked up before.
    """

    def decorate(view: View) -> View:
        @csrf_exempt
        @wraps(view)
        def answer(request: HttpRequest, **kwargs: object) -> HttpResponse:
            try:
                admit = partial(_admit, request, method=method, action=action)
                caller = admit(is_held=is_held)
                if reads_body:
                    take_chunked_body(request)
                try:
                    return _call(view, request, caller, **kwargs)
                except OutdatedPrincipalError:
                    forget(caller.username)
                    return _call(view, request, admit(is_held=False), **kwargs)
            except TiplineError as refused:
                return _refused(request, refused, refusal)
            except (OperationalError, InterfaceError, ConnectorException):
                return _unavailable(request, refusal)
            except Exception as error:
                log.exception("platforms.failed", error_code=type(error).__name__)
                body = refusal(request, WireCode.SERVER_ERROR, "")
                return xml(body, status=500)

        return answer

    return decorate


def xml(body: bytes, *, status: int = 200) -> HttpResponse:
    """Give an XML answer."""
    return HttpResponse(body, status=status, content_type=CONTENT_TYPE)


def _admit(request: HttpRequest, *, method: str, action: str, is_held: bool) -> Caller:
    at = datetime.now(UTC)
    header = request.META.get("HTTP_AUTHORIZATION", "")
    caller = authenticate(*basic_credential(header), at=at, is_held=is_held)
    if not _answers(method, request.method):
        raise MethodRefusedError(method=method)
    if not import_string(settings.ACCESS_POLICY).may(caller.platform, action):
        raise NotAuthorizedError
    LIMITS.spend(caller.platform)
    return caller


def _answers(method: str, asked: str | None) -> bool:
    return method in {ANY, asked} or (method, asked) == ("GET", "HEAD")


def take_chunked_body(request: HttpRequest) -> None:
    """Take a body without a length whole, of which Django would read nothing."""
    if request.META.get("CONTENT_LENGTH") or request.method not in {"POST", "PUT"}:
        return
    most = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    body, source = b"", request.META["wsgi.input"]
    while piece := source.read(most + 1 - len(body)):
        body += piece
        if len(body) > most:
            raise BodyTooLargeError
    request._body = body  # noqa: SLF001 - where Django keeps it
    request.META["CONTENT_LENGTH"] = str(len(body))


def _call(
    view: View, request: HttpRequest, caller: Caller, **kwargs: object
) -> HttpResponse:
    try:
        return view(request, caller, **kwargs)
    except RequestDataTooBig as error:
        raise BodyTooLargeError from error
    except NotYourReportError:
        with acting(caller.platform):
            audit.record(caller.platform, "access.refused", "route:platforms")
        raise


def _refused(
    request: HttpRequest, refused: TiplineError, refusal: Refusal
) -> HttpResponse:
    code, description = _said(refused)
    response = xml(refusal(request, code, description), status=refused.http_status)
    if refused.http_status == 401:  # noqa: PLR2004 - HTTP's own number
        response["WWW-Authenticate"] = REALM
    if isinstance(refused, MethodRefusedError):
        response["Allow"] = str(refused.fields["method"])
    if "retry_after_seconds" in refused.fields:
        response["Retry-After"] = str(refused.fields["retry_after_seconds"])
    return response


def _said(refused: TiplineError) -> tuple[int, str]:
    """Give the code and description; what broke inside is told in the log alone."""
    is_ours = refused.http_status >= 500  # noqa: PLR2004 - HTTP's own number
    if is_ours:
        log.error("platforms.failed", error_code=refused.code, exc_info=refused)
    if isinstance(refused, WireRefusedError):
        return refused.wire_code, refused.description
    if is_ours:
        return WireCode.SERVER_ERROR, ""
    return WireCode.INVALID_REQUEST, str(refused)


def _unavailable(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """Answer while the database is away: nothing was kept, come back soon."""
    description = f"Server error\nNothing was kept. Send it again in {RETRY_SECONDS} s."
    response = xml(refusal(request, WireCode.SERVER_ERROR, description), status=503)
    response["Retry-After"] = str(RETRY_SECONDS)
    return response
