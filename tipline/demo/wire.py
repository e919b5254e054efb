"""A platform's program: speaks the reporting interface over HTTP."""

import base64
import http.client
from collections.abc import Mapping
from typing import Self
from urllib.parse import urlencode

from lxml import etree

from tipline.foundation.errors import UnavailableError

_TIMEOUT_SECONDS = 60
_BOUNDARY = "tipline-demo-f3a91c07"
_XML = "text/xml; charset=utf-8"
_FORM = "application/x-www-form-urlencoded"


class ReportRefusedError(UnavailableError):
    """The product refused an invented report, which is a fault of one of the two."""

    code = "demo-report-refused"
    sentence = "The product answered %(path)s with %(status)s: %(answer)s"


class PlatformProgram:
    """One platform's connection to the reporting interface; kept open between requests.

    Use it in one thread, as a context manager.
    """

    def __init__(self, host: str, port: int, *, username: str, password: str) -> None:
        """Prepare to report as the owner of this credential."""
        pair = base64.b64encode(f"{username}:{password}".encode()).decode()
        self._headers = {"Authorization": f"Basic {pair}"}
        self._connection = http.client.HTTPConnection(
            host, port, timeout=_TIMEOUT_SECONDS
        )

    def __enter__(self) -> Self:
        """Connect with the first request."""
        return self

    def __exit__(self, *_: object) -> None:
        """Hang up."""
        self._connection.close()

    def submit(self, document: bytes) -> int:
        """Open a report; give its id."""
        return int(self._value(self._post("/submit", document, _XML), "reportId"))

    def upload(self, report_id: int, name: str, content: bytes) -> str:
        """Add a file to an open report; give the file's id."""
        body = _multipart({"id": str(report_id)}, name, content)
        kind = f"multipart/form-data; boundary={_BOUNDARY}"
        return self._value(self._post("/upload", body, kind), "fileId")

    def describe(self, document: bytes) -> None:
        """Say what is known of a file."""
        self._post("/fileinfo", document, _XML)

    def finish(self, report_id: int) -> None:
        """Close a report: nothing more will be added."""
        self._post("/finish", urlencode({"id": report_id}).encode(), _FORM)

    def retract(self, report_id: int) -> None:
        """Take an open report back."""
        self._post("/retract", urlencode({"id": report_id}).encode(), _FORM)

    def _post(self, path: str, body: bytes, content_type: str) -> etree._Element:
        headers = {**self._headers, "Content-Type": content_type}
        self._connection.request("POST", f"/ispws{path}", body, headers)
        answer = self._connection.getresponse()
        text = answer.read()
        if answer.status != http.HTTPStatus.OK:
            raise ReportRefusedError(
                path=path, status=answer.status, answer=text.decode(errors="replace")
            )
        return etree.fromstring(text)

    @staticmethod
    def _value(answer: etree._Element, name: str) -> str:
        return str(answer.findtext(name))


def _multipart(fields: Mapping[str, str], name: str, content: bytes) -> bytes:
    parts = [
        f'--{_BOUNDARY}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n'
        f"{value}\r\n".encode()
        for key, value in fields.items()
    ]
    parts.append(
        f'--{_BOUNDARY}\r\nContent-Disposition: form-data; name="file"; '
        f'filename="{name}"\r\nContent-Type: application/octet-stream\r\n\r\n'.encode()
    )
    return b"".join([*parts, content, f"\r\n--{_BOUNDARY}--\r\n".encode()])
