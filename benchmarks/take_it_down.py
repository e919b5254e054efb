"""How far the browser's hashes are from Python's, and how long pictures take.

    python -m benchmarks.take_it_down [--distances] [--write]

Decodes the same generated files in Debian's chromium, as the page of Take It Down does,
and in Python, as a report's files are; then hashes pictures of 12 megapixels. How the
page takes hundreds at once: benchmarks.take_it_down_page.
"""

import argparse
import hashlib
import io
import statistics
from collections import Counter
from typing import Any

import numpy as np
import psutil
from PIL import Image
from playwright.sync_api import Page, sync_playwright

from benchmarks import page
from tests.browser import launched
from tests.portals.public.take_it_down.site import Site, serving
from tipline.files.decoder.picture import inspect_picture
from tipline.hashing.distance import pdq_distance
from tipline.hashing.pdq import CANONICAL_RECIPE, PdqHash

_PAGE = page.PAGE.with_name("take-it-down.md")
_A_KIND = 24
_LARGE, _LARGE_TIMES = (4000, 3000), 5
_KINDS: dict[str, dict[str, object]] = {
    "image/png": {"format": "PNG"},
    "image/jpeg": {"format": "JPEG", "quality": 85},
    "image/webp": {"format": "WEBP", "quality": 85},
    "image/avif": {"format": "AVIF", "quality": 75, "speed": 9},
    "image/gif": {"format": "GIF"},
}
_HASH = """async (count) => {
  const { Pool } = await import("/static/take_it_down/pool.js");
  globalThis.pool ??= new Pool("/static/take_it_down/hashing_worker.js");
  await pool.ready;
  const made = [];
  for (let number = 0; number < count; number += 1) {
    const content = await (await fetch(`/files/${number}`)).arrayBuffer();
    const file = new File([content], "x");
    const began = performance.now();
    const print = await pool.hash({ file }).catch((error) => ({ code: error.message }));
    made.push({ ...print, milliseconds: performance.now() - began });
  }
  return made;
}"""


def scene(seed: int, size: tuple[int, int]) -> Image.Image:
    """Clouds of four octaves with blots on them, as a photograph's spectrum is."""
    rng = np.random.default_rng(seed)
    total = np.zeros((size[1], size[0], 3), np.float32)
    for octave in range(4):
        cells = rng.integers(0, 255, (4 << octave, 5 << octave, 3), np.uint8)
        layer = Image.fromarray(cells).resize(size, Image.Resampling.BICUBIC)
        total += np.asarray(layer, np.float32) / 2 ** (octave + 1)
    noise = rng.normal(0, 4, total.shape)
    return Image.fromarray(np.clip(total + noise, 0, 255).astype(np.uint8))


def saved(image: Image.Image, kind: str) -> bytes:
    """Give a picture as a file."""
    out = io.BytesIO()
    image.save(out, **_KINDS[kind])  # type: ignore[arg-type]  # Pillow's options
    return out.getvalue()


def by_python(content: bytes, kind: str) -> PdqHash:
    """Hash a file as a report's are."""
    found = inspect_picture(io.BytesIO(content), kind)
    (made,) = (each for each in found.hashes if each.recipe == CANONICAL_RECIPE)
    return made


def by_browser(tab: Page, files: list[bytes]) -> list[dict[str, Any]]:
    """Hash files as the page does, one after the other."""
    made: list[dict[str, Any]] = _asked(tab, _HASH, files, count=len(files))
    return made


def _asked(tab: Page, script: str, files: list[bytes], *, count: int) -> Any:  # noqa: ANN401 - what the script gives
    """Run a script in a page that can fetch the files."""
    pages = {f"/files/{n}": ("image/x", each) for n, each in enumerate(files)}
    site = Site({"/": ("text/html", b"<!doctype html><title>x</title>"), **pages})
    with serving(site):
        tab.goto(site.address)
        return tab.evaluate(script, count)


def compare(tab: Page) -> str:
    """Give how many bits apart the two are, kind by kind, over all eight turns."""
    lines = [
        "| files | upright: mean / most bits | eight turns: mean / most | equal |",
        "|---|---|---|---|",
    ]
    everything: Counter[int] = Counter()
    for kind in _KINDS:
        bits = _bits_apart(tab, kind)
        upright = [each[0] for each in bits]
        turned = [one for each in bits for one in each]
        everything.update(turned)
        lines.append(
            f"| {kind}, {len(bits)} files"
            f" | {statistics.mean(upright):.2f} / {max(upright)}"
            f" | {statistics.mean(turned):.2f} / {max(turned)}"
            f" | {100 * turned.count(0) / len(turned):.0f} % |"
        )
    total = everything.total()
    shares = (
        f"{bits} bits: {number} ({100 * number / total:.1f} %)"
        for bits, number in sorted(everything.items())
    )
    lines += ["", f"The {total} pictures in a turn by distance: {', '.join(shares)}."]
    return "\n".join(lines)


def _bits_apart(tab: Page, kind: str) -> list[list[int]]:
    """Hash generated files by both, and give the distances of each in its turns."""
    sizes = [(640 + 97 * n % 900, 480 + 61 * n % 700) for n in range(_A_KIND)]
    files = [saved(scene(n, size), kind) for n, size in enumerate(sizes)]
    bits = []
    for content, seen in zip(files, by_browser(tab, files), strict=True):
        digest = hashlib.md5(content, usedforsecurity=False).hexdigest()
        assert seen["md5"] == digest  # noqa: S101 - a benchmark of wrong digests says nothing
        bits.append(_apart(seen["pdq"], by_python(content, kind)))
    return bits


def _apart(values: list[str], known: PdqHash) -> list[int]:
    wanted = (known.value, *known.turned)
    return [
        pdq_distance(bytes.fromhex(value), other)
        for value, other in zip(values, wanted, strict=False)
    ]


def measure_large(tab: Page) -> None:
    """Print how long a JPEG of 12 megapixels takes, from the file to all its hashes."""
    content = saved(scene(99, _LARGE), "image/jpeg")
    by_browser(tab, [content])
    before = processor_seconds()
    made = by_browser(tab, [content] * _LARGE_TIMES)
    spent = (processor_seconds() - before) / _LARGE_TIMES * 1000
    times = sorted(each["milliseconds"] for each in made)
    print(
        f"12 megapixels, {len(content) / 2**20:.1f} MiB of JPEG: "
        f"{statistics.median(times):.0f} ms by the clock, the middle of {len(times)};"
        f" fastest {times[0]:.0f}; {spent:.0f} ms of the processor, with the loading"
        " of the page and its modules"
    )


def processor_seconds() -> float:
    """Give what the browser's processes have used: other work counts for nothing."""
    used = [each.cpu_times() for each in psutil.Process().children(recursive=True)]
    return sum(times.user + times.system for times in used)


def main() -> None:
    """Compare, then measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--distances", action="store_true", help="measure no time")
    parser.add_argument(
        "--write", action="store_true", help=f"write the distances to {_PAGE.name}"
    )
    options = parser.parse_args()
    with sync_playwright() as playwright:
        browser = launched(playwright)
        tab = browser.new_page()
        if not options.distances:
            measure_large(tab)
        told = f"{page.machine('take_it_down')}\n{compare(tab)}"
        browser.close()
    print(told)
    if options.write:
        page.write("take-it-down-distances", told, path=_PAGE)


if __name__ == "__main__":
    main()
