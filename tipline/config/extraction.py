"""Find the texts that people read: in templates, in Python, and as rules keep them."""

import ast
import csv
import tomllib
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from babel.messages.extract import extract_python
from django.utils.translation.template import templatize

from tipline.config.catalogs import PACKAGE

# What the arguments of each way to mark a text are.
KEYWORDS: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(("_", "_lazy", "gettext", "gettext_lazy"), ("text",)),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), ("text", "plural")),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), ("context", "text")),
    "npgettext": ("context", "text", "plural"),
    # English for programs, translated where people read it: foundation/sentence.py
    "Sentence": ("text",),
}

# Rules keep their sentences as plain values, since programs read them in English; a
# page translates what it shows. These are the names under which they stand.
PLAIN_VALUES: dict[str, frozenset[str]] = {
    "intake/completeness_sentences.py": frozenset({"why"}),
    "intake/warning_sentences.py": frozenset({"WARNINGS"}),
    "triage/lowering.py": frozenset({"BY_ONE", "BY_TWO"}),
    "triage/priority.py": frozenset({"sentence"}),
    "triage/services.py": frozenset({"sentence"}),
    "referral/geolocation.py": frozenset({"ACCURACY_NOTE"}),
    "referral/evidence_words.py": frozenset({"SAID", "NO_EVENT", "HIDDEN"}),
    "referral/packet/wording.py": frozenset({"NOT_PROVIDED"}),
    "referral/packet/recipient_rule.py": frozenset(
        {"ABROAD", "NO_HOLDING", "UNKNOWN_CIRCUIT"}
    ),
    "referral/packet/file_gate.py": frozenset(
        {"TITLES", "BANNERS", "MATCH_FACTS", "OUR_VIEWING", "ALWAYS_ALLOWED"}
    ),
    "referral/packet_files.py": frozenset({"DESTROYED"}),
    "referral/national_law.py": frozenset({"SENTENCES", "BY_FILTER"}),
    "referral/reasons.py": frozenset({"FROM_ANOTHER"}),
    "referral/routing.py": frozenset(
        {"CARRIED", "NOT_CARRIED", "IN_THE_PLACE", "HELD_BACK"}
    ),
    "viewing/gate.py": frozenset(
        {"VIEWED_FACTS", "VIEWED_IN_PART", "PUBLIC_FACTS", "NO_BASIS", "GROUND_WORDS"}
    ),
    "alerting/errors.py": frozenset({"sentence"}),
    "clearance/errors.py": frozenset({"sentence"}),
    "casework/errors.py": frozenset({"sentence"}),
    "paperwork/errors.py": frozenset({"sentence"}),
    "deconfliction/errors.py": frozenset({"sentence"}),
}
# The same in tables: the keys under which texts stand.
PLAIN_TABLES: dict[str, frozenset[str]] = {
    "triage/data/priority_rules.toml": frozenset({"sentence"}),
    "portals/public/hotline.toml": frozenset({"title", "paragraphs"}),
}
# In these a column has sentences that are shown with their full stop.
PLAIN_COLUMNS: dict[str, str] = {"referral/data/routing_rules.csv": "why"}


@dataclass(frozen=True, kw_only=True)
class Key:
    """What a text is known by: its words, its plural, and its context."""

    text: str
    plural: str = ""
    context: str = ""


# Each text with the places that hold it, as paths under the package.
Texts = dict[Key, set[str]]


def extract(folder: Path = PACKAGE) -> Texts:
    """Find every text that is marked, or that a rule keeps as a plain value."""
    found: Texts = defaultdict(set)
    for path in sorted(folder.rglob("*")):
        place = path.relative_to(folder).as_posix()
        for key in _texts_of(path, place):
            found[key].add(place)
    return dict(found)


def _texts_of(path: Path, place: str) -> Iterator[Key]:
    if path.suffix == ".html":
        # In brackets, since the blanked markup around the marks has no indentation.
        source = templatize(path.read_text(encoding="utf-8"))
        yield from _marked(f"(\n{source}\n)")
    elif path.suffix == ".py":
        source = path.read_text(encoding="utf-8")
        yield from _marked(source)
        if place in PLAIN_VALUES:
            for text in _plain(ast.parse(source), PLAIN_VALUES[place]):
                yield Key(text=text)
    elif place in PLAIN_COLUMNS:
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        yield from (Key(text=f"{row[PLAIN_COLUMNS[place]]}.") for row in rows)
    elif place in PLAIN_TABLES:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
        yield from (Key(text=text) for text in _said_under(PLAIN_TABLES[place], table))


def _marked(source: str) -> Iterator[Key]:
    lines = BytesIO(source.encode())
    marks = dict.fromkeys(KEYWORDS)
    for _line, function, said, _notes in extract_python(
        lines, marks, (), {"encoding": "utf-8"}
    ):
        parts = KEYWORDS[str(function)]
        texts = {
            name: str(text)
            for name, text in zip(parts, _several(said), strict=False)
            if text
        }
        # What is no plain text, such as `_(words)`, names nothing.
        if len(texts) == len(parts):
            yield Key(**texts)


def _several(said: object) -> tuple[object, ...]:
    return said if isinstance(said, tuple) else (said,)


def _plain(tree: ast.AST, names: frozenset[str]) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.keyword) and node.arg in names:
            yield from _constants(node.value)
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            is_named = any(isinstance(t, ast.Name) and t.id in names for t in targets)
            if is_named and node.value is not None:
                yield from _constants(node.value)


def _constants(node: ast.expr) -> Iterator[str]:
    values = node.values if isinstance(node, ast.Dict) else [node]
    for value in values:
        if isinstance(value, ast.Constant) and isinstance(value.value, str):
            yield value.value


def _said_under(names: frozenset[str], table: object) -> Iterator[str]:
    if isinstance(table, dict):
        for name, value in table.items():
            if name in names:
                yield from [value] if isinstance(value, str) else value
            else:
                yield from _said_under(names, value)
    elif isinstance(table, list):
        for inner in table:
            yield from _said_under(names, inner)
