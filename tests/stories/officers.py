"""Officers and analysts at a real browser, each in one language."""

import os
import re
import time
from pathlib import Path
from typing import Self

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, expect

from tests.portals.pages.showing import AXE
from tests.portals.pages.showing import WIDE as TOO_WIDE
from tests.product import Product

NARROW, WIDE = 320, 1440
IS_WIDE = "document.documentElement.scrollWidth > innerWidth"
RIGHT_TO_LEFT = {"ar"}
# Who wants to look with their own eyes names a folder here, and finds pictures in it.
PICTURES = os.environ.get("PICTURES_OF_PAGES", "")
PASSKEYS = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
}


class Desk:
    """Somebody at a browser in one language, signed in by a one-time link.

    With a name it is somebody who is invited, and makes a passkey.
    """

    def __init__(
        self,
        product: Product,
        browser: Browser,
        role: str,
        *flags: str,
        language: str,
        prefix: str,
        name: str = "",
    ) -> None:
        self.here = f"{product.url}/{prefix}"
        self.language = language
        self.page = browser.new_context(locale=language).new_page()
        self.page.set_default_timeout(15_000)
        self.complaints: list[str] = []
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        if name:
            self._accept(_invitation(product, role, *flags, name=name))
        else:
            link = product.tipline("demo", "sign-in", role, *flags)["url"]
            self.page.goto(link)
            self.page.locator("main button[type=submit]").first.click()
        expect(self.page.locator("html")).to_have_attribute("lang", language)

    def _accept(self, link: str) -> None:
        device = self.page.context.new_cdp_session(self.page)
        device.send("WebAuthn.enable")
        device.send("WebAuthn.addVirtualAuthenticator", {"options": PASSKEYS})
        self.page.goto(link)
        with self.page.expect_navigation():
            self.page.locator("main button").first.click()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.page.context.close()
        assert self.complaints == []

    def look(self, path: str, *, status: int = 200) -> None:
        answer = self.page.goto(f"{self.here}/{path}")
        assert answer is not None
        assert answer.status == status, path

    def press(self, name: str) -> None:
        """Press a button as the keyboard does."""
        self.page.get_by_role("button", name=name, exact=True).first.focus()
        self.page.keyboard.press("Enter")

    def saves(self, name: str) -> bytes:
        """Press a button or link that gives a file, and give what it holds."""
        named = self.page.get_by_role("button", name=name, exact=True)
        link = self.page.get_by_role("link", name=name, exact=True)
        with self.page.expect_download() as told:
            named.or_(link).first.press("Enter")
        return Path(told.value.path()).read_bytes()

    def part(self, heading: str) -> Locator:
        """Give the section of a page that has a heading of this id."""
        return self.page.locator("section", has=self.page.locator(f"#{heading}"))

    def sees(self, words: str) -> None:
        expect(self.page.get_by_text(words).first).to_be_visible()

    def is_laid_out(self) -> None:
        """The page runs as its language does, and nothing leaves it sideways."""
        html = self.page.locator("html")
        direction = "rtl" if self.language in RIGHT_TO_LEFT else "ltr"
        expect(html).to_have_attribute("dir", direction)
        for width in (NARROW, WIDE):
            self.page.set_viewport_size({"width": width, "height": 900})
            if self.page.evaluate(IS_WIDE):
                what = self.page.evaluate(TOO_WIDE, direction)
                raise AssertionError(width, self.page.url, what)
        if direction == "rtl":  # test_every_page.py reads the English ones
            self.page.evaluate(Axe().axe_script)
            faults = self.page.evaluate(AXE, [])
            assert faults == [], (self.page.url, faults)
        self._draw()

    def _draw(self) -> None:
        if not PICTURES:
            return
        name = re.sub(r"\W+|\d{5,}", "-", self.page.url.partition("//")[2])[:80]
        for width in (390, WIDE):
            self.page.set_viewport_size({"width": width, "height": 900})
            at = f"{time.monotonic():.0f}-{name}-{self.language}-{width}.png"
            self.page.screenshot(path=Path(PICTURES) / at, full_page=True)


class Officer(Desk):
    """An agency's officer at a browser in one language."""

    def __init__(
        self,
        product: Product,
        browser: Browser,
        *,
        agency: str,
        language: str,
        name: str = "",
    ) -> None:
        flags = ("--organization" if name else "--agency", agency)
        super().__init__(
            product,
            browser,
            "officer",
            *flags,
            language=language,
            prefix="agency",
            name=name,
        )
        self.agency = agency


class Analyst(Desk):
    """An analyst of the clearinghouse, whose console speaks English."""

    def __init__(self, product: Product, browser: Browser) -> None:
        super().__init__(product, browser, "analyst", language="en", prefix="console")


class Operator(Desk):
    """An operator of the clearinghouse; with a name, another one than usual."""

    def __init__(self, product: Product, browser: Browser, *, name: str = "") -> None:
        prefix = "operations"
        super().__init__(
            product, browser, "operator", language="en", prefix=prefix, name=name
        )


def _invitation(product: Product, role: str, *flags: str, name: str) -> str:
    said = ("--name", name, "--role", role, *flags)
    email = f"{name.lower()}@example.org"
    return str(product.tipline("person", "invite", email, *said)["url"])
