"""How long the page of Take It Down stands still while it takes hundreds of pictures.

    python -m benchmarks.take_it_down_page --url http://localhost:8080

Chooses 300 generated pictures at once, in the page's own field, of a running
installation in which `tipline take-it-down open` was said and a case may have that many
(TIPLINE_TAKE_IT_DOWN_LIMITS). Takes some out again while the others are hashed. Notes
the longest time without a frame, and how long a click waited until its effect was seen.
"""

import argparse
import re
import tempfile
from pathlib import Path

from playwright.sync_api import Page, expect, sync_playwright

from benchmarks.take_it_down import processor_seconds, saved, scene
from tests.browser import launched

_MANY, _DIFFERENT, _SIZE = 300, 10, (1600, 1200)
_TAKEN_OUT = 10
_PATIENCE = 1_800_000  # milliseconds
_WATCH = """() => {
  const seen = { longest: 0, answered: [], began: performance.now() };
  globalThis.seen = seen;
  let last = seen.began;
  const note = (now) => {
    seen.longest = Math.max(seen.longest, now - last);
    last = now;
    requestAnimationFrame(note);
  };
  requestAnimationFrame(note);
  const clicked = ({ timeStamp }) => requestAnimationFrame(() =>
    // After the frame that shows what the click did.
    setTimeout(() => seen.answered.push(performance.now() - timeStamp)));
  document.addEventListener("click", clicked, true);
}"""
_SEEN = "() => ({ ...seen, milliseconds: performance.now() - seen.began })"


def pictures(folder: Path) -> list[Path]:
    """Write the files that are chosen: few different ones, under many names."""
    made = [saved(scene(n, _SIZE), "image/jpeg") for n in range(_DIFFERENT)]
    files = [folder / f"{number}.jpg" for number in range(_MANY)]
    for number, file in enumerate(files):
        file.write_bytes(made[number % _DIFFERENT])
    return files


def measure(tab: Page, files: list[Path]) -> None:
    """Choose all at once, take some out while there is work, wait, and print."""
    expect(tab.locator("#files")).to_be_enabled()
    tab.evaluate(_WATCH)
    before = processor_seconds()
    tab.locator("#files").set_input_files(files)
    rows = tab.locator(".take-file")
    expect(rows).to_have_count(_MANY)
    at_once = tab.evaluate(_SEEN)["longest"]
    for number in range(_TAKEN_OUT):
        rows.last.get_by_role("button").click()
        expect(rows).to_have_count(_MANY - number - 1)
    left = _MANY - _TAKEN_OUT
    done = re.compile(rf"\b{left}\b.*\b{left}\b")
    expect(tab.get_by_role("status")).to_have_text(done, timeout=_PATIENCE)
    seen = tab.evaluate(_SEEN)
    spent = processor_seconds() - before
    answered, seconds = sorted(seen["answered"]), seen["milliseconds"] / 1000
    middle, slowest = answered[len(answered) // 2], answered[-1]
    print(
        f"{_MANY} pictures of {_SIZE[0] * _SIZE[1] / 10**6:.1f} megapixels, of which"
        f" {_TAKEN_OUT} were taken out: {seconds:.0f} s by the clock, {spent:.0f} s of"
        f" the processor.\nWithout a frame: {at_once:.0f} ms while the files were"
        f" listed, {seen['longest']:.0f} ms at the most.\nA click was answered after"
        f" {middle:.0f} ms, the middle of {len(answered)}; the slowest {slowest:.0f}."
    )


def main() -> None:
    """Measure once."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--url", default="http://localhost:8080")
    url = parser.parse_args().url
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        files = pictures(Path(folder))
        browser = launched(playwright)
        tab = browser.new_page(viewport={"width": 390, "height": 844})
        tab.goto(f"{url}/take-it-down/pictures/")
        measure(tab, files)
        browser.close()


if __name__ == "__main__":
    main()
