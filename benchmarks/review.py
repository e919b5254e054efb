"""Measure a reviewer's keystroke: from the key to the next file on the page.

    python -m benchmarks.review [--contents 10000] [--keys 200] [--write]

The product runs as `tipline start --demo` runs it, with a queue of contents that wait.
A real chromium signs in and presses one key a file; the page itself notes when the key
came and when the next file was painted. The goal is 150 ms on one machine.
"""

import argparse
import os
import statistics
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from playwright.sync_api import Page, sync_playwright

from benchmarks import page as figures
from tests.browser import launched
from tests.product import Product

if TYPE_CHECKING:
    from tipline.files.models import ReportedFile

GOAL_MS = 150
PAUSE_SECONDS = 0.3  # the page ignores a key right after a file appeared
BATCH = 1000
_FIRST_KEY = 10**15  # below 2**53, and far from real ones
KEYS = "72"  # not relevant: settled; A2: somebody else must look, too
WATCH = """
addEventListener("keydown", (event) => { window.pressedAt = event.timeStamp; }, true);
addEventListener("DOMContentLoaded", () => {
  const shown = () => document.querySelector("[data-content]")?.dataset.content;
  let last = shown();
  window.delays = [];
  new MutationObserver(() => {
    const now = shown();
    if (now && now !== last) {
      last = now;
      requestAnimationFrame(() => setTimeout(() => {
        window.delays.push(performance.now() - window.pressedAt);
      }));
    }
  }).observe(document.body, { childList: true, subtree: true });
});
"""


def connect(data: Path) -> None:
    """Let this process work on the product's database, as its worker does."""
    os.environ |= {
        "TIPLINE_DATA": str(data),
        "TIPLINE_DATABASE_ROLE": "tipline_worker",
        "DJANGO_SETTINGS_MODULE": "tipline.config.settings",
    }
    import django  # noqa: PLC0415 - only now the settings are known

    django.setup()


def fill(count: int) -> None:
    """Let so many contents wait, each a file of a ranked report of its own."""
    from tests import cast, factories  # noqa: PLC0415 - needs the settings
    from tipline.files.models import ReportedFile  # noqa: PLC0415
    from tipline.foundation.policy.scope import acting  # noqa: PLC0415

    report_id = factories.routed_report(cast.platform())
    for start in range(0, count, BATCH):
        with acting(cast.STAGE):
            model = ReportedFile.objects.select_related(
                "content", "report__standing__assessment"
            ).get(report_id=report_id)
            _clone(model, range(start, min(start + BATCH, count)))


def _clone(model: "ReportedFile", numbers: range) -> None:
    """Make rows like a real report's, for each number; its rows share one key."""
    from tipline.review.models import ContentReview  # noqa: PLC0415

    keys = [_FIRST_KEY + number for number in numbers]

    def copy(of: Any, **changed: Sequence[object]) -> None:  # noqa: ANN401 - any record
        fields = [f for f in type(of)._meta.concrete_fields if not f.primary_key]  # noqa: SLF001 - how Django names its columns
        said = {field.attname: getattr(of, field.attname) for field in fields}
        rows = [type(of)(pk=key, **said) for key in keys]
        for name, values in changed.items():
            for row, value in zip(rows, values, strict=True):
                setattr(row, name, value)
        type(of).objects.bulk_create(rows)

    names = [f"{number:064x}" for number in numbers]
    copy(model.content, sha256=names)
    copy(model.report)
    ids = [name[-32:] for name in names]
    copy(model, report_id=keys, content_id=keys, file_id=ids)
    copy(model.report.standing.assessment, report_id=keys)
    copy(model.report.standing, assessment_id=keys)
    waiting = ContentReview(priority="2", waiting_since=model.received_at)
    copy(waiting, report_id=keys)


def delays_ms(product: Product, keys: int) -> list[float]:
    """Press so many keys in a real browser; give each delay in milliseconds."""
    link = product.tipline("demo", "sign-in", "analyst")["url"]
    with sync_playwright() as playwright:
        browser = launched(playwright)
        page = browser.new_page()
        page.add_init_script(WATCH)
        page.goto(link)
        page.locator("main button[type=submit]").first.click()
        page.goto(f"{product.url}/console/files/")
        page.locator("[data-key=n]").click()
        page.wait_for_selector("[data-content]")
        for number in range(keys):
            _press(page, KEYS[number % len(KEYS)], number + 1)
        found: list[float] = page.evaluate("window.delays")
        browser.close()
    return found


def _press(page: Page, key: str, number: int) -> None:
    time.sleep(PAUSE_SECONDS)
    page.keyboard.press(key)
    page.wait_for_function("n => window.delays.length === n", arg=number)


def text_of(delays: list[float], contents: int) -> str:
    """Give the figures as Markdown."""
    ordered = sorted(delays)
    cells = (
        f"{contents:,}",
        f"{len(delays)}",
        f"{statistics.median(ordered):.0f}",
        f"{ordered[int(0.95 * (len(ordered) - 1))]:.0f}",
        f"{ordered[-1]:.0f}",
        f"{GOAL_MS}",
    )
    head = (
        "| Waiting | Keys | Median, ms | 95th percentile, ms | Worst, ms | Goal, ms |"
    )
    rule = "|---|---|---|---|---|---|"
    return f"{figures.machine('review')}\n{head}\n{rule}\n| {' | '.join(cells)} |\n"


def main() -> None:
    """Fill the queue, press the keys, print the figures."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--contents", type=int, default=10_000)
    parser.add_argument("--keys", type=int, default=200)
    parser.add_argument("--write", action="store_true", help=figures.HELP)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "data"
        with Product(data) as product:
            connect(data)
            fill(options.contents)
            text = text_of(delays_ms(product, options.keys), options.contents)
    print(text)
    if options.write:
        figures.write("review", text)


if __name__ == "__main__":
    main()
