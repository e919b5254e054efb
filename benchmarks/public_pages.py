"""Measure what the public pages cost on an old telephone with a slow connection.

    python -m benchmarks.public_pages --url http://localhost:8080 [--write]

Opens each page of a running installation in Debian's chromium with nothing cached, at
400 kbit/s with 400 ms to each answer and a processor slowed down four times. Gives the
bytes that came, the requests, and when the page could be used: parsed, with its styles.
Each has a limit; if a page is over one, it says which, and the exit code is 1.
"""

import argparse
import sys
from dataclasses import dataclass

from playwright.sync_api import Browser, BrowserContext, sync_playwright

from benchmarks import page as figures
from tests.browser import launched

PAGE = figures.PAGE.with_name("pages.md")
HELP = figures.HELP.replace(figures.PAGE.name, PAGE.name)
PAGES = (
    "/",
    "/report/",
    "/report/danger/",
    "/report/return/",
    "/help/",
    "/take-it-down/",
    "/take-it-down/pictures/",
    # Letters of two and three bytes, and fonts that shape them.
    "/ar/report/",
    "/bn/report/",
)
SLOW = {
    "offline": False,
    "latency": 400,  # milliseconds
    "downloadThroughput": 400_000 / 8,  # bytes a second
    "uploadThroughput": 400_000 / 8,
}
# The workers that hash pictures fetch modules one after another, 0.4 seconds each.
# The seconds leave room for a busy machine: a page that needs more has grown, or waits
# for something new.
BUDGET_BYTES, BUDGET_REQUESTS, BUDGET_SECONDS = 200_000, 20, 5.0
USABLE = """() => Math.max(
  performance.getEntriesByType("navigation")[0].domContentLoadedEventEnd,
  performance.getEntriesByType("paint").find(
    ({ name }) => name === "first-contentful-paint")?.startTime ?? 0)"""


@dataclass(frozen=True)
class Cost:
    """What one page cost; `usable_seconds` from the first byte that was asked for."""

    path: str
    size_bytes: int
    requests: int
    usable_seconds: float

    def faults(self) -> list[str]:
        """Say which limits it is over."""
        limits = (
            ("bytes", self.size_bytes, BUDGET_BYTES),
            ("requests", self.requests, BUDGET_REQUESTS),
            ("seconds", self.usable_seconds, BUDGET_SECONDS),
        )
        return [
            f"{self.path}: {count:,.5g} {name}, and at most {most:,} are allowed"
            for name, count, most in limits
            if count > most
        ]


def measured(browser: Browser, url: str, path: str) -> Cost:
    """Open a page as somebody who was never here.

    Raises:
        ValueError: there is no such page, and its refusal is not what to measure.
    """
    context = browser.new_context(viewport={"width": 390, "height": 844})
    cost = opened(context, url, path)
    context.close()
    return cost


def opened(context: BrowserContext, url: str, path: str) -> Cost:
    """Open a page on a slow line, with what the context has kept.

    Raises:
        ValueError: there is no such page, and its refusal is not what to measure.
    """
    tab = context.new_page()
    devtools = context.new_cdp_session(tab)
    devtools.send("Network.enable")
    devtools.send("Network.emulateNetworkConditions", SLOW)
    devtools.send("Emulation.setCPUThrottlingRate", {"rate": 4})
    sizes: list[int] = []
    devtools.on(
        "Network.loadingFinished", lambda said: sizes.append(said["encodedDataLength"])
    )
    answer = tab.goto(url + path, wait_until="networkidle")
    if answer is None or not answer.ok:
        raise ValueError(path)
    cost = Cost(path, int(sum(sizes)), len(sizes), tab.evaluate(USABLE) / 1000)
    tab.close()
    return cost


def table(costs: list[Cost]) -> str:
    """Write the figures down as a table."""
    rows = [
        f"| `{each.path}` | {each.size_bytes:,} | {each.requests} |"
        f" {each.usable_seconds:.1f} s |"
        for each in costs
    ]
    head = "| Page | Bytes | Requests | Usable after |\n|---|---:|---:|---:|"
    return "\n".join([head, *rows])


def main() -> int:
    """Measure all pages once; give 1 if any is over a limit."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--url", default="http://localhost:8080")
    parser.add_argument("--write", action="store_true", help=HELP)
    arguments = parser.parse_args()
    with sync_playwright() as playwright:
        browser = launched(playwright)
        costs = [measured(browser, arguments.url, path) for path in PAGES]
        browser.close()
    text = table(costs)
    print(text)
    faults = [fault for each in costs for fault in each.faults()]
    print("\n".join(faults) or "No page is over a limit.")
    if arguments.write:
        said = figures.machine("public_pages")
        figures.write("public-pages", f"{said}\n{text}", path=PAGE)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
