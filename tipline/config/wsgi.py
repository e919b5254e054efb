"""The web server's entry: every portal and interface."""

import os
from contextlib import closing
from typing import TYPE_CHECKING

from django.core.wsgi import get_wsgi_application
from django.http import HttpResponse

from tipline.files.decoder.import_guard import forbid_decoders
from tipline.foundation.web.health import require_safe_role

if TYPE_CHECKING:
    from collections.abc import Iterable
    from wsgiref.types import StartResponse, WSGIEnvironment

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tipline.config.settings")
forbid_decoders()
_django = get_wsgi_application()
require_safe_role()

from tipline.files.keeping import vault  # noqa: E402 - its tables need the settings

vault()  # keys that cannot be read stop the server now, not at the first upload


def application(
    environ: "WSGIEnvironment", start_response: "StartResponse"
) -> "Iterable[bytes]":
    """Answer a request, with a list if the whole answer is there.

    The server sends a list at once; of anything else it takes each piece, and waits for
    it to be sent before it takes the next.
    """
    response = _django(environ, start_response)
    if not isinstance(response, HttpResponse):
        return response
    with closing(response):
        return [response.content]
