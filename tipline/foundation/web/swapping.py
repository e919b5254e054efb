"""A form that a page's script sends is answered with the page that it leads to.

Without script a form's answer is a redirect, and the browser asks for the page. The
script would do the same, so it is spared the second request: the view of the page is
asked here, as if the browser had, with its own access, transaction and audit entries.
"""

from collections.abc import Callable
from io import BytesIO
from typing import Any
from urllib.parse import unquote_to_bytes

from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect

Next = Callable[[HttpRequest], HttpResponseBase]

# What the middleware before this one found out about who asks.
_FOUND = (
    "session",
    "principal",
    "person",
    "addressed_language",
    "languages",
    "_messages",
)


class SwapMiddleware:
    """Follow the redirect of a form that says `Tipline-Swap`, once, and say where to.

    `Content-Location` is the page's address. No other site's page can send that header.
    """

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: Any) -> HttpResponseBase:  # noqa: ANN401 - carries the person
        response = self.get_response(request)
        if not is_swapped(request) or not isinstance(response, HttpResponseRedirect):
            return response
        # Whoever has just signed out asks for nothing more.
        is_signed_in = request.person and "person_id" in request.session
        if not is_signed_in or not response.url.startswith("/"):
            return response
        page = self.get_response(_asking_for(response.url, request))
        page.headers.setdefault("Content-Location", response.url)
        return page


def is_swapped(request: HttpRequest) -> bool:
    """Tell whether a page's script asks, for what it puts in the place of <main>."""
    return "Tipline-Swap" in request.headers


def _asking_for(address: str, request: Any) -> WSGIRequest:  # noqa: ANN401 - see above
    """Give the request that the browser would send for a page of ours."""
    path, _, query = address.partition("?")
    asking = WSGIRequest(
        {
            **request.environ,
            "REQUEST_METHOD": "GET",
            "PATH_INFO": unquote_to_bytes(path).decode("latin-1"),
            "QUERY_STRING": query,
            "CONTENT_LENGTH": "",
            "wsgi.input": BytesIO(),
        }
    )
    for name in _FOUND:
        setattr(asking, name, getattr(request, name))
    return asking
