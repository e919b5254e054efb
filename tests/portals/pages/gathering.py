"""Every page that somebody is shown, gathered from the product before a browser runs.

Nothing is listed here: what is asked for follows from the addresses and from the
reviewed table of tests/access. Who adds a route adds its row there, and what its
address names to the stage; then its page is looked at, too.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode, urlsplit

from django.http import HttpResponseBase
from django.test import RequestFactory
from django.urls import reverse
from lxml import html

from tests.access import expected, routes
from tests.access.principals import Asker
from tests.access.routes import Route
from tests.access.stage import Stage, undone
from tipline.foundation.web.error_pages import STATUSES, error_page

NOWHERE = "zzzzzz"  # fits nothing, so that a search says that it found nothing
SHOWN, NOT_FOUND = 200, 404


# What differs between any two answers, or between two people of one role.
ONCE_ONLY = re.compile(
    rb"[0-9a-f]{32}|[0-9]{13,}|[0-9:]{5,8}|(?<=value=\")\w{64}|next=[^\"]*"
)


@dataclass(frozen=True)
class Page:
    """What somebody is shown; `policy` is its Content-Security-Policy."""

    name: str
    path: str
    content: bytes
    policy: str


def distinct(pages: Iterable[Page]) -> list[Page]:
    """Give one of those whose main parts look the same, so that one is looked at."""
    by_look: dict[bytes, Page] = {}
    for page in pages:
        main = page.content.partition(b"<main")[2] or page.content
        by_look.setdefault(ONCE_ONLY.sub(b"", main), page)
    return list(by_look.values())


def every(stage: Stage, askers: list[Asker]) -> list[Page]:
    """Give each page as each role sees it, narrowed down, and as it refuses."""
    found = []
    for route in routes.every():
        found += _shown(route, stage, askers)
        found += _refused(route, stage, askers)
    return found


def empty(askers: list[Asker]) -> list[Page]:
    """Give the pages of an empty installation: their addresses name nothing."""
    found = []
    for route in routes.every():
        if not route.parameters and route.name not in routes.FIXED:
            for asker in (
                each for _, some in _who(route, "GET", askers) for each in some
            ):
                answer = _asked(asker, reverse(route.name))
                found += _pages(answer, f"{route.name}, {asker.role}, empty")
    return found


def demonstration(token: str) -> list[Page]:
    """Give the pages of the door that a demonstration alone has, or has otherwise."""
    visitor = Asker("visitor")
    ways_in = (reverse("door:link", args=[token]), reverse("door:sign-in"))
    answers = [_asked(visitor, way_in) for way_in in ways_in]
    assert [answer.status_code for answer in answers] == [SHOWN, SHOWN]
    return [
        page
        for answer in answers
        for page in _pages(answer, f"{answer.resolver_match.view_name}, demonstration")  # type: ignore[attr-defined]  # the test client's
    ]


def errors() -> list[Page]:
    """Give the pages that say that something went wrong."""
    request = RequestFactory().get("/")
    return [
        Page(
            f"error {status}",
            f"/error/{status}",
            error_page(request, status, retry_after_seconds=30).content,
            "",
        )
        for status in STATUSES
    ]


def _shown(route: Route, stage: Stage, askers: list[Asker]) -> Iterator[Page]:
    for role, some in _who(route, "GET", askers):
        tried = []
        for asker, path in _addresses(route, some, stage):
            answer = _asked(asker, path)
            tried.append(answer.status_code)
            if answer.status_code == SHOWN:
                for page in _pages(answer, f"{route.name}, {role}"):
                    yield page
                    yield from _narrowed(page, asker)
                break
        else:
            is_elsewhere = any(300 <= status < 400 for status in tried)
            assert is_elsewhere, (
                f"Nobody with the role {role!r} is shown {route.name}: tried {tried}."
                " Make what it shows in tests/access/stage.py (or in a file beside it,"
                " such as lists_stage.py), and let tests/access/routes.py fill its"
                " address with it (`makers` in `path`)."
            )


def _refused(route: Route, stage: Stage, askers: list[Asker]) -> Iterator[Page]:
    """Send an empty form as each role: what comes back says what is missing."""
    for role, some in _who(route, "POST", askers):
        for asker, path in _addresses(route, some, stage):
            answer = _asked(asker, path, method="POST")
            if answer.status_code >= 400 and answer.status_code != NOT_FOUND:
                yield from _pages(answer, f"{route.name}, {role}, refused")
                break


def _who(
    route: Route, method: str, askers: list[Asker]
) -> Iterator[tuple[str, list[Asker]]]:
    """Give who may, by role; of what is open to everybody, who is not signed in."""
    row = expected.rows().get((route.name, method))
    if row is None or row.which == "never":
        return
    for role in sorted(row.who):
        wanted = "nobody" if role == "everybody" else role
        yield wanted, [a for a in askers if a.role == wanted and not a.is_stale]


def _addresses(
    route: Route, askers: Iterable[Asker], stage: Stage
) -> Iterator[tuple[Asker, str]]:
    for asker in askers:
        for thing in routes.things(route):
            yield asker, routes.path(route, thing, stage)


def _narrowed(page: Page, asker: Asker) -> Iterator[Page]:
    """Follow one link of each sort that narrows the page; search in vain, too."""
    known = set()
    tree = html.document_fromstring(page.content)
    links = tree.xpath("//a[starts-with(@href, '?')]/@href")
    for query in (*(urlsplit(link).query for link in links), *_searches(tree)):
        sort = tuple(
            sorted(name for name, _ in parse_qsl(query, keep_blank_values=True))
        )
        if sort and sort not in known:
            known.add(sort)
            answer = _asked(asker, f"{page.path}?{query}")
            yield from _pages(answer, f"{page.name}, {'+'.join(sort)}")


def _searches(tree: html.HtmlElement) -> Iterator[str]:
    for form in tree.xpath("//form[@method='get']"):
        hidden = form.xpath(".//input[@type='hidden']")
        kept = [(each.get("name"), each.get("value", "")) for each in hidden]
        for name in form.xpath(".//input[@type='search' or @type='text']/@name"):
            yield urlencode([*kept, (name, NOWHERE)])


def _asked(asker: Asker, path: str, *, method: str = "GET") -> HttpResponseBase:
    with undone():
        answer = asker.send(method, path)
        answer.whole = answer.getvalue()  # type: ignore[attr-defined]  # kept beyond the undoing
    return answer


def _pages(answer: HttpResponseBase, name: str) -> list[Page]:
    """Give the answer as a page, if it is one."""
    if not answer.headers.get("Content-Type", "").startswith("text/html"):
        return []
    request = answer.wsgi_request  # type: ignore[attr-defined]  # the test client's
    policy = answer.headers["Content-Security-Policy"]
    whole = answer.whole  # type: ignore[attr-defined]  # see above
    return [Page(name, request.path, whole, policy)] if whole else []
