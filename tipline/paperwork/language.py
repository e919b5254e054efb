"""The language of drafts: text with values, conditions and lists, and nothing else.

`{{ report.number }}` prints a value. `{% if files.count %}`, `{% if not ... %}` and
`{% if platform.name is "Exemplar Chat" %}`, each with an optional `{% else %}`, end in
`{% end %}`; so does `{% for file in files %}`. A condition compares a value's plain
form, which no language changes. There are no expressions, calls, attributes or
includes, a list never stands inside a list, and a name that is not in the vocabulary is
refused before a text is kept: a text can print what it is given, and do nothing.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Self

from tipline.foundation.sentence import Sentence

LONGEST_TEXT = 40_000
DEEPEST = 6

# Printed values stand between these, so that no value can pass for the text around it.
# `printable` has taken them out of every value.
VALUE_BEGINS, VALUE_ENDS = "\x02", "\x03"

_TOKEN = re.compile(
    r"(?P<line>^[ \t]*\{%(?P<alone>[^%\n]*)%\}[ \t]*(?:\n|\Z))"
    r"|\{%(?P<tag>[^%\n]*)%\}|\{\{(?P<value>[^{}\n]*)\}\}",
    re.MULTILINE,
)
_NAME = r"[a-z_]+(?:\.[a-z_0-9]+)?"
_VALUE = re.compile(_NAME)
_IF = re.compile(rf'if (?P<no>not )?(?P<name>{_NAME})(?: is "(?P<text>[^"]*)")?')
_FOR = re.compile(r"for (?P<item>[a-z_]+) in (?P<list>[a-z_]+)")


class Told(str):
    """A value as a text prints it; conditions compare its plain form."""

    __slots__ = ("plain",)

    plain: str

    def __new__(cls, printed: str, plain: str) -> Self:
        """Keep both; they are the same in English, but for codes."""
        made = super().__new__(cls, printed)
        made.plain = plain
        return made


class TextFaultError(ValueError):
    """A draft's text cannot be read: the line, and what to change."""

    def __init__(self, line: int, problem: Sentence) -> None:
        self.sentence = Sentence(
            "Line %(line)s: %(problem)s", line=str(line), problem=problem
        )
        super().__init__(self.sentence)


@dataclass(frozen=True)
class Vocabulary:
    """The names that a text may use: single values, and the fields of each list."""

    values: frozenset[str]
    lists: Mapping[str, frozenset[str]]


@dataclass(frozen=True)
class Facts:
    """The values behind the names; an empty value counts as absent."""

    values: Mapping[str, Told]
    lists: Mapping[str, tuple[Mapping[str, Told], ...]]


@dataclass(frozen=True)
class _Value:
    name: str


@dataclass
class _If:
    name: str
    text: str | None
    is_negated: bool
    line: int
    then: "list[_Node]" = field(default_factory=list)
    otherwise: "list[_Node]" = field(default_factory=list)
    has_else: bool = False


@dataclass
class _For:
    item: str
    of: str
    line: int
    body: "list[_Node]" = field(default_factory=list)


_Node = str | _Value | _If | _For


@dataclass(frozen=True)
class Draft:
    """A text that was read and holds no fault."""

    nodes: tuple[_Node, ...]


def read(text: str, vocabulary: Vocabulary) -> Draft:
    """Read a text.

    Raises:
        TextFaultError: it is too long, a tag is unknown or not closed, or a name is
            not in the vocabulary.
    """
    if len(text) > LONGEST_TEXT:
        raise TextFaultError(
            1,
            Sentence(
                "The text has more than %(most)s characters.", most=str(LONGEST_TEXT)
            ),
        )
    reader = _Reader(vocabulary)
    place = 0
    for token in _TOKEN.finditer(text):
        reader.add(text[place : token.start()])
        line = text.count("\n", 0, token.start()) + 1
        place = token.end()
        if token["value"] is not None:
            reader.value(token["value"].strip(), line)
        else:
            said = token["tag"] if token["alone"] is None else token["alone"]
            reader.tag(" ".join(said.split()), line)
    reader.add(text[place:])
    return Draft(reader.finished())


