"""A member's program as the tests play it, against the views of a list."""

import io
from dataclasses import dataclass, field
from datetime import UTC, datetime

from django.test import Client
from lxml import etree

from tests import cast
from tests.portals.platforms.reporter import basic

NS = "https://hashsharing.ncmec.org/hashsharing/v2"
XML = "application/xml; charset=utf-8"
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def root(self):
        root = etree.fromstring(self.body)
        assert all(each.tag.startswith(f"{{{NS}}}") for each in root.iter())
        for each in root.iter():
            each.tag = etree.QName(each).localname
        return root

    @property
    def refusal(self):
        return self.status, self.root.findtext("code")

    @property
    def entries(self):
        """Entries by (member id, entry id), deleted ones as None."""
        found = {}
        for block in self.root.findall("images") + self.root.findall("videos"):
            assert int(block.get("count")) == len(block)
            for each in block:
                key = int(each.find("member").get("id")), each.findtext("id")
                assert key not in found
                found[key] = None if each.tag.startswith("deleted") else each
        return found

    @property
    def next_page(self):
        return self.root.findtext("paging/next") or ""


@dataclass
class MemberProgram:
    """A platform with a credential for lists, on one list."""

    name: str
    slug: str
    platform: cast.Platform | None = None
    client: Client = field(
        default_factory=lambda: Client(
            headers={"host": "localhost"}, raise_request_exception=True
        )
    )

    def __post_init__(self):
        self.platform = self.platform or cast.platform(self.name, use="hash-sharing")

    def call(self, method, path, body=b"", *, kind=XML, **environ):
        sent = {
            "CONTENT_LENGTH": str(len(body)),
            "CONTENT_TYPE": kind,
            "HTTP_AUTHORIZATION": basic(self.platform.username, self.platform.password),
            "wsgi.input": io.BytesIO(body),
        }
        response = self.client.generic(
            method, f"/hashsharing/{self.slug}{path}", **{**sent, **environ}
        )
        return Answer(response.status_code, dict(response.headers), response.content)

    def get(self, path, **environ):
        return self.call("GET", path, **environ)

    def poll(self, since=None, until=None):
        """Drain one range; give all entries, each once."""
        query = "&".join(
            f"{name}={at:%Y-%m-%dT%H:%M:%SZ}"
            for name, at in (("from", since), ("to", until))
            if at
        )
        path, found = f"/v2/entries?{query}", {}
        while path:
            answer = self.get(path)
            assert answer.status == 200, answer.body
            assert not found.keys() & answer.entries.keys()
            found |= answer.entries
            path = answer.next_page
        return found

    def vote(self, number, entry_id, name="MD5", *, inner="<affirmative/>"):
        body = f'<feedbackSubmission xmlns="{NS}">{inner}</feedbackSubmission>'
        path = f"/v2/entries/{number}/{entry_id}/{name}/feedback"
        return self.call("PUT", path, body.encode())

    def submit(self, entry_id, fingerprints, *, number=2, media="image", extra=""):
        body = (
            f'<entrySubmission xmlns="{NS}"><{media}>{extra}'
            f"<fingerprints>{fingerprints}</fingerprints></{media}></entrySubmission>"
        )
        return self.call("PUT", f"/v2/entries/{number}/{entry_id}", body.encode())


def fingerprints(entry):
    return {each.tag: each.text for each in entry.find("fingerprints")}
