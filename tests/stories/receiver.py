"""An agency's program on this machine: it is told of events, and keeps them."""

import threading
import time
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Self

TOLD_SECONDS = 60
Told = tuple[dict[str, str], bytes]


class Receiver(HTTPServer):
    """A program that takes whatever it is told: headers in small letters, a body."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Taker)
        self.told: list[Told] = []
        self.url = f"http://127.0.0.1:{self.server_port}/events"
        self._thread = threading.Thread(target=self.serve_forever, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.shutdown()
        self._thread.join()
        self.server_close()

    def first(self) -> Told:
        """Wait until it was told something, and give that."""
        deadline = time.monotonic() + TOLD_SECONDS
        while not self.told:
            assert time.monotonic() < deadline, "nothing was told"
            time.sleep(0.1)
        return self.told[0]


class _Taker(BaseHTTPRequestHandler):
    server: Receiver

    def do_POST(self) -> None:
        headers = {name.lower(): value for name, value in self.headers.items()}
        body = self.rfile.read(int(headers["content-length"]))
        self.server.told.append((headers, body))
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass
