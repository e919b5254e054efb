"""In which language a page is shown: by its address, by the menu, or by the browser.

The menu of signed-in portals keeps its choice in a cookie, and with an officer's
account: their mails are in it, and their pages in another browser. Public pages leave
nothing in the browser: there the menu leads to `/ar/…`, and every address that the page
gives goes on from there.
"""

from collections.abc import Callable, Collection
from typing import Any

from django.conf import settings
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseRedirect,
)
from django.urls import get_script_prefix, set_script_prefix
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation.trans_real import parse_accept_lang_header
from django.views.decorators.http import require_POST

from tipline.foundation.accounts.models import Person, Role
from tipline.foundation.accounts.services import choose_language
from tipline.foundation.errors import InvalidRequestError
from tipline.foundation.languages import SOURCE, Audience, Language, offered_to

Next = Callable[[HttpRequest], HttpResponseBase]

KEPT_SECONDS = 365 * 24 * 60 * 60


class LanguageMiddleware:
    """Show every page in the best of the languages that its portal is offered in."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: Any) -> HttpResponseBase:  # noqa: ANN401 - adds attributes
        prefix = get_script_prefix()
        request.addressed_language = _taken_from_address(request)
        request.languages = offered_to(Audience.AGENCIES)  # until it has a route
        try:
            with translation.override(_chosen(request)):
                response = self.get_response(request)
                response.setdefault("Content-Language", translation.get_language())
        finally:
            set_script_prefix(prefix)
        patch_vary_headers(response, ("Accept-Language", "Cookie"))
        return response

    def process_view(self, request: Any, *_called: object) -> None:  # noqa: ANN401 - see above
        """Narrow the languages down to those of the portal that was asked for."""
        request.languages = _offered(request)
        translation.activate(_chosen(request))


@require_POST
def choose(request: HttpRequest) -> HttpResponse:
    """Keep what somebody chose in the menu, and go back to the page they were on."""
    code = request.POST.get("language", "")
    if code not in _codes(offered_to(Audience.AGENCIES)):
        raise InvalidRequestError
    person: Person | None = getattr(request, "person", None)
    if person and person.role == Role.OFFICER:
        choose_language(person, language=code)
    back = request.POST.get("back", "")
    is_ours = back.startswith("/") and url_has_allowed_host_and_scheme(
        back, allowed_hosts=None, require_https=request.is_secure()
    )
    response = HttpResponseRedirect(back if is_ours else "/")
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        code,
        max_age=KEPT_SECONDS,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response


def menu(request: HttpRequest) -> dict[str, object]:
    """Give the page the languages it can be read in; none if there is no choice."""
    offered: tuple[Language, ...] = getattr(request, "languages", ())
    audience = _audience(request)  # None on a page of an error: it sets no cookie
    # A link leads to the form's first page, away from what is being filled in.
    is_answered = audience == Audience.PUBLIC and request.method == "POST"
    has_choice = audience and len(offered) > 1 and not is_answered
    return {
        "page_languages": offered if has_choice else (),
        "languages_by_address": audience == Audience.PUBLIC,
        # Without the language that the address may begin with.
        "page_address": request.path_info,
        "page_to_come_back_to": request.get_full_path_info(),
    }


def _taken_from_address(request: HttpRequest) -> str:
    """Take the language off the front of the path, and put it before what is linked."""
    code, slash, rest = request.path_info.lstrip("/").partition("/")
    offered = _codes(offered_to(Audience.PUBLIC)) - {SOURCE.code}
    if not slash or code not in offered:
        return ""
    request.path_info = f"/{rest}"
    set_script_prefix(f"/{code}/")
    return code


def _offered(request: HttpRequest) -> tuple[Language, ...]:
    audience = _audience(request)
    return offered_to(audience) if audience else (SOURCE,)


def _audience(request: HttpRequest) -> Audience | None:
    """Give whose page it is; None for those of the clearinghouse and of programs."""
    match = request.resolver_match
    namespace = match.namespace.partition(":")[0] if match else ""
    if namespace in settings.PORTALS_OF_ROLES:
        person = getattr(request, "person", None)
        role = person.role if person else ""
        namespace = settings.PORTALS_OF_ROLES[namespace].get(role, "")
    return settings.AUDIENCES.get(namespace)


def _chosen(request: Any) -> str:  # noqa: ANN401 - carries what the middleware found
    offered = _codes(request.languages)
    person: Person | None = getattr(request, "person", None)
    said = (
        request.addressed_language,
        request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, ""),
        person.language if person else "",
        *_browser_says(request),
    )
    return next((code for code in said if code in offered), SOURCE.code)


def _browser_says(request: HttpRequest) -> list[str]:
    """Give what the browser prefers, best first, without countries."""
    header = request.headers.get("Accept-Language", "").lower()
    return [tag.partition("-")[0] for tag, _weight in parse_accept_lang_header(header)]


def _codes(languages: Collection[Language]) -> set[str]:
    return {each.code for each in languages}
