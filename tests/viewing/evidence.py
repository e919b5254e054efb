"""The evidence gateway as a browser of ours asks it, in this process."""

import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore

from tests import cast, factories
from tipline.config.evidence import application
from tipline.foundation.accounts.models import Person
from tipline.viewing import queries, services
from tipline.viewing.services import Viewer, Wanted

VIEWED = "<fileViewedByEsp>true</fileViewedByEsp>"


class Answer:
    """What came back, whole or until the reader left."""

    def __init__(self, status: str, headers: list[tuple[str, str]]) -> None:
        self.status = int(status.split(maxsplit=1)[0])
        self.headers = dict(headers)
        self.body = b""


def ask(
    token: str,
    *,
    method: str = "GET",
    path: str = "",
    leave_after: int | None = None,
    **headers: str,
) -> Answer:
    """Ask for a preview as one of our pages does; `leave_after` so many pieces."""
    got: list[Answer] = []

    def start(status: str, answered: list[tuple[str, str]]) -> None:
        got.append(Answer(status, answered))

    environ: dict[str, Any] = {
        "REQUEST_METHOD": method,
        "PATH_INFO": path or f"/preview/{token}",
        "HTTP_ORIGIN": settings.ENVIRONMENT.public_url,
        **{f"HTTP_{name.upper()}": value for name, value in headers.items()},
    }
    pieces = application(environ, start)
    for number, piece in enumerate(pieces):
        if leave_after is not None and number >= leave_after:
            break
        got[0].body += piece
    close: Callable[[], None] | None = getattr(pieces, "close", None)
    if close:
        close()
    return got[0]


def viewer(person: Person) -> Viewer:
    """Give somebody at a screen, with a session that lives."""
    session = SessionStore()
    now = time.time()
    times = dict.fromkeys(("verified_at", "seen_at", "opened_at"), now)
    session.update({"person_id": person.pk, **times})
    session.save()
    return Viewer(
        principal=cast.principal_of(person),
        person=person,
        session_key=str(session.session_key),
    )


def reported(content: bytes | None = None, *, flags: str = VIEWED) -> Wanted:
    """Give a file of a finished report, as somebody wants to see it."""
    platform = cast.platform()
    report_id = factories.open_report(platform)
    file_id = factories.add_file(platform, report_id, content, flags=flags)
    factories.finish(platform, report_id)
    return Wanted(report_id=report_id, file_id=file_id, severity="unknown")


def looks(
    person: Person, report_id: int, file_id: str, *, leave_after: int | None = None
) -> None:
    """Let somebody look at a file: veiled, then clear, then let go."""
    who, terms = viewer(person), settings.VIEWING

    def now() -> datetime:
        return datetime.now(UTC)

    seen = queries.sight_of(who.principal, report_id, file_id, terms=terms, at=now())
    wanted = Wanted(report_id=report_id, file_id=file_id, severity=seen.severity)
    assert ask(services.veil(who, wanted, terms=terms, at=now())).status == 200
    held = services.hold(who, wanted, terms=terms, at=now())
    assert ask(held.token, leave_after=leave_after).status == 200
    services.release(who, held.hold_id, terms=terms, at=now())


def seconds(at: datetime, *steps: float) -> Iterator[datetime]:
    """Give the moments so many seconds after one another."""
    for step in steps:
        at += timedelta(seconds=step)
        yield at
