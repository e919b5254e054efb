"""A real browser that looks at pages: by day and by night, on a desk and on a phone."""

import http.server
import mimetypes
import os
import re
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from django.contrib.staticfiles import finders
from django.test import Client
from django.urls import reverse
from playwright.sync_api import CDPSession, sync_playwright
from playwright.sync_api import Page as Tab

from tests.browser import launched
from tests.portals.pages.gathering import Page
from tipline.foundation.web import static_files


@dataclass(frozen=True)
class Look:
    """How somebody looks at pages, and by which rules of axe-core; none for all.

    Colors are in tokens.css alone, for day and for night; of the other rules only those
    about places know how wide a page is.
    """

    width: int
    light: Literal["light", "dark"]
    is_phone: bool = False
    rules: tuple[str, ...] = ()


LOOKS = (
    Look(width=1440, light="light"),
    Look(
        width=390,
        light="dark",
        is_phone=True,
        rules=(
            "color-contrast",
            "link-in-text-block",
            "scrollable-region-focusable",
            "target-size",
        ),
    ),
)
# The narrowest screen that the reflow rule of WCAG 2.2 (1.4.10) asks for.
NARROWEST = 320
WIDTHS = (*(look.width for look in LOOKS), NARROWEST)
# Who wants to look with their own eyes names a folder here, and finds pictures in it.
PICTURES = os.environ.get("PICTURES_OF_PAGES", "")
AXE = """only => axe.run({
  resultTypes: ["violations"],
  preload: false,
  rules: { "target-size": { enabled: true } },
  ...(only.length && { runOnly: only }),
}).then(({ violations }) => violations.flatMap(({ id, impact, nodes }) =>
  nodes.slice(0, 3).map(({ html }) => `${impact}: ${id}: ${html.slice(0, 200)}`)))"""
# What is wider than the page, unless something around it scrolls; the innermost only.
WIDE = """direction => {
  document.documentElement.dir = direction;
  const width = document.documentElement.clientWidth;
  const isWide = document.documentElement.scrollWidth > width;
  const out = [...document.body.querySelectorAll("*")].filter((each) => {
    const box = each.getBoundingClientRect();
    return isWide && box.width && (box.right > width + 0.5 || box.left < -0.5);
  });
  return out.slice(-3).map((each) =>
    `wider than the page (${direction}): ${each.outerHTML.slice(0, 200)}`);
}"""

# Signing out stands beside the name of the portal, and not on a row of its own.
APART = """() => {
  const [brand, account] = [".header__brand", ".header__account"].map((each) =>
    document.querySelector(each).getBoundingClientRect());
  return account.top < brand.bottom ? [] : ["signing out has a row of its own"];
}"""

# What a page's look hangs on, before its body: its language and its style sheets.
LOOK_OF = re.compile(rb'<html [^>]*>|<link rel="stylesheet"[^>]*>')
PUT_IN = """content => {
  const { body } = new DOMParser().parseFromString(content, "text/html");
  document.body.replaceWith(document.adoptNode(body));
  window.scrollTo(0, 0);
}"""


def faults(pages: Sequence[Page], axe: str) -> list[str]:
    """Look at every page in each way; give what is wrong.

    Args:
        pages: what the product answered.
        axe: the text of axe-core.
    """
    found: list[str] = []
    with served(pages) as address, sync_playwright() as playwright:
        browser = launched(playwright)
        tab = browser.new_page(reduced_motion="reduce")
        tab.add_init_script(axe)
        complaints: list[str] = []
        tab.on("pageerror", lambda error: complaints.append(str(error)))
        tab.on("console", lambda said: complaints.append(said.text))
        device = tab.context.new_cdp_session(tab)
        for number, page in enumerate(pages):
            # Opened once: to open it for each look is an eighth of all the work.
            _hold(tab, device, LOOKS[0])
            tab.goto(f"{address}/{number}")
            for look in LOOKS:
                _hold(tab, device, look)
                found += _seen(tab, page, look, complaints=complaints)
        browser.close()
    return found


