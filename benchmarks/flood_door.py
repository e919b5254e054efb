"""Let a flood come to the door of the public form, and honest visitors amid it.

    python -m benchmarks.flood_door [--seconds 120] [--posts 5000] [--write]

The product runs as `tipline start` runs it, and everything goes over HTTP on this
machine. Senders with invented addresses post as fast as they are answered: some go away
when they are asked to wait, some do the task, one of these from a single place, and
some come with tickets that they took a minute before. Meanwhile honest visitors without
JavaScript come, half of them from that same place, and half of them to say that a child
is in danger: they wait as long as they are told. Printed is what became of each.
"""

import argparse
import itertools
import random
import re
import statistics
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

import httpx
import psycopg

from benchmarks import page
from benchmarks.intake import _owner_url
from tests.product import Product
from tipline.portals.public.slow_down import WAIT_MOST, is_proof

SEED = 41
HONEST = 24
ONE_PLACE = "18.9.22.69"
_KEY = re.compile(r'name="key" value="[0-9a-f]{32}"')
_TICKET = re.compile(r'name="ticket" value="([^"]+)"')
_FORM = "SELECT count(*) FROM intake_report WHERE origin = 'form'"
_SAID = "SELECT count(*) FROM intake_submission WHERE position(%s in body) > 0"


@dataclass(frozen=True, kw_only=True)
class Told:
    """What the door answered to one post."""

    status: int
    is_taken: bool
    wait_seconds: int
    ticket: str

    @property
    def word(self) -> str:
        """It was taken, refused, or asked to wait."""
        if self.is_taken:
            return "taken"
        return "refused" if self.status == httpx.codes.TOO_MANY_REQUESTS else "asked"


@dataclass(frozen=True, kw_only=True)
class Visit:
    """One honest visitor: how long until they were taken, and each page took."""

    is_urgent: bool
    is_taken: bool
    is_refused: bool
    waited: float
    pages: tuple[float, ...]
    text: str


class Browser:
    """Somebody at an address of their own."""

    def __init__(self, url: str) -> None:
        self._client = httpx.Client(base_url=url, timeout=120)
        self.pages: list[float] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._client.close()

    def opens(self, path: str, *, place: str) -> str:
        """Open a page of the form; give its ticket."""
        return self._asked(path, place, None).ticket

    def posts(self, answers: dict[str, str], *, place: str) -> Told:
        """Answer the first page."""
        return self._asked("/report/", place, {"go": "next", **answers})

    def _asked(self, path: str, place: str, sent: dict[str, str] | None) -> Told:
        began = time.perf_counter()
        named = {"X-Forwarded-For": place}
        method = "GET" if sent is None else "POST"
        answer = self._client.request(method, path, data=sent, headers=named)
        self.pages.append(time.perf_counter() - began)
        found = _TICKET.search(answer.text)
        return Told(
            status=answer.status_code,
            is_taken=bool(_KEY.search(answer.text)),
            wait_seconds=int(answer.headers.get("Retry-After", "0")),
            ticket=found[1] if found else "",
        )


@dataclass
class Flood:
    """All senders together: when they stop, and what they were told."""

    url: str
    posts: int
    until: float
    told: Counter[tuple[str, str]] = field(default_factory=Counter)
    _numbers: Iterator[int] = field(default_factory=itertools.count)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def comes(self, kind: str) -> None:
        """Post until time or posts are over."""
        with Browser(self.url) as browser:
            hoard = self._hoarded(browser) if kind == "took tickets ahead" else []
            while (number := self._next()) is not None:
                ticket = hoard.pop() if hoard else ""
                self._sends(browser, kind, number, ticket=ticket)

    def _next(self) -> int | None:
        with self._lock:
            number = next(self._numbers)
        return number if number < self.posts and time.monotonic() < self.until else None

    def _sends(self, browser: Browser, kind: str, number: int, *, ticket: str) -> None:
        place = ONE_PLACE if kind == "from one place" else place_of(number)
        answers = {"page": "where", "service": f"junk {number}"}
        told = browser.posts({**answers, "ticket": ticket}, place=place)
        self._note(kind, told.word)
        if kind in WORKING and told.word == "asked":
            proof = {"ticket": told.ticket, "proof": proof_of(told.ticket)}
            again = browser.posts({**answers, **proof}, place=place)
            self._note(kind, f"{again.word}, the second time")

    def _hoarded(self, browser: Browser) -> list[str]:
        """Take tickets, and wait until no door asks more of them."""
        share = self.posts // 40
        hoard = [browser.opens("/report/", place=place_of(n)) for n in range(share)]
        time.sleep(min(WAIT_MOST, max(0.0, self.until - time.monotonic())))
        return hoard

    def _note(self, kind: str, word: str) -> None:
        with self._lock:
            self.told[kind, word] += 1


KINDS = ("go away", "go away", "do the task", "took tickets ahead", "from one place")
WORKING = ("do the task", "from one place")


