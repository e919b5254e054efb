"""The headers of these pages: nothing is loaded or sent but what is named."""

from collections.abc import Callable, Mapping, Sequence
from functools import wraps
from typing import Final

from csp.constants import NONE, SELF
from csp.utils import build_policy
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt

View = Callable[[HttpRequest], HttpResponse]

PREFIX: Final = "/static/take_it_down/"
_PAGES: Final[Mapping[str, Sequence[str]]] = {
    "default-src": [NONE],
    "script-src": [SELF],
    "style-src": [SELF],
    "img-src": [SELF],
    "form-action": [SELF],
    "base-uri": [NONE],
    "frame-ancestors": [NONE],
    "require-trusted-types-for": ["'script'"],
}
_OFF: Final = (
    "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(),"
    " microphone=(), payment=(), usb=(), browsing-topics=()"
)
_WORKERS: Final = "default-src 'none'; script-src 'self'"


def quiet(view: View) -> View:
    """Give a page headers that leave nothing behind and tell nobody where one was.

    Its forms have no token, since that would need a cookie: nobody is signed in here,
    so there is nothing that another site could do in somebody's name.
    """
    return _with_policy(view, lambda _: {})


def only_hashes(view: View) -> View:
    """Likewise, and let the page reach one address and play what is on the device."""
    return _with_policy(
        view,
        lambda request: {
            "connect-src": [request.build_absolute_uri(reverse("take-it-down:hashes"))],
            "media-src": ["blob:"],
            "worker-src": [SELF],
            "form-action": [NONE],
            "trusted-types": ["take-it-down"],
        },
    )


def of_scripts(headers: dict[str, str], path: str, url: str) -> None:
    """Let scripts of these pages, and so their workers, reach nothing.

    A worker has the policy of its own file, not of its page. For WhiteNoise.
    """
    del path
    if url.startswith(PREFIX):
        headers["Content-Security-Policy"] = _WORKERS


def _with_policy(
    view: View, more: Callable[[HttpRequest], Mapping[str, Sequence[str]]]
) -> View:
    @csrf_exempt
    @wraps(view)
    def answer(request: HttpRequest) -> HttpResponse:
        response = view(request)
        policy = build_policy(config={**_PAGES, **more(request)})
        response["Content-Security-Policy"] = policy
        response["Referrer-Policy"] = "no-referrer"
        response["Permissions-Policy"] = _OFF
        return response

    return answer