def too_wide(
    pages: Sequence[Page], widths: Sequence[int] = WIDTHS, *, question: str = WIDE
) -> list[str]:
    """Look at every page in its own direction only; give what does not fit.

    Pages of one look and language are put into the first of them, one after the other:
    to load each would cost many times as much.
    """
    found: list[str] = []
    alike: dict[tuple[bytes, ...], list[int]] = {}
    for number, page in enumerate(pages):
        alike.setdefault(tuple(LOOK_OF.findall(page.content)), []).append(number)
    with served(pages) as address, sync_playwright() as playwright:
        browser = launched(playwright)
        tab = browser.new_page(bypass_csp=True)  # to put pages in
        for first, *others in alike.values():
            tab.goto(f"{address}/{first}")
            direction = tab.evaluate("document.documentElement.dir")
            for number in (first, *others):
                page = pages[number]
                if number != first:
                    tab.evaluate(PUT_IN, page.content.decode())
                for width in widths:
                    tab.set_viewport_size({"width": width, "height": 900})
                    wide = tab.evaluate(question, direction)
                    found += [f"{page.name} ({width}): {each}" for each in wide]
                    _keep_picture(tab, page, width)
        browser.close()
    return found


def _keep_picture(tab: Tab, page: Page, width: int) -> None:
    if PICTURES:
        file = re.sub(r"\W+", "-", f"{page.name} {width}") + ".png"
        tab.screenshot(path=Path(PICTURES) / file, full_page=True)


def _hold(tab: Tab, device: CDPSession, look: Look) -> None:
    """Make the page one on a desk by day, or in a hand by night."""
    tab.set_viewport_size({"width": look.width, "height": 900})
    tab.emulate_media(color_scheme=look.light)
    device.send("Emulation.setTouchEmulationEnabled", {"enabled": look.is_phone})


def _seen(tab: Tab, page: Page, look: Look, *, complaints: list[str]) -> list[str]:
    """Give what is wrong in one look, and what the browser complained of until now."""
    _keep_pictures(tab, page, look)
    found = tab.evaluate(AXE, look.rules)
    for direction in ("rtl", "ltr"):
        found += tab.evaluate(WIDE, direction)
    found += [f"the browser complains: {each}" for each in complaints]
    complaints.clear()
    return [f"{page.name} ({look.width}, {look.light}): {each}" for each in found]


def _keep_pictures(tab: Tab, page: Page, look: Look) -> None:
    if not PICTURES:
        return
    for light, direction in (("light", "rtl"), ("light", "ltr"), ("dark", "ltr")):
        tab.emulate_media(color_scheme=light)  # type: ignore[arg-type]  # one of two
        tab.evaluate("to => { document.documentElement.dir = to; }", direction)
        name = f"{page.name} {look.width} {light} {direction}"
        file = re.sub(r"\W+", "-", name) + ".png"
        tab.screenshot(path=Path(PICTURES) / file, full_page=True)
    tab.emulate_media(color_scheme=look.light)
    tab.emulate_media(color_scheme=look.light)


@contextmanager
def served(pages: Sequence[Page]) -> Iterator[str]:
    """Serve the pages, each by its number, and everything static, on this machine."""
    client = Client(headers={"host": "localhost"})
    paths = (
        reverse("take-it-down:look"),  # before the other, which it ends with
        reverse("public:look"),
        reverse("door:styles", args=[static_files.sheet().digest]),
    )
    styles = {path: client.get(path).content for path in paths}

    class Handler(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            if self.path.startswith("/static/"):
                self._give_file(self.path.removeprefix("/static/"))
            elif path := next(filter(self.path.endswith, styles), ""):
                # Below a language, too.
                self._give(styles[path], "text/css; charset=utf-8")
            else:
                page = pages[int(self.path.strip("/"))]
                policy = {"Content-Security-Policy": page.policy}
                self._give(page.content, "text/html; charset=utf-8", **policy)

        def _give_file(self, address: str) -> None:
            name, _, _ = address.partition("?")
            found = finders.find(name)
            kind, _ = mimetypes.guess_type(name)
            self._give(
                Path(str(found)).read_bytes(),
                str(kind),
                **{"Cache-Control": "max-age=600"},
            )

        def _give(self, body: bytes, kind: str, **headers: str) -> None:
            self.send_response(200)
            headers |= {"Content-Type": kind, "Content-Length": str(len(body))}
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
