"""Serve one preview for one ticket: the only way by which a picture leaves.

Runs in the evidence process, which has the vault and the jails, an origin of its own,
and nobody's cookie. The ticket says who; that its session still lives is looked up. The
row of the viewing is committed before the first byte; how many left is added later.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.contrib.sessions.backends.db import SessionStore
from django.core import signing

from tipline.files import keeping
from tipline.files.decoder.preview_protocol import Drawn, NotDrawn
from tipline.foundation.accounts import queries as accounts
from tipline.foundation.accounts.models import Person
from tipline.foundation.audit import services as audit
from tipline.foundation.policy.principal import Principal
from tipline.foundation.policy.scope import acting
from tipline.foundation.web.sessions import is_over
from tipline.viewing import queries
from tipline.viewing.errors import NoPreviewError, TicketRefusedError
from tipline.viewing.look import Look, Variant, short_code
from tipline.viewing.models import BasisWithdrawal, Ticket, Viewing
from tipline.viewing.rendering import render
from tipline.viewing.services import SALT, TICKET_SECONDS

_PIECE_BYTES = 64 * 1024

Draw = Callable[[Iterable[bytes], int], Drawn | NotDrawn]


@dataclass(frozen=True, kw_only=True)
class Served:
    """A preview on its way; `pieces` counts what was taken of it."""

    size_bytes: int
    pieces: Iterator[bytes]


def serve(token: str, *, draw: Draw, default: Look, at: datetime) -> Served:
    """Make the preview that a ticket is for, and give it piece by piece.

    Args:
        token: as `services` issued it.
        draw: decodes in the jail; gets the file's pieces and its size.
        default: how previews look for who has not chosen.
        at: now.

    Raises:
        TicketRefusedError: forged, used, too old, or its session or hold is over.
        NoPreviewError: nothing could be drawn; the ticket is used up all the same.
    """
    person = _bearer(token)
    principal = accounts.principal_of(person)
    with acting(principal):
        ticket = _taken(token, person, at)
        look = queries.look_of(principal, person.pk, default=default)
    drawn = draw(keeping.pieces_of(ticket.file), ticket.file.size_bytes)
    if isinstance(drawn, NotDrawn):
        with acting(principal):
            subject = f"report:{ticket.file.report_id}"
            reason = drawn.reason.value
            audit.record(principal, "preview.failed", subject, reason=reason)
        raise NoPreviewError(reason=reason)
    mark = f"{short_code(person.pk)} {at:%Y-%m-%d %H:%M}"
    content = render(drawn, Variant(ticket.variant), look, mark=mark)
    viewing = _note(principal, ticket, content, at=at)
    return Served(size_bytes=len(content), pieces=_counted(principal, viewing, content))


def _bearer(token: str) -> Person:
    """Give whose ticket it says to be, by its signature."""
    try:
        _, person_id = signing.loads(token, salt=SALT, max_age=TICKET_SECONDS)
    except (signing.BadSignature, ValueError, TypeError):
        raise TicketRefusedError from None
    person = accounts.person_signed_in(person_id)
    if person is None:
        raise TicketRefusedError
    return person


def _taken(token: str, person: Person, at: datetime) -> Ticket:
    """Use the ticket up, whatever comes of it."""
    ticket_id, _ = signing.loads(token, salt=SALT)
    unused = Ticket.objects.filter(pk=ticket_id, person=person, used_at=None)
    if not unused.filter(expires_at__gte=at).update(used_at=at):
        raise TicketRefusedError
    ticket = Ticket.objects.select_related("file", "hold", "basis").get(pk=ticket_id)
    held = ticket.hold
    is_let_go = held is not None and (
        held.ended_at is not None or at > held.lease_until
    )
    is_withdrawn = BasisWithdrawal.objects.filter(basis=ticket.basis_id).exists()
    if (
        is_let_go
        or is_withdrawn
        or ticket.file.shredded_at
        or not _lives(ticket, person, at)
    ):
        raise TicketRefusedError
    return ticket


def _lives(ticket: Ticket, person: Person, at: datetime) -> bool:
    """Tell whether the session that the ticket is bound to is still this person's."""
    session = SessionStore(ticket.session_key)
    is_theirs = session.get("person_id") == person.pk
    return is_theirs and not is_over(session, at.timestamp())


def _note(
    principal: Principal, ticket: Ticket, content: bytes, *, at: datetime
) -> Viewing:
    """Commit that the preview is about to leave."""
    digest = hashlib.sha256(content).hexdigest()
    with acting(principal):
        viewing = Viewing.objects.create(
            ticket=ticket,
            file=ticket.file,
            person_id=ticket.person_id,
            viewer=short_code(ticket.person_id),
            variant=ticket.variant,
            ground=ticket.ground,
            basis=ticket.basis,
            basis_kind=ticket.basis.kind if ticket.basis else "",
            basis_reference=ticket.basis.reference if ticket.basis else "",
            at=at,
            size_bytes=len(content),
            sha256=digest,
        )
        audit.record(
            principal,
            "file.viewed",
            f"report:{ticket.file.report_id}",
            file=ticket.file_id,
            viewing=viewing.pk,
            variant=ticket.variant,
            ground=ticket.ground,
            size_bytes=len(content),
            sha256=digest,
        )
    return viewing


def _counted(principal: Principal, viewing: Viewing, content: bytes) -> Iterator[bytes]:
    """Give the pieces, and write down how many bytes were taken, however it ends."""
    served = 0
    try:
        for start in range(0, len(content), _PIECE_BYTES):
            piece = content[start : start + _PIECE_BYTES]
            yield piece
            served += len(piece)
    finally:
        with acting(principal):
            Viewing.objects.filter(pk=viewing.pk).update(served_bytes=served)
            audit.record(
                principal,
                "preview.served",
                f"report:{viewing.file.report_id}",
                viewing=viewing.pk,
                served_bytes=served,
            )
