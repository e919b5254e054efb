"""Which fonts a browser takes for the letters of a language, and what has no letter.

A browser that has no font for a letter says that it took the first one it was told of.
So what is looked at is told first of a font that has none of our letters.
"""

import re
import string
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from playwright.sync_api import CDPSession, sync_playwright
from playwright.sync_api import Page as Tab

from tests.browser import launched
from tests.leaving_out import left_out
from tests.portals.pages.gathering import Page
from tests.portals.pages.showing import served
from tipline.config.catalogs import PACKAGE
from tipline.foundation.languages import CATALOGS, Audience

_FOLDER = Path("/usr/share/fonts/truetype")
_INSTALLED = {
    "fonts-noto-core": _FOLDER / "noto/NotoSansBengali-Regular.ttf",
    "fonts-vlgothic": _FOLDER / "vlgothic/VL-PGothic-Regular.ttf",
}
# The letters of inscriptions from Ireland, and the blank.
_NO_LETTERS = "Noto Sans Ogham"
# For marks of direction and of joining nothing is drawn. Which fonts were used is known
# once everything has its place.
_PROBE = r"""([text, first]) => {
  const countries = [...document.querySelectorAll("option")].map((each) => each.text);
  const [paragraph, heading] = ["p", "h1"].map((tag) => {
    const made = document.createElement(tag);
    document.querySelector("main").append(made);
    made.textContent = [text, ...countries].join(" ");
    return made;
  });
  const names = document.querySelectorAll(".languages [lang]");
  const told = [paragraph, heading, ...names].map((each) => {
    const { fontFamily } = getComputedStyle(each);
    each.classList.add("probe");
    each.textContent = each.textContent.replace(/\p{Cf}/gu, "").replace(/\s+/g, "/");
    each.style.fontFamily = `"${first}", ${fontFamily}`;
    return [each.lang || each.tagName.toLowerCase(), fontFamily];
  });
  document.body.getBoundingClientRect();
  return told;
}"""


def need_fonts() -> None:
    """Leave the test out where Debian's fonts are not installed."""
    for package, file in _INSTALLED.items():
        if not file.exists():
            left_out(f"{package} is not installed: apt-get install {package}")


def words_of(code: str) -> str:
    """Give what a language's catalogs say to the public: each word once, and ASCII."""
    folders = [PACKAGE / each / "locale" / code for each in CATALOGS[Audience.PUBLIC]]
    texts = [f.read_text("utf-8") for each in folders for f in each.rglob("*.po")]
    words = {word for text in texts for word in text.split()}
    return " ".join([string.printable, *sorted(w for w in words if not w.isascii())])


def faults(pages: Sequence[tuple[Page, str]]) -> list[str]:
    """Show each page with a text; give which letters no font that it names has.

    Args:
        pages: what the product answered, and the text.
    """
    with (
        served([page for page, _ in pages]) as address,
        sync_playwright() as playwright,
    ):
        browser = launched(playwright)
        tab = browser.new_page()
        devtools = tab.context.new_cdp_session(tab)
        found = []
        for number, (page, text) in enumerate(pages):
            tab.goto(f"{address}/{number}")
            found += [f"{page.name}: {each}" for each in _faults(tab, devtools, text)]
        browser.close()
    return found


def _faults(tab: Tab, devtools: CDPSession, text: str) -> Iterator[str]:
    told = tab.evaluate(_PROBE, [text, _NO_LETTERS])
    for (what, families), used in zip(told, _used(devtools), strict=True):
        named = set(re.split(r'"?, "?', families.strip('"')))
        assert used, f"nothing was drawn for {what}"
        for family, glyphs in used.items():
            if family not in named:
                is_lost = family == _NO_LETTERS
                why = "no font has them" if is_lost else f"taken from {family}"
                yield f"{glyphs} letters of {what}: {why}"


def _used(devtools: CDPSession) -> Iterator[dict[str, int]]:
    """Give by family how many glyphs are drawn, for each element that was told of."""
    for method in ("DOM.enable", "CSS.enable"):
        devtools.send(method)
    root: Any = devtools.send("DOM.getDocument", {"depth": 0})["root"]["nodeId"]
    wanted = {"nodeId": root, "selector": ".probe"}
    for node in devtools.send("DOM.querySelectorAll", wanted)["nodeIds"]:
        fonts = devtools.send("CSS.getPlatformFontsForNode", {"nodeId": node})["fonts"]
        yield {each["familyName"]: each["glyphCount"] for each in fonts}
