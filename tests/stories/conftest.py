from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.browser import launched


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """A browser for all stories of a file; a context each is as good as one each."""
    with sync_playwright() as playwright:
        browser = launched(playwright)
        yield browser
        browser.close()
