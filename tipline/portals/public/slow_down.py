"""How floods of reports are slowed down, and nobody who needs help is turned away.

In calm times a report begins at once. When many begin in a minute, or many from one
place, the first answers wait a little: a browser with JavaScript does a small task, and
any other lets some seconds pass and presses a button.

An urgent report is never refused. It is kept first, since whoever is in danger may have
to close the page: only what follows waits, at most URGENT_WAIT_MOST seconds. How many
are kept so is bounded, of each place and of all; any more of them wait in the page.

No address is kept: places are told apart by a keyed hash whose key lives in this
process alone, for an hour.
"""

import hashlib
import hmac
import ipaddress
import math
import secrets
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from django.core import signing
from django.http import HttpRequest

HOUR = 3600.0
CALM_A_MINUTE = 60  # reports that begin, in one process
CALM_OF_PLACE = 6  # reports of one place in an hour, before it waits
MOST_OF_PLACE = 40  # reports of one place in an hour, before it is refused
WRONG_OF_PLACE = 10  # wrong receipts of one place in an hour
KEPT_A_MINUTE = 60  # urgent reports that are kept before their wait, in one process
KEPT_OF_PLACE = 6  # the same, of one place in an hour
WAIT_LEAST, WAIT_MOST, URGENT_WAIT_MOST = 10, 60, 20  # seconds
TICKET_LIVES = 6 * HOUR
PROOF_BITS = 16  # leading zero bits: about 65,000 tries, a second on an old phone
REMEMBERED_MOST = 100_000
_SALT = "tipline.public.ticket"


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What becomes of a report that begins: at once, after a wait, or not now.

    `wait_seconds` are those that `ticket` has still to wait: whoever was told to wait
    before has waited for them already.
    """

    wait_seconds: int = 0
    ticket: str = ""
    is_refused: bool = False

    @property
    def is_free(self) -> bool:
        """It begins at once."""
        return not self.wait_seconds and not self.is_refused


class Gate:
    """What one process remembers of the last hour: counts, and no address."""

    def __init__(self, *, clock: Callable[[], float] = time.time) -> None:
        """Start with nothing remembered."""
        self._clock = clock
        self._lock = threading.Lock()
        self._begun: deque[float] = deque()
        self._kept: deque[float] = deque()
        self._spent: dict[str, float] = {}
        self._renew(clock())

    def place_of(self, address: str) -> bytes | None:
        """Give the hash of an address for this hour; None for what is no visitor's."""
        try:
            if not ipaddress.ip_address(address).is_global:
                return None
        except ValueError:
            return None
        return hmac.digest(self._secret, address.encode(), hashlib.sha256)

    def ticket(self) -> str:
        """Give what a page carries, so that the time since then can be told."""
        issued = [secrets.token_hex(8), int(self._clock())]
        return signing.dumps(issued, salt=_SALT)

    def admit(
        self, address: str, *, ticket: str, proof: str, is_urgent: bool
    ) -> Answer:
        """Say whether a report may begin, and count it if it may."""
        now = self._clock()
        with self._lock:
            self._keep_house(now)
            place = self.place_of(address)
            of_place = self._counts.get((place, "report"), 0) if place else 0
            if of_place >= MOST_OF_PLACE and not is_urgent:
                return Answer(is_refused=True)
            wait = self._wait(of_place, is_urgent=is_urgent)
            if wait and (asked := self._asked(ticket, proof, wait=wait, now=now)):
                return asked
            self._begun.append(now)
            self._count(place, "report")
            return Answer()

    def keep_first(self, address: str) -> bool:
        """Say whether an urgent report that must wait is kept before, and count it."""
        now = self._clock()
        with self._lock:
            self._keep_house(now)
            place = self.place_of(address)
            of_place = self._counts.get((place, "kept"), 0)
            if len(self._kept) >= KEPT_A_MINUTE or of_place >= KEPT_OF_PLACE:
                return False
            self._kept.append(now)
            self._begun.append(now)
            self._count(place, "kept")
            self._count(place, "report")
            return True

    def may_try_receipt(self, address: str) -> bool:
        """Tell whether a place may try another receipt."""
        with self._lock:
            self._keep_house(self._clock())
            place = self.place_of(address)
            return self._counts.get((place, "receipt"), 0) < WRONG_OF_PLACE

    def note_wrong_receipt(self, address: str) -> None:
        """Count a receipt that nobody holds."""
        with self._lock:
            self._count(self.place_of(address), "receipt")

    def _count(self, place: bytes | None, what: str) -> None:
        if place is not None and len(self._counts) < REMEMBERED_MOST:
            self._counts[place, what] = self._counts.get((place, what), 0) + 1

    def _wait(self, of_place: int, *, is_urgent: bool) -> int:
        load = len(self._begun) / CALM_A_MINUTE
        if load < 1 and of_place < CALM_OF_PLACE:
            return 0
        wait = min(WAIT_MOST, max(WAIT_LEAST, math.ceil(WAIT_LEAST * load)))
        return min(wait, URGENT_WAIT_MOST) if is_urgent else wait

    def _asked(
        self, ticket: str, proof: str, *, wait: int, now: float
    ) -> Answer | None:
        """Ask for what is left to wait; nothing if a ticket is waited or worked for."""
        name, issued = _read(ticket)
        age = now - issued
        if age > TICKET_LIVES or name in self._spent:
            # With one that is no good nobody would ever come in.
            return Answer(wait_seconds=wait, ticket=self.ticket())
        if age < wait and not is_proof(ticket, proof):
            return Answer(wait_seconds=math.ceil(wait - age), ticket=ticket)
        if len(self._spent) >= REMEMBERED_MOST:  # the oldest goes, never the newest
            del self._spent[next(iter(self._spent))]
        self._spent[name] = now
        return None

    def _keep_house(self, now: float) -> None:
        for lately in (self._begun, self._kept):
            while lately and lately[0] < now - 60:
                lately.popleft()
        if now - self._since >= HOUR:
            kept = {n: at for n, at in self._spent.items() if now - at < TICKET_LIVES}
            self._renew(now)
            self._spent = kept

    def _renew(self, now: float) -> None:
        """Throw the key away: what was counted by it means nothing any more."""
        self._secret = secrets.token_bytes(32)
        self._counts: dict[tuple[bytes | None, str], int] = {}
        self._since = now


def _read(ticket: str) -> tuple[str, float]:
    """Give a ticket's name, and when it was issued; for what is none, long ago."""
    try:
        name, issued = signing.loads(ticket, salt=_SALT)
    except (signing.BadSignature, ValueError):
        return "", -math.inf
    return str(name), float(issued)


def is_proof(ticket: str, proof: str) -> bool:
    """Tell whether somebody found a number whose hash with the ticket is small."""
    if not proof.isascii() or not proof.isdecimal() or len(proof) > 12:  # noqa: PLR2004
        return False
    digest = hashlib.sha256(f"{ticket}:{proof}".encode()).digest()
    return int.from_bytes(digest[:4]) >> 32 - PROOF_BITS == 0


def address_of(request: HttpRequest) -> str:
    """Give where a request comes from; used at once, and never kept.

    Behind a proxy on this machine or network, the last address that it names.
    """
    direct = str(request.META.get("REMOTE_ADDR", ""))
    named = str(request.META.get("HTTP_X_FORWARDED_FOR", "")).rpartition(",")[2].strip()
    try:
        is_proxy = not ipaddress.ip_address(direct).is_global
    except ValueError:
        return named
    return named if is_proxy and named else direct


GATE = Gate()
