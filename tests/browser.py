"""The browser of the tests: Debian's chromium."""

from playwright.sync_api import Browser, Playwright

WHOLE = "/usr/bin/chromium"
# The same without what draws windows; a page costs it half.
_SHELL = "/usr/bin/chromium-headless-shell"
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def launched(playwright: Playwright, *, program: str = _SHELL) -> Browser:
    """Start a browser; whoever asked closes it."""
    return playwright.chromium.launch(executable_path=program, args=ARGUMENTS)
