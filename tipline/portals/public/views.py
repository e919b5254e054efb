from datetime import timedelta

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone

from tipline.foundation.web import health, static_files
from tipline.portals.public.hotline import Palette
from tipline.portals.public.visiting import hotline_now, private, show

_DOCUMENTATION = "/ispws/documentation"  # fixed by the wire protocol
_TEXT = "text/plain; charset=utf-8"
_ROBOTS = "User-agent: *\nDisallow: /\n"
_SECURITY_TXT_DAYS = 180  # RFC 9116, 2.5.5: recommended to be less than a year ahead


@private
def home(request: HttpRequest) -> HttpResponse:
    return show(request, "public/home.html", documentation=_DOCUMENTATION)


@private
def helplines(request: HttpRequest) -> HttpResponse:
    return show(request, "public/helplines.html")


def look(request: HttpRequest, sheet: str) -> HttpResponse:
    """Give a sheet with the hotline's colors: a page may hold no style of its own."""
    del request
    day, night = hotline_now().colors.day, hotline_now().colors.night
    dark = f"@media (prefers-color-scheme: dark) {{ {_rule(night)} }}"
    styles = static_files.sheet(sheet).plain.decode()
    text = f"{styles}{_rule(day)}\n{dark}\n"
    return HttpResponse(text, content_type="text/css; charset=utf-8")


def _rule(palette: Palette) -> str:
    return (
        f":root {{ --brand: {palette.band}; --on-brand: {palette.on_band};"
        f" --on-brand-soft: {palette.on_band}; --accent: {palette.accent};"
        f" --accent-strong: {palette.accent}; --on-accent: {palette.on_accent};"
        f" --focus: {palette.accent}; }}"
    )


def live(request: HttpRequest) -> HttpResponse:
    """Say that the web server answers; the reasons are on the inside port."""
    del request
    return HttpResponse("live\n", content_type=_TEXT)


def ready(request: HttpRequest) -> HttpResponse:
    """Say whether reports can be taken, without saying why not."""
    del request
    if health.fault():
        return HttpResponse("not ready\n", content_type=_TEXT, status=503)
    return HttpResponse("ready\n", content_type=_TEXT)


def robots(request: HttpRequest) -> HttpResponse:
    del request
    return HttpResponse(_ROBOTS, content_type=_TEXT)


def security(request: HttpRequest) -> HttpResponse:
    """Say whom to tell of a weakness (RFC 9116), if the operator named somebody."""
    if not settings.SECURITY_CONTACT:
        raise Http404
    expires = timezone.now() + timedelta(days=_SECURITY_TXT_DAYS)
    lines = (
        f"Contact: {settings.SECURITY_CONTACT}",
        f"Expires: {expires:%Y-%m-%dT00:00:00Z}",
        f"Canonical: {request.build_absolute_uri('/.well-known/security.txt')}",
    )
    text = "\n".join(lines) + "\n"
    return HttpResponse(text, content_type=_TEXT)
