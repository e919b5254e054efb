"""Officers and analysts at a real browser, each in one language."""

from pathlib import Path
from typing import Self

from playwright.sync_api import Browser, expect

from tests.product import Product

NARROW, WIDE = 320, 1440
IS_WIDE = "document.documentElement.scrollWidth > innerWidth"
RIGHT_TO_LEFT = {"ar"}


class Desk:
    """Somebody at a browser in one language, signed in by a one-time link."""

    def __init__(
        self,
        product: Product,
        browser: Browser,
        role: str,
        *flags: str,
        language: str,
        prefix: str,
    ) -> None:
        self.here = f"{product.url}/{prefix}"
        self.language = language
        self.page = browser.new_context(locale=language).new_page()
        self.page.set_default_timeout(15_000)
        self.complaints: list[str] = []
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        link = product.tipline("demo", "sign-in", role, *flags)["url"]
        self.page.goto(link)
        self.page.locator("main button[type=submit]").first.click()
        expect(self.page.locator("html")).to_have_attribute("lang", language)

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

    def sees(self, words: str) -> None:
        expect(self.page.get_by_text(words).first).to_be_visible()

    def is_laid_out(self) -> None:
        """The page runs as its language does, and nothing leaves it sideways."""
        html = self.page.locator("html")
        direction = "rtl" if self.language in RIGHT_TO_LEFT else "ltr"
        expect(html).to_have_attribute("dir", direction)
        for width in (NARROW, WIDE):
            self.page.set_viewport_size({"width": width, "height": 900})
            assert not self.page.evaluate(IS_WIDE), (width, self.page.url)


class Officer(Desk):
    """An agency's officer at a browser in one language."""

    def __init__(
        self, product: Product, browser: Browser, *, agency: str, language: str
    ) -> None:
        flags = ("--agency", agency)
        super().__init__(
            product, browser, "officer", *flags, language=language, prefix="agency"
        )
        self.agency = agency


class Analyst(Desk):
    """An analyst of the clearinghouse, whose console speaks English."""

    def __init__(self, product: Product, browser: Browser) -> None:
        super().__init__(product, browser, "analyst", language="en", prefix="console")
