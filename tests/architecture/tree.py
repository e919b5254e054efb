"""What the checks of the architecture look at: the files of the project."""

import importlib
import os
import pkgutil
from pathlib import Path

import tipline

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "tipline"
_NOT_OURS = {
    ".cache",
    ".git",
    ".hypothesis",
    ".import_linter_cache",
    ".mypy_cache",
    ".pytest_cache",
    ".ruff_cache",
    ".venv",
    "__pycache__",
    "build",
    "dist",
    "node_modules",
    "var",
    "var-demo",
}


def files(*endings, under=ROOT):
    """List the project's files with one of these endings, without what is generated."""
    found = []
    for folder, inner, names in os.walk(under):
        inner[:] = sorted(
            each
            for each in inner
            if each not in _NOT_OURS and not each.endswith(".egg-info")
        )
        found += [Path(folder) / name for name in sorted(names)]
    # In a further working tree of a repository, .git is a file.
    ours = [file for file in found if file.name != ".git"]
    return [file for file in ours if not endings or file.name.endswith(endings)]


def name(file):
    return file.relative_to(ROOT).as_posix()


def texts(*endings, under=ROOT):
    """Give the name and the text of each such file; what is no text is left out."""
    for file in files(*endings, under=under):
        try:
            yield name(file), file.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue


def import_everything():
    """Import each module that a test may import, so that its classes are known."""
    for module in pkgutil.walk_packages(tipline.__path__, "tipline."):
        if not module.name.endswith(_PROCESSES) and ".migrations" not in module.name:
            importlib.import_module(module.name)


# Modules that are a process of their own and change the one that imports them.
_PROCESSES = (
    "__main__",
    ".config.evidence_wsgi",
    ".config.inside",
    ".config.wsgi",
    ".decoder.zygote",
)


def subclasses(kind):
    """Give all descendants of a class that are Tipline's own."""
    found = set()
    for child in kind.__subclasses__():
        found |= {child} | subclasses(child)
    return {one for one in found if one.__module__.startswith("tipline.")}


def tables(page, heading):
    """Give the rows of a Markdown page's tables below a heading, as lists of cells."""
    text = (ROOT / "docs" / page).read_text(encoding="utf-8")
    below = text.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]
    lines = [line for line in below.splitlines() if line.startswith("|")]
    rows = [[cell.strip() for cell in line.strip("|").split(" | ")] for line in lines]
    return [row for row in rows if not set("".join(row)) <= set("-| ")]
