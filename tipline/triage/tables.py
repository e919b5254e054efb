"""Read the operator's tables of priority: the rules (TOML) and the terms (CSV).

Both are data beside this file, and either may be replaced by a file of the operator's.
Every mistake is named with its place and what to change.
"""

import csv
import io
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from tipline.intake.public_form import ACCESS_CHOICES, TOLD_BY_CHOICES
from tipline.intake.schema import annotation_names
from tipline.intake.wording import INCIDENT_WORDINGS, incident_wire
from tipline.review.labels import MARKS
from tipline.triage.errors import MalformedPriorityTableError
from tipline.triage.priority import (
    ALWAYS,
    LEVELS,
    RISK_MOST,
    SIGNALS,
    Ask,
    Condition,
    Rule,
    Theme,
)
from tipline.triage.terms import ANY_ENDING, Term, TermTable, folded

_DATA = Path(__file__).with_name("data")
RULES_FILE = _DATA / "priority_rules.toml"
TERMS_FILE = _DATA / "terms.csv"
FILE_MAX_BYTES = 4 * 1024 * 1024
TERM_LETTERS_LEAST = 2
SENTENCE_MAX = 200  # characters
COLUMNS = ("id", "language", "theme", "term")
_KEYS = {"id", "level", "points", "sentence", "when"}
_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
_LANGUAGE = re.compile(r"[a-z]{2}")
# What the rules of people and of the machine are called is not for a table to take.
RESERVED = frozenset(
    {
        "escalated-by-analyst",
        "lowered-by-analyst",
        "lowered-by-two-people",
        "step-failed",
        *(rule.id for rule in ALWAYS),
    }
)


@dataclass(frozen=True)
class PriorityTable:
    """The rules and the terms that they may ask for."""

    rules: tuple[Rule, ...]
    terms: TermTable


def load_rules(path: Path = RULES_FILE) -> tuple[Rule, ...]:
    """Read and check a table of rules, in their order.

    Raises:
        MalformedPriorityTableError: names the rule and what to change. Checked: keys,
            unknown signals and words, repeated ids, levels and points, and that known
            and viral material asks for level 3 without points.
    """
    try:
        table = tomllib.loads(_text(path))
    except tomllib.TOMLDecodeError as error:
        _refuse(path, "the file", f"it is not TOML: {error}")
    rows = table.pop("rule", [])
    if table:
        _refuse(path, "the file", f"it holds {min(table)!r} beside [[rule]]")
    if not isinstance(rows, list) or not rows:
        _refuse(path, "the file", "it must hold at least one [[rule]]")
    rules = tuple(_Row(path, number, row).rule() for number, row in enumerate(rows, 1))
    seen: set[str] = set()
    for number, rule in enumerate(rules, 1):
        if rule.id in seen:
            _refuse(path, f"rule {number}", f"the id {rule.id!r} is used before")
        seen.add(rule.id)
    return rules


class _Row:
    """One rule of the file as it stands there, with its place for errors."""

    def __init__(self, path: Path, number: int, row: object) -> None:
        name = row.get("id", number) if isinstance(row, dict) else number
        self.path, self.place = path, f"rule {name}"
        if not isinstance(row, dict):
            self.refuse("it must be a table: begin it with [[rule]]")
        self.row: dict[str, object] = row

    def refuse(self, problem: str) -> NoReturn:
        _refuse(self.path, self.place, problem)

    def rule(self) -> Rule:
        for key in sorted(self.row.keys() ^ _KEYS):
            is_more = key in self.row
            known = ", ".join(sorted(_KEYS))
            self.refuse(
                f"{key} is {'unknown' if is_more else 'missing'}; keys: {known}"
            )
        rule = Rule(
            id=self._id(),
            level=self._level(),
            points=self._points(),
            sentence=self._sentence(),
            when=self._when(),
        )
        weak = sorted(name for name in rule.when if SIGNALS[name].is_weak)
        if weak and (rule.level != LEVELS[-1] or rule.points):
            self.refuse(
                f"it asks for {weak[0]}, so level must be 3 and points 0: what is known"
                " lowers a report and never raises it"
            )
        return rule

    def _id(self) -> str:
        given = self.row["id"]
        if not isinstance(given, str) or not _ID.fullmatch(given):
            self.refuse("id must be small letters, digits and hyphens, 40 at the most")
        if given in RESERVED:
            self.refuse("its id is one of Tipline's own; give it another")
        return given

    def _level(self) -> str:
        if str(self.row["level"]) not in LEVELS or isinstance(self.row["level"], bool):
            self.refuse("level must be 1, 2 or 3")
        return str(self.row["level"])

    def _points(self) -> int:
        points = self.row["points"]
        if type(points) is not int or not 0 <= points <= RISK_MOST:
            self.refuse("points must be a whole number from 0 to 100")
        return points

    def _sentence(self) -> str:
        sentence = self.row["sentence"]
        if (
            not isinstance(sentence, str)
            or not 0 < len(sentence.strip()) <= SENTENCE_MAX
        ):
            self.refuse("sentence must be text of at most 200 characters")
        return sentence.strip()

    def _when(self) -> Mapping[str, Condition]:
        when = self.row["when"]
        if not isinstance(when, dict) or not when:
            self.refuse(
                "when must name at least one signal, as in when.escalated = true"
            )
        for name in sorted(when.keys() - SIGNALS.keys()):
            self.refuse(f"{name} is no signal; signals: {', '.join(sorted(SIGNALS))}")
        return {name: self._condition(name, asked) for name, asked in when.items()}

    def _condition(self, name: str, asked: object) -> Condition:
        match SIGNALS[name].ask:
            case Ask.FLAG:
                if asked is not True:
                    self.refuse(f"{name} can only be true")
                return True
            case Ask.WORDS:
                return self._words(name, asked)
            case ask:
                least = 1 if ask is Ask.AT_LEAST else 0
                if type(asked) is not int or asked < least:
                    self.refuse(f"{name} must be a whole number of at least {least}")
                return asked

    def _words(self, name: str, asked: object) -> tuple[str, ...]:
        if not isinstance(asked, list) or not asked:
            self.refuse(f'{name} must be a list of words, as in ["{_first(name)}"]')
        known = _known_words(name)
        for word in asked:
            if word not in known:
                self.refuse(f"{name} holds {word!r}; known: {', '.join(sorted(known))}")
        if name == "incident_type":
            return tuple(incident_wire(word) or word for word in asked)
        return tuple(asked)


