import re
from pathlib import Path

import pytest

import tipline.foundation.web

STYLES = Path(tipline.foundation.web.__file__).parent / "static" / "tipline" / "css"
FILES = sorted(STYLES.rglob("*.css"))
PHYSICAL = re.compile(
    r"(margin|padding|border|inset)-(left|right|top|bottom)\b"
    r"|^\s*(left|right|top|bottom|width|height|(min|max)-(width|height))\s*:"
    r"|(text-align|float)\s*:\s*(left|right)",
    re.MULTILINE,
)
COLORS = re.compile(r"--([\w-]+): (#[0-9a-f]{6});")

# What stands on what. WCAG 2.2 AA: text 4.5 to 1, the borders of controls 3 to 1.
TEXT = [
    *(
        (text, ground)
        for text in ("ink", "ink-soft", "ink-faint", "accent", "danger")
        for ground in ("paper", "surface", "surface-sunk")
    ),
    ("on-brand", "brand"),
    ("on-brand-soft", "brand"),
    ("on-brand", "brand-line"),
    ("on-brand-mark", "brand-mark"),
    ("on-accent", "accent"),
    ("on-accent", "accent-strong"),
    ("on-danger", "danger"),
    ("accent-strong", "accent-wash"),
    ("success", "success-wash"),
    ("warning", "warning-wash"),
    ("danger", "danger-wash"),
    *(("ink", f"{kind}-wash") for kind in ("accent", "success", "warning", "danger")),
    *((f"on-priority-{level}", f"priority-{level}") for level in "123"),
]
CONTROLS = [
    ("line-strong", "surface"),
    ("line-strong", "paper"),
    ("focus", "paper"),
    ("focus", "surface"),
    ("brand-mark", "brand"),
    ("accent", "line"),
]


def palettes():
    light, dark = (STYLES / "tokens.css").read_text().split("@media")
    day = dict(COLORS.findall(light))
    return {"light": day, "dark": {**day, **dict(COLORS.findall(dark))}}


def luminance(color):
    parts = (int(color[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_everything_can_be_read_by_day_and_by_night(scheme):
    colors = palettes()[scheme]
    weak = {
        pair: round(contrast(colors[pair[0]], colors[pair[1]]), 2)
        for pairs, least in ((TEXT, 4.5), (CONTROLS, 3.0))
        for pair in pairs
        if contrast(colors[pair[0]], colors[pair[1]]) < least
    }
    assert weak == {}


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_a_stylesheet_works_in_both_directions(file):
    text = file.read_text()
    assert not PHYSICAL.search(text)
    assert "!important" not in text
    assert not re.search(r"(^|[\s,>+~])#[a-z][\w-]*[^;]*\{", text)


def test_colors_have_their_names_in_one_file():
    elsewhere = {
        file.name
        for file in FILES
        if file.name != "tokens.css"
        and re.search(r"#[0-9a-f]{3,8}\b", file.read_text())
    }
    assert elsewhere == set()


def test_every_component_is_part_of_the_whole():
    whole = (STYLES / "tipline.css").read_text()
    used = set(re.findall(r'@import url\("([^"]+)"\)', whole))
    there = {file.relative_to(STYLES).as_posix() for file in FILES}
    assert used == there - {"tipline.css"}


def test_every_custom_property_that_is_used_exists():
    text = "".join(file.read_text() for file in FILES)
    assert set(re.findall(r"var\(--([\w-]+)\)", text)) <= set(
        re.findall(r"^\s*--([\w-]+):", text, re.MULTILINE)
    )
