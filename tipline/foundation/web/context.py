"""What every page knows, whatever its view gave it."""

from django.conf import settings
from django.http import HttpRequest

from tipline.foundation.request_id import current_request_id
from tipline.foundation.web.swapping import is_swapped


def page(request: HttpRequest) -> dict[str, object]:
    """Give who is signed in (or None), demo mode and the request's id.

    Of a page that takes another's place, `is_swapped`, <main> is all that is needed.
    """
    return {
        "signed_in": getattr(request, "person", None),
        "is_demo": settings.DEMO,
        "request_id": current_request_id(),
        "is_swapped": is_swapped(request),
    }
