"""Around every endpoint of the hash sharing interface: who asks, about which list."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import wraps

import structlog
from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.module_loading import import_string
from django.views.decorators.csrf import csrf_exempt
from procrastinate.exceptions import ConnectorException

from tipline.foundation.accounts.errors import NoTestsOnListsError
from tipline.foundation.accounts.uses import CredentialUse
from tipline.foundation.audit import services as audit
from tipline.foundation.errors import (
    InvalidRequestError,
    NotFoundError,
    PermissionDeniedError,
    TiplineError,
    UnavailableError,
)
from tipline.foundation.policy.principal import Principal
from tipline.foundation.policy.scope import acting
from tipline.hashlist import sharing
from tipline.hashlist.errors import ListNotFoundError
from tipline.hashlist.polling import Access
from tipline.intake.callers import Caller, authenticate
from tipline.intake.errors import MalformedXmlError, ValidationFailedError
from tipline.portals.platforms.answers import CONTENT_TYPE
from tipline.portals.platforms.basic import basic_credential
from tipline.portals.platforms.errors import BodyTooLargeError, MethodRefusedError
from tipline.portals.platforms.hashsharing.answers import refusal
from tipline.portals.platforms.limits import LIMITS, Limits
from tipline.portals.platforms.wire import RETRY_SECONDS, take_chunked_body

log = structlog.get_logger()

REALM = 'Basic realm="Hash lists", charset="UTF-8"'
_SERVER_ERROR = ("server-error", "Something broke on our side. Send it again.")

View = Callable[..., HttpResponse]
Refusal = Callable[[str, str, int], HttpResponse]


@dataclass(frozen=True)
class Member:
    """Whose program asks, as which member of which list, and when."""

    platform: Principal
    username: str
    slug: str
    access: Access
    at: datetime


def xml(body: bytes, *, status: int = 200) -> HttpResponse:
    """Give an XML answer."""
    return HttpResponse(body, status=status, content_type=CONTENT_TYPE)


def xml_refusal(code: str, description: str, status: int) -> HttpResponse:
    """Refuse in XML, as the protocol's programs read it."""
    return xml(refusal(code, description), status=status)


def json_refusal(code: str, description: str, status: int) -> HttpResponse:
    """Refuse in JSON."""
    return JsonResponse({"error": code, "message": description}, status=status)


def endpoint(
    *,
    refuse: Refusal = xml_refusal,
    limits: Limits = LIMITS,
    **actions: str,
) -> Callable[[View], View]:
    """Make a view of a function that takes the request and its member.

    `actions` names the policy's action for each method that is answered. Whatever
    happens, `refuse` makes the body of a refusal.
    """

    def decorate(view: View) -> View:
        @csrf_exempt
        @wraps(view)
        def answer(request: HttpRequest, slug: str, **kwargs: object) -> HttpResponse:
            try:
                caller = _admit(request, actions, limits)
                take_chunked_body(request)
                return _call(view, request, caller, slug=slug, **kwargs)
            except TiplineError as refused:
                return _refused(refused, refuse)
            except (OperationalError, InterfaceError, ConnectorException):
                return _refused(UnavailableError(), refuse)
            except Exception as error:
                log.exception("hashsharing.failed", error_code=type(error).__name__)
                return refuse(*_SERVER_ERROR, 500)

        return answer

    return decorate


def _admit(request: HttpRequest, actions: dict[str, str], limits: Limits) -> Caller:
    credential = basic_credential(request.META.get("HTTP_AUTHORIZATION", ""))
    caller = authenticate(
        *credential, use=CredentialUse.HASH_SHARING, at=datetime.now(UTC)
    )
    method = "GET" if request.method == "HEAD" else str(request.method)
    if method not in actions and actions:
        raise MethodRefusedError(method=", ".join(actions))
    if actions:
        policy = import_string(settings.ACCESS_POLICY)
        policy.require(caller.platform, actions[method])
    limits.spend(caller.platform)
    return caller


def _call(
    view: View, request: HttpRequest, caller: Caller, *, slug: str, **kwargs: object
) -> HttpResponse:
    platform = caller.platform
    try:
        if platform.is_test:
            raise NoTestsOnListsError
        access = sharing.access_to(platform, slug)
        member = Member(platform, caller.username, slug, access, caller.at)
        return view(request, member, **kwargs)
    except RequestDataTooBig as error:
        raise BodyTooLargeError from error
    except (ListNotFoundError, PermissionDeniedError):
        with acting(platform):
            audit.record(platform, "access.refused", "route:sharing")
        raise


def _refused(refused: TiplineError, refuse: Refusal) -> HttpResponse:
    is_ours = refused.http_status >= 500 and not isinstance(refused, UnavailableError)  # noqa: PLR2004 - HTTP's own number
    if is_ours:
        log.error("hashsharing.failed", error_code=refused.code, exc_info=refused)
        return refuse(*_SERVER_ERROR, 500)
    response = refuse(refused.code, _description(refused), refused.http_status)
    if refused.http_status == 401:  # noqa: PLR2004 - HTTP's own number
        response["WWW-Authenticate"] = REALM
    if isinstance(refused, MethodRefusedError):
        methods = str(refused.fields["method"])
        response["Allow"] = methods.replace("GET", "GET, HEAD")
    if isinstance(refused, UnavailableError):
        response["Retry-After"] = str(RETRY_SECONDS)
    if "retry_after_seconds" in refused.fields:
        response["Retry-After"] = str(refused.fields["retry_after_seconds"])
    return response


def _description(refused: TiplineError) -> str:
    if isinstance(refused, MalformedXmlError | ValidationFailedError):
        return "\n".join(map(str, refused.problems))
    return str(refused)


class EndpointUnknownError(NotFoundError):
    """The hash sharing interface has no such address."""

    code = "unknown-endpoint"
    sentence = (
        "There is no endpoint at this address. See /v2/documentation/ of the list."
    )


class UnreadableParameterError(InvalidRequestError):
    """A parameter of the address cannot be read."""

    code = "unreadable-parameter"
    sentence = "%(parameter)s cannot be read: %(problem)s."
