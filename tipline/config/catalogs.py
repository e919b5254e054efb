"""Catalogs of translations: where they are, and how they are made fit to be read.

Translators write `locale/LANGUAGE/LC_MESSAGES/django.po` in the package that owns the
text. Django reads the `.mo` beside it, which is made when Tipline is set up or built
and is in no repository. Needs Babel alone: the build uses it, too.
"""

from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

PACKAGE = Path(__file__).resolve().parent.parent


def catalog_paths(folder: Path = PACKAGE) -> Iterator[Path]:
    """Give every catalog under a folder, in the order of their paths."""
    yield from sorted(folder.rglob("locale/*/LC_MESSAGES/django.po"))


def language_of(path: Path) -> str:
    """Give the code of the language that a catalog is in, `ar` or `pt`."""
    return path.parent.parent.name.replace("_", "-").lower()


def read(path: Path) -> Catalog:
    """Read a catalog.

    Raises:
        babel.messages.pofile.PoFileError: it is not written as it must be.
    """
    with path.open("rb") as file:
        return read_po(file, locale=path.parent.parent.name, abort_invalid=True)


def compile_stale(folder: Path = PACKAGE) -> int:
    """Write the `.mo` of each catalog that has none or an older one; give how many."""
    stale = [path for path in catalog_paths(folder) if _is_stale(path)]
    for path in stale:
        unfinished = path.with_suffix(".unfinished")
        with unfinished.open("wb") as file:
            write_mo(file, read(path))
        unfinished.replace(path.with_suffix(".mo"))
    return len(stale)


def _is_stale(path: Path) -> bool:
    made = path.with_suffix(".mo")
    return not made.exists() or made.stat().st_mtime < path.stat().st_mtime


if __name__ == "__main__":
    compile_stale()
