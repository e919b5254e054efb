"""A real mail server and a real receiver of webhooks, on this machine, for a test."""

import http.server
import socket
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.header import decode_header, make_header
from email.message import Message

from aiosmtpd.controller import Controller

from tipline.alerting.outgoing import Outgoing
from tipline.alerting.webhook import Address
from tipline.foundation.mail.post import MailSecurity, MailServer

SECRET = "known to both sides"


def outgoing(*, port: int = 0, urls: Sequence[str] = ()) -> Outgoing:
    """Give what an operator decided who mails by this port and calls these webhooks."""
    server = MailServer(
        host="127.0.0.1",
        port=port,
        security=MailSecurity.NONE,
        username="",
        password="",
        sender="tipline@example.org",
    )
    return Outgoing(
        mail=server if port else None,
        webhooks=tuple(Address(url=url, secret=SECRET) for url in urls),
        public_url="https://tipline.example.org",
    )


@dataclass
class Mailbox:
    """What a mail server received; `answer` is what it says to each message."""

    port: int = 0
    answer: str = "250 OK"
    mails: list[Message] = field(default_factory=list)

    async def handle_DATA(self, server, session, envelope):  # noqa: N802, ARG002 - as the library calls it
        if self.answer.startswith("250"):
            self.mails.append(message_from_bytes(envelope.content))
        return self.answer

    def read_by(self, address: str) -> str:
        """Give the first mail to somebody as they read it: subject and text."""
        mail = next(mail for mail in self.mails if mail["To"] == address)
        subject = str(make_header(decode_header(mail["Subject"])))
        return f"{subject}\n{bytes(mail.get_payload(decode=True)).decode()}"

    def to(self) -> list[str]:
        """Give whom the mails are to, in the order they came."""
        return [str(mail["To"]) for mail in self.mails]


@contextmanager
def mail_server() -> Iterator[Mailbox]:
    """Run a mail server while the block runs."""
    box = Mailbox()
    with socket.create_server(("127.0.0.1", 0)) as free:
        box.port = free.getsockname()[1]  # the library cannot choose one itself
    controller = Controller(box, hostname="127.0.0.1", port=box.port)
    controller.start()
    try:
        yield box
    finally:
        controller.stop()


@dataclass
class Receiver:
    """What a webhook received; `status` is its answer to each call."""

    url: str = ""
    status: int = 204
    location: str = ""
    calls: list[tuple[dict[str, str], bytes]] = field(default_factory=list)


@contextmanager
def webhook_receiver() -> Iterator[Receiver]:
    """Run a receiver of webhooks while the block runs."""
    receiver = Receiver()

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            headers = {name.lower(): value for name, value in self.headers.items()}
            receiver.calls.append((headers, body))
            self.send_response(receiver.status)
            if receiver.location:
                self.send_header("Location", receiver.location)
            self.end_headers()

        def log_message(self, *args):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    receiver.url = f"http://127.0.0.1:{server.server_port}/alarm?of=tipline"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield receiver
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
