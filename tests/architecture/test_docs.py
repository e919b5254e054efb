"""Every page can be found, every link leads somewhere, every setting is explained."""

import re

import pytest

from tests.architecture import tree
from tipline.config.environment import Environment, variable

DOCS = tree.ROOT / "docs"
LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)\s]+)\)|!\[[^\]]*\]\(([^)\s]+)\)")
PAGES = [
    page
    for page in tree.files(".md")
    if page.is_relative_to(DOCS) or page.parent == tree.ROOT
]


def links(page):
    text = re.sub(r"```.*?```", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    return [one or other for one, other in LINK.findall(text)]


def anchors(page):
    headings = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    plain = [re.sub(r"[^\w\- ]", "", heading.lower()) for heading in headings]
    return {heading.replace(" ", "-") for heading in plain}


@pytest.mark.parametrize("page", PAGES, ids=tree.name)
def test_the_links_of_a_page_lead_somewhere(page):
    broken = []
    for link in links(page):
        path, _, anchor = link.partition("#")
        if "://" in path or path.startswith("mailto:"):
            continue
        target = (page.parent / path) if path else page
        is_there = target.exists() and target.resolve().is_relative_to(tree.ROOT)
        if not is_there or (anchor and anchor not in anchors(target)):
            broken.append(link)
    assert broken == []


def test_every_page_is_in_the_index():
    index = {
        (DOCS / link.partition("#")[0]).resolve() for link in links(DOCS / "README.md")
    }
    pages = {page for page in PAGES if page.is_relative_to(DOCS)} - {DOCS / "README.md"}
    decisions = DOCS / "decisions"
    listed = {(decisions / link).resolve() for link in links(decisions / "README.md")}
    missing = {tree.name(page) for page in pages - index - listed}
    assert missing == set()


def test_every_picture_of_the_docs_is_shown_on_a_page():
    shown = {(page.parent / link).resolve() for page in PAGES for link in links(page)}
    pictures = set(tree.files(".png", ".svg", ".jpg", under=DOCS))
    assert pictures <= shown
    assert all(picture.stat().st_size < 300_000 for picture in pictures)


def test_every_setting_has_its_part_of_the_page():
    page = (DOCS / "operate" / "settings.md").read_text(encoding="utf-8")
    for name in Environment.model_fields:
        assert f"\n## {variable(name)}\n" in page


def test_the_decisions_are_numbered_without_a_gap():
    numbers = [page.name[:4] for page in tree.files(".md", under=DOCS / "decisions")]
    numbered = sorted(number for number in numbers if number.isdigit())
    assert numbered == [f"{count:04}" for count in range(1, len(numbered) + 1)]