def main() -> None:
    """Measure, print, and write the page if asked to."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seconds", type=float, default=120.0)
    parser.add_argument("--posts", type=int, default=5_000)
    parser.add_argument("--write", action="store_true", help=page.HELP)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o711)  # PostgreSQL, as another user, passes through
        with Product(Path(folder) / "data", demo=False) as product:
            told = measure(product, seconds=options.seconds, posts=options.posts)
    text = f"{page.machine('flood_door')}\n{told}"
    print(text)
    if options.write:
        page.write("flood-door", text)


def measure(product: Product, *, seconds: float, posts: int) -> str:
    """Let the flood and the visitors come; give a table."""
    flood = Flood(product.url, posts, time.monotonic() + seconds)
    with ThreadPoolExecutor(len(KINDS) + HONEST) as pool:
        senders = [pool.submit(flood.comes, kind) for kind in KINDS]
        visits = [
            # The first come when the flood is there, the last before it goes.
            pool.submit(visit, product.url, n, after=seconds * (0.1 + 0.8 * n / HONEST))
            for n in range(HONEST)
        ]
        for sender in senders:
            sender.result()
        came = [each.result() for each in visits]
    with psycopg.connect(_owner_url(product), autocommit=True) as connection:
        connection.execute("SET tipline.kind = 'clearinghouse'")
        kept = _count(connection, _FORM)
        found = sum(_count(connection, _SAID, one.text.encode()) > 0 for one in came)
    return _table(flood, came, kept=kept, found=found)


def visit(url: str, number: int, *, after: float) -> Visit:
    """Come once, and wait for as long as the page says, until the report is taken."""
    time.sleep(after)
    is_urgent = number % 2 == 0
    place = ONE_PLACE if number % 4 < 2 else place_of(10**6 + number)
    text = f"honest {SEED} {number}"
    answers = {"page": "danger", "danger": text} if is_urgent else {"page": "where"}
    answers |= {} if is_urgent else {"service": text}
    with Browser(url) as browser:
        opened = "/report/danger/" if is_urgent else "/report/"
        ticket = browser.opens(opened, place=place)
        began = time.perf_counter()
        told = browser.posts({**answers, "ticket": ticket}, place=place)
        while told.word == "asked" and time.perf_counter() - began < 2 * WAIT_MOST:
            time.sleep(told.wait_seconds)
            told = browser.posts({**answers, "ticket": told.ticket}, place=place)
    return Visit(
        is_urgent=is_urgent,
        is_taken=told.is_taken,
        is_refused=told.word == "refused",
        waited=time.perf_counter() - began,
        pages=tuple(browser.pages),
        text=text,
    )


def place_of(number: int) -> str:
    """Invent an address; nothing is ever sent to it."""
    drawn = random.Random(SEED * 10**9 + number)
    return (
        f"18.{drawn.randrange(10, 250)}.{drawn.randrange(256)}.{drawn.randrange(256)}"
    )


def proof_of(ticket: str) -> str:
    """Do the task of the page's script."""
    return next(str(n) for n in itertools.count() if is_proof(ticket, str(n)))


def _count(connection: psycopg.Connection, statement: str, *given: object) -> int:
    (count,) = connection.execute(statement, given).fetchone() or (0,)
    return int(count)


def _table(flood: Flood, came: list[Visit], *, kept: int, found: int) -> str:
    taken = sum(n for (_, word), n in flood.told.items() if word.startswith("taken"))
    honest = sum(one.is_taken for one in came)
    pages = [seconds for one in came for seconds in one.pages]
    rows = [
        ("Posts of the flood", f"{sum(flood.told.values()):,}"),
        *(
            (f"of those that {_verb(kind)}: {word}", f"{count:,}")
            for (kind, word), count in sorted(flood.told.items())
        ),
        *_of_visitors("in danger", [one for one in came if one.is_urgent]),
        *_of_visitors("not in danger", [one for one in came if not one.is_urgent]),
        (
            "Seconds for a page of an honest visitor: middle / longest",
            f"{statistics.median(pages):.2f} / {max(pages):.2f}",
        ),
        ("Reports taken : kept", f"{taken + honest:,} : {kept:,}"),
        ("Texts of honest visitors taken : found", f"{honest} : {found}"),
    ]
    lines = [f"| {name} | {value} |" for name, value in rows]
    return "\n".join(["| | |", "|---|---|", *lines])


def _of_visitors(name: str, group: list[Visit]) -> Iterator[tuple[str, str]]:
    taken = sum(one.is_taken for one in group)
    refused = sum(one.is_refused for one in group)
    waits = [one.waited for one in group if one.is_taken]
    yield f"Honest visitors {name}", f"{len(group)}"
    yield "taken / refused", f"{taken} / {refused}"
    yield (
        "seconds until they were taken: middle / longest",
        f"{statistics.median(waits):.1f} / {max(waits):.1f}",
    )


def _verb(kind: str) -> str:
    return kind if kind != "from one place" else "do it, from one place"


if __name__ == "__main__":
    main()
