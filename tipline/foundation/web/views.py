"""The door: sign in, sign out, confirm, accept an invitation, use a sign-in link."""

import json
from typing import cast
from urllib.parse import urlencode

from django.conf import settings
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseRedirect,
    JsonResponse,
)
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from tipline.foundation.accounts import entry
from tipline.foundation.accounts.models import Person
from tipline.foundation.accounts.passkeys import Attempt, Json
from tipline.foundation.errors import (
    InvalidRequestError,
    SignInRequiredError,
    TiplineError,
)
from tipline.foundation.web import static_files
from tipline.foundation.web.error_pages import error_page
from tipline.foundation.web.sessions import (
    ATTEMPT,
    home_of,
    open_session,
    renew_session,
    take_attempt,
    way_onward,
)

LARGEST_ANSWER_BYTES = 64 * 1024  # a passkey's answer is about 1 kB


@require_safe
def sign_in(request: HttpRequest) -> HttpResponse:
    """Show the button that asks for a passkey."""
    person = _person(request)
    if person is not None:
        return HttpResponseRedirect(way_onward(request, person))
    return render(request, "web/sign_in.html", {"onward": _onward(request)})


@require_POST
def sign_in_begin(request: HttpRequest) -> JsonResponse:
    """Send a challenge that any passkey of this site may answer."""
    return _challenge(request, entry.begin_sign_in(at=timezone.now()))


@require_POST
def sign_in_finish(request: HttpRequest) -> JsonResponse:
    """Let the owner of the passkey in, and say where to go."""
    at = timezone.now()
    kept = take_attempt(request.session)
    try:
        person = entry.finish_sign_in(kept, _answer(request), at=at)
    except TiplineError as refusal:
        return _refusal(refusal)
    open_session(request, person, at=at)
    return JsonResponse({"next": way_onward(request, person)})


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session."""
    person = _person(request)
    if person is not None:
        entry.sign_out(person)
    request.session.flush()
    return redirect("door:sign-in")


@require_safe
def confirm(request: HttpRequest) -> HttpResponse:
    """Show the button that asks a signed-in person for their passkey again."""
    return render(request, "web/confirm.html", {"onward": _onward(request)})


@require_POST
def confirm_begin(request: HttpRequest) -> JsonResponse:
    """Send a challenge that only a passkey of this person may answer."""
    try:
        person = _required_person(request)
    except TiplineError as refusal:
        return _refusal(refusal)
    return _challenge(request, entry.begin_confirm(person, at=timezone.now()))


@require_POST
def confirm_finish(request: HttpRequest) -> JsonResponse:
    """Note the fresh confirmation, and say where to go on."""
    at = timezone.now()
    kept = take_attempt(request.session)
    try:
        person = _required_person(request)
        entry.finish_confirm(person, kept, _answer(request), at=at)
    except TiplineError as refusal:
        return _refusal(refusal)
    renew_session(request, at=at)
    return JsonResponse({"next": way_onward(request, person)})


@require_safe
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Show who is invited to what, and the button that makes a passkey."""
    try:
        invited = entry.invitation_for(token, at=timezone.now())
    except TiplineError:
        return render(request, "web/invitation_not_valid.html", status=404)
    return render(
        request, "web/invitation.html", {"invitation": invited, "token": token}
    )


@require_POST
def invitation_begin(request: HttpRequest, token: str) -> JsonResponse:
    """Send what the device needs to make a passkey."""
    try:
        begun = entry.begin_registration(token, at=timezone.now())
    except TiplineError as refusal:
        return _refusal(refusal)
    return _challenge(request, begun)


@require_POST
def invitation_finish(request: HttpRequest, token: str) -> JsonResponse:
    """Make the account, let its person in, and say where to go."""
    at = timezone.now()
    kept = take_attempt(request.session)
    try:
        person = entry.accept_invitation(token, kept, _answer(request), at=at)
    except TiplineError as refusal:
        return _refusal(refusal)
    open_session(request, person, at=at)
    return JsonResponse({"next": home_of(person)})


@require_http_methods(["GET", "HEAD", "POST"])
def link(request: HttpRequest, token: str) -> HttpResponse:
    """Show a button, and use the link only when it is pressed.

    Programs that look into links (chat previews, mail scanners) would burn it else.
    """
    if not settings.DEMO:
        return error_page(request, 404)
    if request.method != "POST":
        return render(request, "web/link.html", {"token": token})
    at = timezone.now()
    try:
        person = entry.use_sign_in_link(token, at=at, demo=settings.DEMO)
    except TiplineError:
        return render(request, "web/link_not_valid.html", status=404)
    open_session(request, person, at=at)
    return HttpResponseRedirect(home_of(person))


def _person(request: HttpRequest) -> Person | None:
    return cast("Person | None", getattr(request, "person", None))


def _required_person(request: HttpRequest) -> Person:
    person = _person(request)
    if person is None:
        raise SignInRequiredError
    return person


def _onward(request: HttpRequest) -> str:
    """Give the query that carries the page asked for before through the ceremony."""
    wanted = request.GET.get("next")
    return f"?{urlencode({'next': wanted})}" if wanted else ""


def _challenge(request: HttpRequest, begun: tuple[Json, Attempt]) -> JsonResponse:
    options, attempt = begun
    request.session[ATTEMPT] = attempt.as_json()
    return JsonResponse(options)


def _answer(request: HttpRequest) -> object:
    if len(request.body) > LARGEST_ANSWER_BYTES:
        raise InvalidRequestError
    try:
        return json.loads(request.body)
    except (ValueError, RecursionError) as error:
        raise InvalidRequestError from error


def _refusal(refusal: TiplineError) -> JsonResponse:
    body = {"code": refusal.code, "message": str(refusal)}
    return JsonResponse(body, status=refusal.http_status)


@require_safe
def styles(request: HttpRequest, digest: str) -> HttpResponse:
    """Give the portals' style sheet; an older page than the server is given today's."""
    found = static_files.sheet()
    is_small = "gzip" in request.headers.get("Accept-Encoding", "")
    content = found.small if is_small else found.plain
    response = HttpResponse(content, content_type="text/css; charset=utf-8")
    if is_small:
        response["Content-Encoding"] = "gzip"
    if digest == found.digest:
        response["Cache-Control"] = static_files.FOR_GOOD
    patch_vary_headers(response, ["Accept-Encoding"])
    return response
