from collections.abc import Iterator

import pytest
from django.utils.translation import override
from playwright.sync_api import Browser, sync_playwright

from tests.browser import launched
from tests.product import Product
from tests.stories.officers import Officer

LENAS_AGENCY = "ICAC-MA"


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """A browser for all stories of a file; a context each is as good as one each."""
    with sync_playwright() as playwright:
        browser = launched(playwright)
        yield browser
        browser.close()


@pytest.fixture(scope="module", params=["en", "ar"])
def lena(
    request: pytest.FixtureRequest, product: Product, chromium: Browser
) -> Iterator[Officer]:
    """Lena at her desk; a story of hers is told in each of the two languages."""
    language = request.param
    with (
        override(language),
        Officer(product, chromium, agency=LENAS_AGENCY, language=language) as officer,
    ):
        yield officer
