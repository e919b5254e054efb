"""People at a running product: they sign in by a link, look at pages, press buttons."""

import re
import time
from typing import Any, Self
from urllib.parse import urljoin, urlsplit

import httpx

from tests.product import Credential, Product

JOURNEY_SECONDS = 40
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


class Visitor:
    """Somebody's browser, signed in by a one-time link."""

    def __init__(self, product: Product, role: str, *, agency: str = "") -> None:
        flags = ["--agency", agency] if agency else []
        link = product.tipline("demo", "sign-in", role, *flags)["url"]
        address = urlsplit(link)
        origin = f"{address.scheme}://{address.netloc}"
        self.browser = httpx.Client(
            base_url=origin,
            headers={"Origin": origin},
            follow_redirects=True,
            timeout=60,
        )
        self.press(link, link)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.browser.close()

    def look(self, path: str, *, status: int = 200) -> str:
        page = self.browser.get(path)
        assert page.status_code == status, (path, page.status_code, page.text)
        return page.text

    def press(self, page: str, action: str, **fields: str) -> httpx.Response:
        """Send a form of a page, as its button would."""
        text = self.look(page)
        assert urlsplit(action).path in text or page == action
        token = TOKEN.search(text)
        assert token
        data = {"csrfmiddlewaretoken": token[1], **fields}
        answer = self.browser.post(urljoin(page, action), data=data)
        assert answer.status_code == 200, answer.text
        return answer


class Platform:
    """A reporting organization's program."""

    def __init__(self, product: Product, name: str) -> None:
        self.credential: Credential = product.add_platform(name)
        self.product = product
        self.wire = product.reporter(self.credential)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.wire.close()

    def report(self, body: str, *pictures: bytes, marks: str = "") -> int:
        """Send a whole report with pictures that a person of the platform has seen.

        `marks` is XML for the details of every file.
        """
        report_id = int(self._send("/submit", "reportId", content=body.encode()))
        form = {"id": str(report_id)}
        for number, picture in enumerate(pictures):
            files = {"file": (f"{number}.png", picture)}
            file_id = self._send("/upload", "fileId", data=form, files=files)
            said = f"""<fileDetails><reportId>{report_id}</reportId>
            <fileId>{file_id}</fileId><fileViewedByEsp>true</fileViewedByEsp>
            {marks}</fileDetails>"""
            self._send("/fileinfo", "reportId", content=said.encode())
        self._send("/finish", "reportId", data=form)
        return report_id

    def _send(self, path: str, wanted: str, **body: Any) -> str:
        answer = self.wire.post(path, **body)
        assert answer.status_code == 200, answer.text
        return answer.text.partition(f"<{wanted}>")[2].partition("<")[0]


def _at_work(product: Product) -> tuple[dict[str, Any], str]:
    """Give what runs, and what the worker has written down: why nothing came."""
    return product.tipline("status", check=False), product.log("worker")


def arrived(product: Product, report_id: int, *, at: str = "") -> dict[str, Any]:
    """Wait until a report has made its journey, and is at an agency if one is named.

    Gives all that is known of it.
    """
    deadline = time.monotonic() + JOURNEY_SECONDS
    while True:
        shown: dict[str, Any] = product.tipline("report", "show", str(report_id))
        # An urgent report is at its agency before its journey has begun.
        steps = {run["step"]: run["state"] for run in shown["steps"]}
        there = {referral["agency"] for referral in shown["referrals"]}
        is_there = at in there if at else bool(there)
        if is_there and steps.get("route") == "done":
            return shown
        assert time.monotonic() < deadline, (shown["steps"], _at_work(product))
        time.sleep(0.5)
