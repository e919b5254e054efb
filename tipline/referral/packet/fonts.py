"""The fonts of printed packets, named for each script, so that no name is an empty box.

typst brings fonts for Latin, Greek, Cyrillic and Hebrew; packages bring those of
PACKAGES. A script that is in neither is printed if the machine has a font for it, and
else the cover says so.
"""

from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Any

import typst

TEXT = "Libertinus Serif"
MONOSPACED = "DejaVu Sans Mono"
# For marks of direction alone, which have no shape.
MARKS = "New Computer Modern"

# What is named is preferred to whatever the machine has for a script: a fallback can
# have the letters of another language, or break them apart.
PACKAGES: dict[str, str] = {
    # Noto draws dots and tone marks by themselves: copied words had letters twice.
    "Amiri": "fontpkg_amiri",
    "Sarabun": "fontpkg_sarabun",
    "Noto Sans Devanagari": "fontpkg_noto_sans_devanagari",
    "Noto Sans Tamil": "fontpkg_noto_sans_tamil",
    "Noto Sans Telugu": "fontpkg_noto_sans_telugu",
    "Noto Sans Khmer": "fontpkg_noto_sans_khmer",
}
FAMILIES = (TEXT, *PACKAGES, MONOSPACED)

MISSING = "could not be displayed"

# One letter of each script that a report may well be written in.
LETTERS = {
    "Latin": "A",
    "Greek": "\u0394",
    "Cyrillic": "\u0416",
    "Hebrew": "\u05d0",
    "Arabic": "\u0633",
    "Devanagari": "\u0915",
    "Thai": "\u0e01",
    "Tamil": "\u0b95",
    "Telugu": "\u0c15",
    "Khmer": "\u1780",
    "Bengali": "\u0995",
    "Gurmukhi": "\u0a15",
    "Gujarati": "\u0a95",
    "Kannada": "\u0c95",
    "Malayalam": "\u0d15",
    "Sinhala": "\u0d9a",
    "Lao": "\u0e81",
    "Burmese": "\u1000",
    "Georgian": "\u10d0",
    "Armenian": "\u0531",
    "Ethiopic": "\u1200",
    "Japanese": "\u3042",
    "Chinese": "\u4e2d",
    "Korean": "\ud55c",
}


@cache
def installed() -> Any:  # noqa: ANN401 - typst has no types
    """Find the fonts of the packages and of the machine, once for a process."""
    folders = [str(files(package) / "files") for package in PACKAGES.values()]
    return typst.Fonts(include_system_fonts=True, font_paths=folders)


def scripts_without_font() -> Iterator[str]:
    """Give the scripts that a packet printed here would show as empty boxes."""
    families = ", ".join(f'"{family}"' for family in FAMILIES)
    for script, letter in LETTERS.items():
        source = f"#set text(font: ({families}))\n{letter}"
        try:
            typst.compile(
                source.encode(),
                format="pdf",
                pdf_standards="a-2a",
                font_paths=installed(),
            )
        except typst.TypstError as error:
            if MISSING not in str(error):
                raise
            yield script
