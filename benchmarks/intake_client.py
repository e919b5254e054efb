"""A platform's program that sends reports, request by request."""

import base64
import http.client
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager

from tests.material import FILE_DETAILS, picture, report_xml
from tests.product import Credential, Product

STAGES = ("submit", "upload", "fileinfo", "finish")
FILES = 2
_ID = re.compile(rb"<reportId>(\d+)</reportId>")
_FILE = re.compile(rb"<fileId>(\w+)</fileId>")
_BOUNDARY = "b-4c1d9f"


class Client:
    """One connection; each request is awaited, and its seconds are kept by stage."""

    def __init__(
        self, product: Product, credential: Credential, *, number: int
    ) -> None:
        """Connect as a platform; `number` tells clients and their reports apart."""
        self.seconds: dict[str, list[float]] = {stage: [] for stage in STAGES}
        self._connection = http.client.HTTPConnection("127.0.0.1", product.port)
        pair = ":".join(credential.pair).encode()
        self._basic = "Basic " + base64.b64encode(pair).decode()
        self._number = number
        self._pictures = [picture(number * 100 + n, form="JPEG") for n in range(20)]
        self._sent = 0

    def send_report(self) -> None:
        """Send a complete report: six requests."""
        report_id = self.submit()
        for _ in range(FILES):
            self.describe(report_id, self.upload(report_id))
        self.finish(report_id)

    def submit(self, *, escalation: str = "") -> str:
        """Open a report like no other, and give its id; escalated for a reason."""
        unique = self._unique()
        body = report_xml(
            user_id=unique, email=f"{unique}@example.net", escalation=escalation
        )
        return self._find(_ID, self._post("submit", body, "text/xml"))

    def upload(self, report_id: str) -> str:
        """Add a picture like no other to a report, and give the file's id."""
        # Unique bytes behind the picture's end, so that no file is a repeat.
        content = self._pictures[self._sent % 20] + self._unique().encode()
        return self._find(_FILE, self._post("upload", *upload_form(report_id, content)))

    def describe(self, report_id: str, file_id: str) -> None:
        """Say something about a file."""
        viewed = "<fileViewedByEsp>true</fileViewedByEsp>"
        said = FILE_DETAILS.format(report_id=report_id, file_id=file_id, flags=viewed)
        self._post("fileinfo", said.encode(), "text/xml")

    def finish(self, report_id: str) -> None:
        """Close a report."""
        form = f"id={report_id}".encode()
        self._post("finish", form, "application/x-www-form-urlencoded")

    def forget_seconds(self) -> None:
        """Begin to keep times anew."""
        for times in self.seconds.values():
            times.clear()

    def _unique(self) -> str:
        self._sent += 1
        return f"u-{self._number}-{self._sent}-{time.time_ns()}"

    def _post(self, stage: str, body: bytes, content_type: str) -> bytes:
        headers = {"Authorization": self._basic, "Content-Type": content_type}
        with self._timed(stage):
            self._connection.request("POST", f"/ispws/{stage}", body, headers)
            response = self._connection.getresponse()
            answer = response.read()
        if response.status != http.client.OK:
            raise RuntimeError(f"{stage}: {response.status} {answer!r}")
        return answer

    @contextmanager
    def _timed(self, stage: str) -> Iterator[None]:
        began = time.perf_counter()
        yield
        self.seconds[stage].append(time.perf_counter() - began)

    @staticmethod
    def _find(pattern: re.Pattern[bytes], answer: bytes) -> str:
        found = pattern.search(answer)
        if found is None:
            raise RuntimeError(f"unexpected answer {answer!r}")
        return found[1].decode()


def upload_form(report_id: str, content: bytes) -> tuple[bytes, str]:
    """Give the body of an upload, and its content type."""
    head = (
        f'--{_BOUNDARY}\r\nContent-Disposition: form-data; name="id"\r\n\r\n'
        f"{report_id}\r\n--{_BOUNDARY}\r\n"
        'Content-Disposition: form-data; name="file"; filename="f.jpg"\r\n'
        "Content-Type: image/jpeg\r\n\r\n"
    )
    body = head.encode() + content + f"\r\n--{_BOUNDARY}--\r\n".encode()
    return body, f"multipart/form-data; boundary={_BOUNDARY}"
