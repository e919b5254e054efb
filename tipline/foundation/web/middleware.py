"""What happens around every view: an id, headers, who asks, and whether they may."""

import time
from collections.abc import Callable
from typing import Any

import structlog
from csp.utils import build_policy
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import resolve, reverse
from django.utils.http import urlencode
from django.utils.module_loading import import_string

from tipline.foundation.accounts import queries as accounts
from tipline.foundation.audit import services as audit
from tipline.foundation.errors import (
    NotFoundError,
    PermissionDeniedError,
    SignInRequiredError,
    TiplineError,
)
from tipline.foundation.policy.principal import PUBLIC, Principal
from tipline.foundation.policy.registry import Access, Policy
from tipline.foundation.policy.scope import acting
from tipline.foundation.request_id import new_request_id
from tipline.foundation.web.error_pages import error_page
from tipline.foundation.web.sessions import is_over

log = structlog.get_logger()
Next = Callable[[HttpRequest], HttpResponseBase]
View = Callable[..., HttpResponseBase]

FRESH_SECONDS = 5 * 60
_READS = ("GET", "HEAD")
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(),"
    " usb=(), publickey-credentials-get=(self), publickey-credentials-create=(self)",
}


class MethodNotAllowedError(TiplineError):
    """The route does not answer this method."""

    code = "method-not-allowed"
    http_status = 405
    sentence = "This address does not answer that method."


class RequestMiddleware:
    """Give every request an id and every answer its headers."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        request_id = new_request_id()
        structlog.contextvars.bind_contextvars(request_id=request_id)
        try:
            response = self.get_response(request)
        finally:
            structlog.contextvars.clear_contextvars()
        response["Request-ID"] = request_id
        for name, value in _HEADERS.items():
            response.setdefault(name, value)
        if not request.path.startswith(settings.STATIC_URL):
            response.setdefault("Cache-Control", "no-store")
        return response


class ProgramMiddleware:
    """Send what programs call straight to its view.

    An interface for programs has no session, cookie, form or language, and its
    views answer in their own format whatever happens; the rest of the chain is for
    pages.
    """

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response
        self.policy: Policy = import_string(settings.ACCESS_POLICY)
        self.content_policy = build_policy()

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not request.path_info.startswith(settings.PROGRAM_PREFIXES):
            return self.get_response(request)
        match = resolve(request.path_info)
        access = self.policy.routes.get(match.view_name)
        if access is None or not access.is_for_programs:
            return self.get_response(request)
        request.get_host()  # a name that is not ours is refused, whatever is asked for
        request.resolver_match = match
        response: HttpResponseBase = match.func(request, **match.kwargs)
        response["Content-Security-Policy"] = self.content_policy
        return response


class PrincipalMiddleware:
    """Say who asks: the session's person, as of now, or the public."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: Any) -> HttpResponseBase:  # noqa: ANN401 - adds attributes
        request.principal, request.person = PUBLIC, None
        request.get_host()  # a name that is not ours is refused, whatever is asked for
        if settings.SESSION_COOKIE_NAME in request.COOKIES:
            self._recognize(request)
        return self.get_response(request)

    def _recognize(self, request: Any) -> None:  # noqa: ANN401 - adds attributes
        session, now = request.session, time.time()
        person_id = session.get("person_id")
        if person_id is None:
            return
        idle = now - session.get("seen_at", 0)
        person = accounts.person_signed_in(person_id)
        if person is None or is_over(session, now):
            session.flush()
            return
        is_by_hand = request.path_info not in settings.BACKGROUND_PATHS
        if is_by_hand and idle > 60:  # noqa: PLR2004 - a write a minute shows idleness
            session["seen_at"] = now
        request.person = person
        request.principal = accounts.principal_of(
            person, verified_at=session.get("verified_at")
        )


class AccessMiddleware:
    """Hold every route to its row in the policy; a route without one is refused."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response
        self.policy: Policy = import_string(settings.ACCESS_POLICY)

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(  # noqa: PLR0917 - Django calls it so
        self,
        request: Any,  # noqa: ANN401 - carries the principal
        view: View,
        args: tuple[object, ...],
        kwargs: dict[str, object],
    ) -> HttpResponseBase | None:
        access = self.policy.routes.get(request.resolver_match.view_name)
        if access is None:
            return error_page(request, 404)
        if access.is_for_programs:
            return None  # authenticated and checked by the interface itself
        try:
            self._admit(request, access)
            if self._is_stale(request.principal, access):
                return _to_confirmation(request, access)
            if not access.one_transaction or request.person is None:
                return view(request, *args, **kwargs)
            with acting(request.principal):
                return _rendered(view(request, *args, **kwargs))
        except TiplineError as refusal:
            return self._refuse(request, refusal)

    def _admit(self, request: Any, access: Access) -> None:  # noqa: ANN401 - see above
        action = access.read if request.method in _READS else access.write
        if request.method not in (*_READS, "POST") or action is None:
            raise MethodNotAllowedError(allowed=access.methods)
        if self.policy.may(request.principal, action):
            return
        if request.person is None:
            raise SignInRequiredError
        # A page that exists for somebody else answers like one that does not exist.
        raise NotFoundError

    def _is_stale(self, principal: Principal, access: Access) -> bool:
        if not access.fresh or settings.DEMO:
            return False
        return time.time() - (principal.verified_at or 0) > FRESH_SECONDS

    def _refuse(self, request: Any, refusal: TiplineError) -> HttpResponseBase:  # noqa: ANN401
        if isinstance(refusal, SignInRequiredError) and request.method in _READS:
            asked = urlencode({"next": request.get_full_path()})
            return redirect(f"{reverse('door:sign-in')}?{asked}")
        if request.person and isinstance(
            refusal, NotFoundError | PermissionDeniedError
        ):
            route = request.resolver_match.view_name
            with acting(request.principal):
                audit.record(request.principal, "access.refused", f"route:{route}")
        retry = refusal.fields.get("retry_after_seconds")
        response = error_page(
            request,
            refusal.http_status,
            retry_after_seconds=retry if isinstance(retry, int) else None,
        )
        if isinstance(refusal, MethodNotAllowedError):
            response["Allow"] = str(refusal.fields["allowed"])
        return response


def _rendered(response: HttpResponseBase) -> HttpResponseBase:
    render = getattr(response, "render", None)
    # Rendered inside the transaction: row-level security must still know who reads.
    return render() if callable(render) else response


def _to_confirmation(request: HttpRequest, access: Access) -> HttpResponse:
    # A form that cannot be fetched again has no page to come back to: the person starts
    # again from their first page.
    back = request.get_full_path() if access.read else ""
    asked = urlencode({"next": back})
    return redirect(f"{reverse('door:confirm')}?{asked}")
