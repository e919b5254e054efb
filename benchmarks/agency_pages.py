"""Measure an agency's portal on a slow line and an old computer.

    python -m benchmarks.agency_pages --url http://localhost:8080 [--data ./var-demo]
        [--write]

Signs in to a running demonstration as an officer and opens page after page in Debian's
chromium, as slow as in benchmarks.public_pages: 400 kbit/s, 400 ms to each answer and a
processor slowed down four times. The first page comes with nothing cached, the others
as they do all day. A page of more than 150,000 bytes fails, and the exit code is 1.
"""

import argparse
import json
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from benchmarks import page as figures
from benchmarks.public_pages import HELP, PAGE, Cost, opened, table
from tests.browser import launched

BUDGET_BYTES = 150_000
QUEUE = "/agency/"
# The first of each, by a link that leads to it, and the page on which that is.
FIRST = (
    (QUEUE, "main a[href^='/agency/reports/']"),
    ("/agency/cases/", "main a[href^='/agency/cases/']"),
)
PAGES = (
    "/agency/cases/",
    "/agency/handovers/",
    "/agency/figures/",
    "/agency/search/",
    "/agency/drafts/",
    "/agency/due/",
    "/agency/account/",
)


def signed_in(browser: Browser, data: Path) -> BrowserContext:
    """Give a browser in which an officer of a demonstration is signed in."""
    tipline = [sys.executable, "-m", "tipline.commandline"]
    asked = [*tipline, "demo", "sign-in", "officer", "--json", "--data", str(data)]
    done = subprocess.run(asked, check=True, capture_output=True)
    context = browser.new_context(viewport={"width": 1366, "height": 768})
    tab = context.new_page()
    tab.goto(json.loads(done.stdout)["url"])
    tab.locator("main button[type=submit]").first.click()
    tab.wait_for_url("**/agency/**")
    tab.close()
    return context


def found(tab: Page, url: str) -> list[str]:
    """Give the addresses of the first report and the first case that there are."""
    paths = []
    for path, link in FIRST:
        tab.goto(url + path)
        if tab.locator(link).count():
            paths.append(tab.locator(link).first.get_attribute("href") or path)
    return paths


def measured(browser: Browser, url: str, data: Path) -> list[Cost]:
    """Open each page once; the first by somebody whose browser has kept nothing."""
    context = signed_in(browser, data)
    tab = context.new_page()
    paths = [QUEUE, *found(tab, url), *PAGES]
    devtools = context.new_cdp_session(tab)
    devtools.send("Network.clearBrowserCache")
    tab.close()
    first = opened(context, url, QUEUE)
    return [first, *(opened(context, url, path) for path in paths)]


def faults(costs: list[Cost]) -> list[str]:
    """Say which pages are over the limit."""
    most = f"and at most {BUDGET_BYTES:,} are allowed"
    return [
        f"{each.path}: {each.size_bytes:,} bytes, {most}"
        for each in costs
        if each.size_bytes > BUDGET_BYTES
    ]


def main() -> int:
    """Measure all pages once; give 1 if any is over its limit."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--url", default="http://localhost:8080")
    parser.add_argument("--data", type=Path, default=Path("var-demo"))
    parser.add_argument("--write", action="store_true", help=HELP)
    arguments = parser.parse_args()
    with sync_playwright() as playwright:
        browser = launched(playwright)
        costs = measured(browser, arguments.url, arguments.data)
        browser.close()
    text = table(costs)
    print(text)
    over = faults(costs)
    print("\n".join(over) or "No page is over the limit.")
    if arguments.write:
        said = figures.machine("agency_pages")
        figures.write("agency-pages", f"{said}\n{text}", path=PAGE)
    return 1 if over else 0


if __name__ == "__main__":
    sys.exit(main())