def rendered(draft: Draft, facts: Facts) -> str:
    """Give the text with its values, each between `VALUE_BEGINS` and `VALUE_ENDS`."""
    return "".join(_written(draft.nodes, facts, {}))


class _Reader:
    """Puts the pieces of a text together, and refuses what does not fit."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._known = vocabulary
        self._nodes: list[_Node] = []
        self._open: list[_If | _For] = []

    def add(self, node: _Node) -> None:
        if node:
            self._into().append(node)

    def value(self, name: str, line: int) -> None:
        if not _VALUE.fullmatch(name):
            raise TextFaultError(
                line, Sentence("“%(name)s” is no name of a value.", name=name[:40])
            )
        self._check(name, line)
        self.add(_Value(name))

    def tag(self, said: str, line: int) -> None:
        if said == "end":
            self._end(line)
        elif said == "else":
            self._otherwise(line)
        elif found := _IF.fullmatch(said):
            self._check(found["name"], line)
            test = _If(found["name"], found["text"], bool(found["no"]), line)
            self._begin(test)
        elif found := _FOR.fullmatch(said):
            self._list(found["item"], found["list"], line)
        else:
            raise TextFaultError(line, Sentence("“%(tag)s” is no tag.", tag=said[:40]))

    def finished(self) -> tuple[_Node, ...]:
        if self._open:
            raise TextFaultError(
                self._open[-1].line, Sentence("This tag has no {% end %}.")
            )
        return tuple(self._nodes)

    def _into(self) -> list[_Node]:
        if not self._open:
            return self._nodes
        last = self._open[-1]
        if isinstance(last, _For):
            return last.body
        return last.otherwise if last.has_else else last.then

    def _begin(self, node: _If | _For) -> None:
        if len(self._open) == DEEPEST:
            raise TextFaultError(
                node.line, Sentence("Tags stand too deep inside each other.")
            )
        self.add(node)
        self._open.append(node)

    def _list(self, item: str, of: str, line: int) -> None:
        if of not in self._known.lists:
            raise TextFaultError(
                line, Sentence("There is no list “%(name)s”.", name=of)
            )
        if any(isinstance(node, _For) for node in self._open):
            raise TextFaultError(line, Sentence("A list cannot stand inside a list."))
        self._begin(_For(item, of, line))

    def _otherwise(self, line: int) -> None:
        last = self._open[-1] if self._open else None
        if not isinstance(last, _If) or last.has_else:
            raise TextFaultError(
                line, Sentence("This {% else %} belongs to no {% if %}.")
            )
        last.has_else = True

    def _end(self, line: int) -> None:
        if not self._open:
            raise TextFaultError(line, Sentence("This {% end %} ends nothing."))
        self._open.pop()

    def _check(self, name: str, line: int) -> None:
        item, _dot, part = name.partition(".")
        for node in self._open:
            if isinstance(node, _For) and node.item == item:
                if part in self._known.lists[node.of]:
                    return
                raise TextFaultError(
                    line,
                    Sentence("“%(list)s” have no “%(part)s”.", list=node.of, part=part),
                )
        if name not in self._known.values:
            raise TextFaultError(
                line, Sentence("There is no value “%(name)s”.", name=name)
            )


def _written(
    nodes: "tuple[_Node, ...] | list[_Node]", facts: Facts, items: Mapping[str, Told]
) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, str):
            yield node
        elif isinstance(node, _Value):
            yield f"{VALUE_BEGINS}{_said(node.name, facts, items)}{VALUE_ENDS}"
        elif isinstance(node, _If):
            holds = _holds(node, _said(node.name, facts, items))
            yield from _written(node.then if holds else node.otherwise, facts, items)
        else:
            for row in facts.lists[node.of]:
                named = {f"{node.item}.{key}": value for key, value in row.items()}
                yield from _written(node.body, facts, named)


def _said(name: str, facts: Facts, items: Mapping[str, Told]) -> Told:
    return items[name] if name in items else facts.values[name]


def _holds(test: _If, said: Told) -> bool:
    found = bool(said) if test.text is None else said.plain == test.text
    return found is not test.is_negated
