"""A small web server: the product's scripts, pages as bytes, and what is posted, kept.

It runs without Django, so that it can also run where there is no network.
"""

import base64
import hashlib
import http.server
import json
import mimetypes
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tipline import foundation
from tipline.portals import public

STATIC = Path(public.__file__).parent / "static"
SHARED = Path(foundation.__file__).parent / "web" / "static"
RECEIPT = {"code": "AB12-CD34-EF56", "pin": "012345"}
SCRIPT = "text/javascript"
SOCKETS = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"  # source: RFC 6455


@dataclass
class Site:
    """What is served, and what came.

    Attributes:
        pages: type and body by path; before the files of the product.
        headers: of every page that is HTML.
        asked: method, host, path with its query, and body of each request.
    """

    pages: dict[str, tuple[str, bytes]] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)
    asked: list[tuple[str, str, str, bytes]] = field(default_factory=list)
    address: str = ""

    def found(self, path: str) -> tuple[str, bytes] | None:
        """Give type and body of what is at a path."""
        if path in self.pages:
            return self.pages[path]
        name = path.removeprefix("/static/")
        for folder in (STATIC, SHARED):
            file = folder / name
            if path.startswith("/static/") and file.is_file():
                kind = SCRIPT if name.endswith(".js") else mimetypes.guess_type(name)[0]
                return str(kind), file.read_bytes()
        return None


class Handler(http.server.BaseHTTPRequestHandler):
    """Answers for one site: of a subclass."""

    site: Site
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self._note(b"")
        if self.headers.get("Upgrade") == "websocket":
            self._shake_hands()
            return
        kind, body = self.site.found(self.path.partition("?")[0]) or ("text/plain", b"")
        more = self.site.headers if kind.startswith("text/html") else {}
        self._answer(kind, body, more, status=200 if body else 404)

    def do_POST(self) -> None:
        length = int(self.headers.get("Content-Length", "0"))
        self._note(self.rfile.read(length))
        self._answer("application/json", json.dumps(RECEIPT).encode(), {})

    def do_OPTIONS(self) -> None:
        self._note(b"")
        self._answer("text/plain", b"", {"Access-Control-Allow-Origin": "*"})

    def _note(self, body: bytes) -> None:
        host = self.headers.get("Host", "")
        self.site.asked.append((str(self.command), host, self.path, body))

    def _shake_hands(self) -> None:
        """Let a web socket open, so that whoever wants to send by it can."""
        key = self.headers["Sec-WebSocket-Key"] + SOCKETS
        accepted = hashlib.sha1(key.encode(), usedforsecurity=False).digest()
        self.send_response(101)
        self.send_header("Upgrade", "websocket")
        self.send_header("Connection", "Upgrade")
        self.send_header("Sec-WebSocket-Accept", base64.b64encode(accepted).decode())
        self.end_headers()
        self.wfile.flush()
        while self.rfile.read1(65536):
            pass
        self.close_connection = True

    def _answer(
        self, kind: str, body: bytes, more: dict[str, str], *, status: int = 200
    ) -> None:
        self.send_response(status)
        headers = {"Content-Type": kind, "Content-Length": str(len(body)), **more}
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def serving(site: Site, *, port: int = 0) -> Iterator[Site]:
    """Serve on this machine; `site.address` says where."""

    handler = type("Here", (Handler,), {"site": site})
    server = http.server.ThreadingHTTPServer(("127.0.0.1", port), handler)
    site.address = f"http://localhost:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
