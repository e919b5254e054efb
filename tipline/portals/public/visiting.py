"""What every page of the open side needs: the hotline, the country, and its headers."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from csp.decorators import csp_replace
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import Resolver404, resolve

from tipline.foundation.web.territories import territory
from tipline.portals.public.countries import guessed
from tipline.portals.public.hotline import Country, Hotline

TAKE_IT_DOWN = "/take-it-down/"
View = Callable[..., HttpResponseBase]


def private(view: View) -> View:
    """Let a view's pages leave nothing behind, and be framed by whom the hotline names.

    No page of the open side sets a cookie: what a form needs is in the form.
    """

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:  # noqa: ANN401
        hotline = hotline_now()
        frames = {"frame-ancestors": ["'self'", *hotline.embed_origins]}
        framed = csp_replace(frames)(view) if hotline.embed_origins else view
        response = framed(request, *args, **kwargs)
        response["Referrer-Policy"] = "no-referrer"
        if hotline.onion_url:
            response["Onion-Location"] = hotline.onion_url + request.path
        return response

    return wrapped


def hotline_now() -> Hotline:
    """Give whose hotline this is."""
    hotline: Hotline = settings.HOTLINE
    return hotline


def country_code(request: HttpRequest) -> str:
    """Give the country that the visitor chose, or a guess by the browser's language."""
    known = hotline_now().countries
    chosen = request.POST.get("country") or request.GET.get("in")
    if chosen is not None:
        return chosen if chosen in known else ""
    guess = "" if _hides_country(request) else _guess(request)
    return guess if guess in known else hotline_now().default_country


def _hides_country(request: HttpRequest) -> bool:
    """Tor's browser says American English for everybody: 911 helps few of them."""
    return request.get_host().partition(":")[0] in hotline_now().onion_hosts


def _guess(request: HttpRequest) -> str:
    return guessed(request.headers.get("Accept-Language", ""))


def country_choices() -> list[tuple[str, str]]:
    """Give all countries by their names in the visitor's language."""
    countries = hotline_now().countries
    named = ((code, name_of(code, country)) for code, country in countries.items())
    return sorted(named, key=lambda pair: pair[1].casefold())


def name_of(code: str, country: Country | None = None) -> str:
    """Name a country as its hotline does, else in the language of the page."""
    return (country.name if country else "") or territory(code)


def show(
    request: HttpRequest, template: str, status: int = 200, **context: object
) -> HttpResponse:
    """Render a page with the hotline and the visitor's country."""
    code = country_code(request)
    country = hotline_now().countries.get(code)
    around = {
        "hotline": hotline_now(),
        "country_code": code,
        "country": country,
        "country_name": name_of(code, country) if country else "",
        "countries": country_choices(),
        "take_it_down": TAKE_IT_DOWN if is_there(TAKE_IT_DOWN) else "",
    }
    return render(request, template, {**around, **context}, status=status)


def is_there(path: str) -> bool:
    """Tell whether an address leads somewhere."""
    try:
        resolve(path)
    except Resolver404:
        return False
    return True
