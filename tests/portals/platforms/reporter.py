"""A platform's program as the tests play it, against the views or the running product.

Answers are read as a client would: status, headers and the XML's fields.
"""

import base64
import io
import json
import uuid
from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.test import Client
from lxml import etree

from tests import cast, material

XML = "application/xml;charset=UTF-8"
FORM = "application/x-www-form-urlencoded"
JPEG = b"\xff\xd8\xff" + bytes(range(256)) * 8


@dataclass(frozen=True)
class Answer:
    """What came back: the HTTP side, and the XML's first text by name."""

    status: int
    headers: dict[str, str]
    body: bytes

    def json(self):
        return json.loads(self.body)

    @property
    def root(self):
        return etree.fromstring(self.body)

    def text(self, name):
        return self.root.findtext(name)

    @property
    def code(self):
        return int(self.text("responseCode"))

    @property
    def report_id(self):
        return int(self.text("reportId"))

    @property
    def file_id(self):
        return self.text("fileId")

    @property
    def outcome(self):
        return self.status, self.code

    @property
    def content_type(self):
        return self.headers["Content-Type"]


@dataclass
class Reporter:
    """A platform with its credential; `header` is what it sends to show who it is."""

    platform: cast.Platform | None = None
    header: str = ""
    client: Client = field(
        default_factory=lambda: Client(
            headers={"host": "localhost"}, raise_request_exception=True
        )
    )

    def __post_init__(self):
        if self.platform and not self.header:
            self.header = basic(self.platform.username, self.platform.password)

    def call(self, method, path, body=b"", *, kind="text/xml", **environ):
        environ = {
            "CONTENT_LENGTH": str(len(body)),
            "CONTENT_TYPE": kind,
            **environ,
        }
        if self.header:
            environ["HTTP_AUTHORIZATION"] = self.header
        response = self.client.generic(
            method,
            f"/ispws{path}",
            **{"wsgi.input": io.BytesIO(body), **environ},
        )
        return Answer(response.status_code, dict(response.headers), response.content)

    def get(self, path, **environ):
        return self.call("GET", path, **environ)

    def submit(self, body=None, **options):
        return self.call("POST", "/submit", body or a_report(), **options)

    def open(self, body=None):
        answer = self.submit(body)
        assert answer.outcome == (200, 0), answer.body
        return answer.report_id

    def upload(self, report_id, content=JPEG, *, name="a.jpg", **options):
        return self.send(
            "/upload",
            [("id", None, str(report_id)), ("file", name, content)],
            **options,
        )

    def send(self, path, parts, **environ):
        body, kind = multipart(parts)
        return self.call("POST", path, body, kind=kind, **environ)

    def fileinfo(self, report_id, file_id, inner=""):
        return self.call("POST", "/fileinfo", file_details(report_id, file_id, inner))

    def with_id(self, path, report_id):
        body = urlencode({"id": report_id}).encode()
        return self.call("POST", path, body, kind=FORM)

    def finish(self, report_id):
        return self.with_id("/finish", report_id)

    def retract(self, report_id):
        return self.with_id("/retract", report_id)

    def receipt(self, report_id, **environ):
        return self.get(f"/receipts/{report_id}", **environ)


def basic(username, password):
    return "Basic " + base64.b64encode(f"{username}:{password}".encode()).decode()


def a_report(**said):
    """A valid report; each is told from others by its user id."""
    return material.report_xml(**{"user_id": f"u-{uuid.uuid4()}", **said})


def file_details(report_id, file_id, inner=""):
    return (
        f"<fileDetails><reportId>{report_id}</reportId><fileId>{file_id}</fileId>"
        f"{inner}</fileDetails>"
    ).encode()


def multipart(parts, *, boundary="x-boundary-x"):
    """A form of (name, file name or None, content); names go out as they are."""
    body = b""
    for name, file_name, content in parts:
        disposition = f'form-data; name="{name}"'
        if file_name is not None:
            disposition += f'; filename="{file_name}"'
        body += f"--{boundary}\r\nContent-Disposition: {disposition}\r\n\r\n".encode()
        body += content.encode() if isinstance(content, str) else content
        body += b"\r\n"
    body += f"--{boundary}--\r\n".encode()
    return body, f"multipart/form-data; boundary={boundary}"
