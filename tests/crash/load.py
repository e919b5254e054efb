"""Platforms that report while everything around them is killed.

Each writes down, on disk and before it goes on, what it was told was kept.
"""

import hashlib
import json
import os
import random
import threading
import time
import uuid
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

from tests import material

RETRY_SECONDS = 60
PAUSE_SECONDS = 1.6  # between two reports of a client, at most
SMALLEST, LARGEST = 1 << 10, 2 << 20
DETAILS = """<fileDetails><reportId>{report_id}</reportId><fileId>{file_id}</fileId>
<fileViewedByEsp>true</fileViewedByEsp></fileDetails>"""


class Journal:
    """Append-only and flushed: what it holds was acknowledged."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("ab")
        self._lock = threading.Lock()
        self.path = path

    def note(self, **entry: object) -> None:
        with self._lock:
            self._file.write(json.dumps(entry).encode() + b"\n")
            self._file.flush()
            os.fsync(self._file.fileno())

    def entries(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.path.read_text().splitlines()]

    def close(self) -> None:
        self._file.close()


class GaveUpError(Exception):
    """A client that does not retry lost an answer."""


@dataclass
class Load:
    """Eight clients on one product; three in four repeat what was not answered."""

    url: str
    credential: tuple[str, str]
    journal: Journal
    seed: int
    stopped: threading.Event = field(default_factory=threading.Event)
    odd_answers: list[str] = field(default_factory=list)
    refused: int = 0

    def start(self, threads: int = 8) -> None:
        self._threads = [
            threading.Thread(target=self._report_on, args=(number,))
            for number in range(threads)
        ]
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        self.stopped.set()
        for thread in self._threads:
            thread.join()

    def _report_on(self, number: int) -> None:
        chance = random.Random(self.seed * 100 + number)
        with httpx.Client(auth=self.credential, timeout=20) as client:
            while not self.stopped.is_set():
                # All that is sent must be worked off in the end.
                time.sleep(chance.uniform(0, PAUSE_SECONDS))
                reporter = _Reporter(self, client, repeats=number % 4 != 0)
                try:
                    reporter.report(chance)
                except GaveUpError:
                    continue
                except Exception as error:  # noqa: BLE001 - shown by the test
                    self.odd_answers.append(repr(error))
                    return


@dataclass
class _Reporter:
    load: Load
    client: httpx.Client
    repeats: bool
    key: str = field(default_factory=lambda: str(uuid.uuid4()))

    def report(self, chance: random.Random) -> None:
        contents = [_content(chance) for _ in range(chance.randint(1, 3))]
        hashes = [hashlib.sha256(content).hexdigest() for content in contents]
        note = self.load.journal.note
        note(key=self.key, event="began", sha256=hashes)
        report_id = self._submit()
        note(key=self.key, event="opened", report_id=report_id)
        for content, sha256 in zip(contents, hashes, strict=True):
            file_id = self._upload(report_id, content)
            event = {"report_id": report_id, "file_id": file_id, "sha256": sha256}
            note(key=self.key, event="uploaded", **event)
        self._finish(report_id)
        note(key=self.key, event="finished", report_id=report_id)

    def _submit(self) -> int:
        body = material.report_xml(user_id=self.key, email=f"{self.key}@example.net")
        answer = self._send("/submit", content=body)
        return int(_between(answer.text, "reportId"))

    def _upload(self, report_id: int, content: bytes) -> str:
        files = {"file": ("a.bin", content)}
        answer = self._send("/upload", data={"id": str(report_id)}, files=files)
        assert hashlib.md5(content, usedforsecurity=False).hexdigest() in answer.text
        file_id = _between(answer.text, "fileId")
        said = DETAILS.format(report_id=report_id, file_id=file_id)
        self._send("/fileinfo", content=said.encode())
        return file_id

    def _finish(self, report_id: int) -> None:
        answer = self._send("/finish", data={"id": str(report_id)}, may_be_done=True)
        assert _between(answer.text, "reportId") == str(report_id)

    def _send(self, path: str, *, may_be_done: bool = False, **body) -> httpx.Response:
        """Send until it is answered with success, or give up at the first silence."""
        deadline, tries = time.monotonic() + RETRY_SECONDS, 0
        while time.monotonic() < deadline:
            tries += 1
            answer = self._try(path, **body)
            if answer is not None and answer.status_code == 200:
                return answer
            if answer is not None and answer.status_code == 409 and may_be_done:
                # Only a finish whose answer was lost may find the report finished.
                assert "<responseCode>5102</responseCode>" in answer.text
                assert tries > 1
                return answer
            if not self.repeats:
                raise GaveUpError
            time.sleep(0.1)
        raise AssertionError(f"{path} was not answered for {RETRY_SECONDS} s")

    def _try(self, path: str, **body) -> httpx.Response | None:
        try:
            answer = self.client.post(f"{self.load.url}/ispws{path}", **body)
        except httpx.TransportError:
            return None
        if answer.status_code not in {200, 409}:
            self.load.refused += 1
            is_honest = answer.status_code == 503 and "Retry-After" in answer.headers
            if not is_honest or "<responseCode>1000<" not in answer.text:
                self.load.odd_answers.append(
                    f"{path} {answer.status_code} {answer.text}"
                )
        return answer


def _content(chance: random.Random) -> bytes:
    if chance.random() < 0.5:
        return material.picture(chance.randrange(2**32), size=(160, 120))
    size = int(SMALLEST * (LARGEST / SMALLEST) ** chance.random())
    return chance.randbytes(size)


def _between(text: str, name: str) -> str:
    return text.partition(f"<{name}>")[2].partition(f"</{name}>")[0]
