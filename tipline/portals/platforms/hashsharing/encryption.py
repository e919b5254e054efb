"""Answers that only the member's own programs can read, for members that gave a key."""

from functools import wraps
from typing import Final

from django.http import HttpRequest, HttpResponse

from tipline.hashlist import sealing
from tipline.hashlist.errors import NoKeyError
from tipline.portals.platforms.hashsharing.wire import Member, View

CONTENT_TYPE: Final = "application/vnd.tipline.hpke"


def encryptable(view: View) -> View:
    """Encrypt what a view answers, if the member asks for it or always wants it.

    Refusals stay readable: they hold nothing of a list.
    """

    @wraps(view)
    def answer(request: HttpRequest, member: Member, **kwargs: object) -> HttpResponse:
        access = member.access
        is_asked = CONTENT_TYPE in request.META.get("HTTP_ACCEPT", "")
        if is_asked and access.public_key is None:
            raise NoKeyError
        response = view(request, member, **kwargs)
        is_sealed = is_asked or access.must_seal
        if access.public_key and is_sealed and response.status_code == 200:  # noqa: PLR2004 - HTTP's own number
            response.content = sealing.seal(
                response.content, key=bytes(access.public_key), slug=member.slug
            )
            response["Content-Type"] = CONTENT_TYPE
        response["Vary"] = "Accept"
        return response

    return answer
