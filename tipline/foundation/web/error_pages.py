"""Calm pages for refusals and failures; what happened, what to do, the request's id."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from tipline.foundation.request_id import current_request_id

STATUSES = (400, 401, 403, 404, 413, 429, 500, 503)


def error_page(
    request: HttpRequest, status: int, *, retry_after_seconds: int | None = None
) -> HttpResponse:
    """Give the page of a status; an unknown one gets the page of its class.

    The template needs no database, so that it also works when that is what failed.
    """
    fallback = 500 if status >= 500 else 400  # noqa: PLR2004
    page = status if status in STATUSES else fallback
    context = {
        "status": status,
        "request_id": current_request_id(),
        "retry_after_seconds": retry_after_seconds,
        # No menu: it would name the address, and hidden must look like missing.
        "page_languages": (),
    }
    response = render(request, f"web/errors/{page}.html", context, status=status)
    if retry_after_seconds is not None:
        response["Retry-After"] = str(retry_after_seconds)
    return response


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer as Django's handler400."""
    del exception
    return error_page(request, 400)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer as Django's handler403."""
    del exception
    return error_page(request, 403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer as Django's handler404."""
    del exception
    return error_page(request, 404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer as Django's handler500."""
    return error_page(request, 500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer as Django's CSRF_FAILURE_VIEW."""
    del reason
    return error_page(request, 403)