_CHOSEN = {"access_to_child": ACCESS_CHOICES, "told_by": TOLD_BY_CHOICES}


def _known_words(name: str) -> frozenset[str]:
    if name == "incident_type":
        return frozenset(wording.code for wording in INCIDENT_WORDINGS)
    if name == "label_marks":
        return MARKS
    if name in _CHOSEN:
        return frozenset(choice.code for choice in _CHOSEN[name])
    kinds = {"report_annotations": "reportAnnotations"}
    return annotation_names(kinds.get(name, "fileAnnotations"))


def _first(name: str) -> str:
    return min(_known_words(name))


def load_terms(path: Path = TERMS_FILE) -> TermTable:
    """Read and check a table of terms (CSV, UTF-8: id, language, theme, term).

    Raises:
        MalformedPriorityTableError: names the line and what to change.
    """
    reader = csv.DictReader(io.StringIO(_text(path)), strict=True)
    terms: dict[str, Term] = {}
    try:
        if tuple(reader.fieldnames or ()) != COLUMNS:
            _refuse(path, "line 1", f"the columns must be: {','.join(COLUMNS)}")
        for cells in reader:
            term = _term(path, f"line {reader.line_num}", cells)
            if term.id in terms:
                _refuse(
                    path, f"line {reader.line_num}", f"the id {term.id} is used before"
                )
            terms[term.id] = term
    except csv.Error as error:
        _refuse(path, f"line {reader.line_num}", str(error))
    return TermTable(terms.values())


def _term(path: Path, place: str, cells: dict[str, str | None]) -> Term:
    if None in cells or None in cells.values():
        _refuse(path, place, f"it must have {len(COLUMNS)} cells")
    given = {name: str(cells[name]).strip() for name in COLUMNS}
    if not _ID.fullmatch(given["id"]):
        _refuse(path, place, "id must be small letters, digits and hyphens")
    if not _LANGUAGE.fullmatch(given["language"]):
        _refuse(path, place, "language must be two letters of ISO 639-1, such as en")
    themes = [theme.value for theme in Theme]
    if given["theme"] not in themes:
        _refuse(path, place, f"theme must be one of: {', '.join(themes)}")
    words = folded(given["term"].removesuffix(ANY_ENDING)).strip()
    if len(words) < TERM_LETTERS_LEAST and not words.isalpha():
        _refuse(path, place, "term must hold a word")
    if ANY_ENDING in given["term"].removesuffix(ANY_ENDING):
        _refuse(path, place, "a * may stand only at the end of a term")
    return Term(
        id=given["id"],
        language=given["language"],
        theme=Theme(given["theme"]),
        term=given["term"],
    )


def _text(path: Path) -> str:
    try:
        data = path.read_bytes()
    except OSError as error:
        _refuse(path, "the file", error.strerror or "it cannot be read")
    if len(data) > FILE_MAX_BYTES:
        _refuse(path, "the file", "it is larger than 4 MiB")
    try:
        # Spreadsheet programs put a byte order mark in front.
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        _refuse(path, "the file", "it is not encoded in UTF-8")


def _refuse(path: Path, place: str, problem: str) -> NoReturn:
    raise MalformedPriorityTableError(file=path.name, place=place, problem=problem)
