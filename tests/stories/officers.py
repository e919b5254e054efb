"""An agency's officer at a real browser, in one language."""

from playwright.sync_api import Browser, expect

from tests.product import Product


class Officer:
    """An agency's officer at a browser in one language."""

    def __init__(
        self, product: Product, browser: Browser, *, agency: str, language: str
    ) -> None:
        self.here = f"{product.url}/agency"
        self.agency = agency
        self.page = browser.new_context(locale=language).new_page()
        self.page.set_default_timeout(15_000)
        self.complaints: list[str] = []
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        link = product.tipline("demo", "sign-in", "officer", "--agency", agency)["url"]
        self.page.goto(link)
        self.page.locator("main button[type=submit]").first.click()
        expect(self.page.locator("html")).to_have_attribute("lang", language)

    def look(self, path: str, *, status: int = 200) -> None:
        answer = self.page.goto(f"{self.here}/{path}")
        assert answer is not None
        assert answer.status == status, path

    def press(self, name: str) -> None:
        """Press a button as the keyboard does."""
        self.page.get_by_role("button", name=name, exact=True).first.focus()
        self.page.keyboard.press("Enter")

    def sees(self, words: str) -> None:
        expect(self.page.get_by_text(words).first).to_be_visible()
