"""What a body must be before its content is looked at: harmless XML in UTF-8.

One pass of expat with limits, before any tree is built: a hostile document is refused
in the memory of its own bytes, and no later code meets a DOCTYPE, an entity, another
encoding or a document of another size. Nothing here opens a file or a connection.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from email.message import Message
from typing import Final
from xml.parsers import expat

from lxml import etree

from tipline.intake.errors import MalformedXmlError, Problem

MAX_BYTES: Final = 2 * 1024 * 1024
MAX_DEPTH: Final = 64
MAX_ELEMENTS: Final = 50_000
MAX_ATTRIBUTES: Final = 64
MAX_NAMESPACES: Final = 16
MAX_COMMENTS: Final = 1_000

# libxml2 keeps every name that it ever saw, so that a stream of invented names would
# fill the process; the schema's names are free.
_MAX_UNKNOWN_NAMES: Final = 32
_MAX_NAME_LENGTH: Final = 100

# A tag, comment or instruction is held in memory whole; this bounds it.
_MAX_TOKEN_BYTES: Final = 128 * 1024
_CHUNK_BYTES: Final = 64 * 1024

_BYTE_ORDER_MARK: Final = b"\xef\xbb\xbf"
_DECLARATION = re.compile(rb"<\?xml\s[^>]*?\?>")
_ENCODING = re.compile(rb"""\sencoding\s*=\s*["']([^"']*)["']""")
_VERSION = re.compile(rb"""\sversion\s*=\s*["']([^"']*)["']""")
_OTHER_ENCODINGS = {
    b"\x1f\x8b": "gzip-compressed",
    b"\xff\xfe": "UTF-16",
    b"\xfe\xff": "UTF-16",
    b"\x00\x00": "UTF-32",
    b"<\x00": "UTF-16",
    b"\x00<": "UTF-16",
}


def parse_xml(
    body: bytes, *, content_type: str, known_names: frozenset[str]
) -> etree._Element:
    """Give the root of a harmless document; comments and instructions are gone.

    Raises:
        MalformedXmlError: the body is not well-formed XML 1.0 in UTF-8, exceeds a
            limit, has a DOCTYPE, or splits a value with a comment or an instruction.
    """
    _check_bytes(body, content_type)
    body = body.removeprefix(_BYTE_ORDER_MARK)
    scan = _Scan(known_names)
    scan.run(body)
    root = _tree(body)
    if scan.comments:
        _strip_comments(root, scan.comments)
    return root


def positions(body: bytes, paths: Iterable[str]) -> dict[str, tuple[int, int]]:
    """Tell line and column, from 1, where the elements at `paths` start.

    For a body that `parse_xml` accepted. Paths are those of libxml2, which leaves an
    index out where an element has no sibling of its name. Where it names an element
    by a prefix or a star, the nearest parent answers.
    """
    chains = {path: _ancestors(_indexed(path)) for path in paths}
    wanted = frozenset(step for chain in chains.values() for step in chain)
    found = _Positions(wanted).run(body.removeprefix(_BYTE_ORDER_MARK))
    return {
        path: next((found[step] for step in chain if step in found), (1, 1))
        for path, chain in chains.items()
    }


def _check_bytes(body: bytes, content_type: str) -> None:
    if len(body) > MAX_BYTES:
        _refuse(1, 1, f"The document is larger than {MAX_BYTES} bytes; send less text.")
    if not body.strip():
        _refuse(1, 1, "The body is empty; send one XML document.")
    _check_charset(content_type)
    if (other := _OTHER_ENCODINGS.get(body[:2])) is not None:
        _refuse(1, 1, f"The body is {other}; send plain XML in UTF-8.")
    if body.startswith(_BYTE_ORDER_MARK * 2):
        _refuse(1, 1, "The body has two byte order marks; send one or none.")
    _check_declaration(body)
    try:
        body.decode("utf-8")
    except UnicodeDecodeError as error:
        before = body[: error.start]
        line, column = before.count(b"\n") + 1, error.start - before.rfind(b"\n")
        _refuse(line, column, "This byte is not UTF-8; send the document in UTF-8.")


def _check_charset(content_type: str) -> None:
    header = Message()
    header["Content-Type"] = re.sub(r"[\x00-\x1f\x7f]", "", content_type)
    charset = header.get_param("charset", "utf-8")
    if str(charset).strip().lower() not in {"utf-8", "utf8"}:
        _refuse(
            1, 1, "The Content-Type names another charset than utf-8; send UTF-8 only."
        )


def _check_declaration(body: bytes) -> None:
    found = _DECLARATION.match(body.removeprefix(_BYTE_ORDER_MARK)[:1024])
    if found is None:
        return
    encoding = _ENCODING.search(found.group())
    if encoding and encoding.group(1).lower() not in {b"utf-8", b"utf8"}:
        _refuse(1, 1, 'The XML declaration must say encoding="UTF-8", or nothing.')
    version = _VERSION.search(found.group())
    if version and version.group(1) != b"1.0":
        _refuse(1, 1, 'The XML declaration must say version="1.0".')


def _tree(body: bytes) -> etree._Element:
    parser = etree.XMLParser(
        encoding="utf-8",
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        attribute_defaults=False,
        huge_tree=False,
    )
    try:
        return etree.fromstring(body, parser)
    except etree.XMLSyntaxError as error:
        line, column = error.position
        sentence = f"Not well-formed: {_reason(error.msg or 'broken XML')}."
        raise MalformedXmlError(
            (Problem(line=max(line, 1), column=max(column, 1), sentence=sentence),)
        ) from error


def _reason(message: str) -> str:
    return message.partition(", line ")[0].partition(": line ")[0].rstrip(".")[:200]


def _strip_comments(root: etree._Element, places: list[tuple[int, int]]) -> None:
    """Drop comments and instructions; refuse one that stands within a value.

    Readers differ on what `<id>12<!-- -->34</id>` says, and that is how a value that
    one of them checked becomes another for the next.
    """
    nodes = root.iter(etree.Comment, etree.PI)
    for (line, column), node in zip(places, nodes, strict=True):
        parent = node.getparent()
        if parent is not None and _is_value(parent):
            name = str(parent.tag)
            _refuse(line, column, f"A comment stands within '{name}'; take it out.")
    etree.strip_tags(root, etree.Comment, etree.PI)


def _is_value(element: etree._Element) -> bool:
    if element.find("*") is not None:
        return False
    pieces = [element.text, *(child.tail for child in element)]
    return any(piece and piece.strip() for piece in pieces)


def _refuse(line: int, column: int, sentence: str) -> None:
    raise MalformedXmlError((Problem(line=line, column=column, sentence=sentence),))


@dataclass
class _Scan:
    """Counts what the document holds while expat reads it; stops at a limit."""

    known_names: frozenset[str]
    comments: list[tuple[int, int]] = field(default_factory=list)
    depth: int = 0
    elements: int = 0
    namespaces: set[tuple[str, str]] = field(default_factory=set)
    unknown_names: set[str] = field(default_factory=set)

    def run(self, body: bytes) -> None:
        """Read the whole body.

        Raises:
            MalformedXmlError: with the place where reading stopped.
        """
        self.parser = expat.ParserCreate("utf-8")
        self.parser.ordered_attributes = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CommentHandler = self._comment
        self.parser.ProcessingInstructionHandler = self._comment
        self.parser.StartDoctypeDeclHandler = self._doctype
        try:
            self._feed(body)
        except expat.ExpatError as error:
            reason = expat.ErrorString(error.code)
            _refuse(error.lineno, error.offset + 1, f"Not well-formed: {reason}.")

    def _feed(self, body: bytes) -> None:
        for start in range(0, len(body), _CHUNK_BYTES):
            chunk = body[start : start + _CHUNK_BYTES]
            self.parser.Parse(chunk, False)  # noqa: FBT003 - expat takes no keyword
            waiting = start + len(chunk) - max(self.parser.CurrentByteIndex, 0)
            if waiting > _MAX_TOKEN_BYTES:
                self._stop(f"A tag or comment is longer than {_MAX_TOKEN_BYTES} bytes.")
        self.parser.Parse(b"", True)  # noqa: FBT003

    def _start(self, name: str, attributes: list[str]) -> None:
        self.depth += 1
        self.elements += 1
        if self.depth > MAX_DEPTH:
            self._stop(f"Elements are nested deeper than {MAX_DEPTH}.")
        if self.elements > MAX_ELEMENTS:
            self._stop(f"The document has more than {MAX_ELEMENTS} elements.")
        if name not in self.known_names:
            self._unknown(name)
        if attributes:
            self._attributes(attributes)

    def _end(self, _name: str) -> None:
        self.depth -= 1

    def _attributes(self, attributes: list[str]) -> None:
        if len(attributes) > 2 * MAX_ATTRIBUTES:
            self._stop(f"An element has more than {MAX_ATTRIBUTES} attributes.")
        for name, value in zip(attributes[::2], attributes[1::2], strict=True):
            if name.startswith("xmlns"):
                self.namespaces.add((name, value))
            if name not in self.known_names:
                self._unknown(name)
        if len(self.namespaces) > MAX_NAMESPACES:
            self._stop(f"The document declares more than {MAX_NAMESPACES} namespaces.")

    def _unknown(self, name: str) -> None:
        self.unknown_names.add(name)
        if len(name) > _MAX_NAME_LENGTH:
            self._stop(f"A name is longer than {_MAX_NAME_LENGTH} characters.")
        if len(self.unknown_names) > _MAX_UNKNOWN_NAMES:
            self._stop(f"More than {_MAX_UNKNOWN_NAMES} names are not in the schema.")

    def _comment(self, *_content: str) -> None:
        if self.depth == 0:
            return
        parser = self.parser
        place = parser.CurrentLineNumber, parser.CurrentColumnNumber + 1
        self.comments.append(place)
        if len(self.comments) > MAX_COMMENTS:
            self._stop(f"The document has more than {MAX_COMMENTS} comments.")

    def _doctype(self, *_declared: object) -> None:
        self._stop("A DOCTYPE is not allowed; take it out.")

    def _stop(self, sentence: str) -> None:
        parser = self.parser
        _refuse(parser.CurrentLineNumber, parser.CurrentColumnNumber + 1, sentence)


class _Positions:
    """Notes where the wanted elements start."""

    def __init__(self, wanted: frozenset[str]) -> None:
        self.wanted = wanted
        self.found: dict[str, tuple[int, int]] = {}
        self.stack: list[tuple[str, dict[str, int]]] = [("", {})]

    def run(self, body: bytes) -> dict[str, tuple[int, int]]:
        self.parser = expat.ParserCreate("utf-8")
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.Parse(body, True)  # noqa: FBT003 - expat takes no keyword
        return self.found

    def _start(self, name: str, _attributes: dict[str, str]) -> None:
        parent, counts = self.stack[-1]
        counts[name] = counts.get(name, 0) + 1
        path = f"{parent}/{name}[{counts[name]}]"
        if path in self.wanted:
            at = self.parser.CurrentLineNumber, self.parser.CurrentColumnNumber + 1
            self.found[path] = at
        self.stack.append((path, {}))

    def _end(self, _name: str) -> None:
        self.stack.pop()


def _indexed(path: str) -> str:
    steps = path.split("/")[1:]
    return "".join(f"/{s}" if s.endswith("]") else f"/{s}[1]" for s in steps)


def _ancestors(path: str) -> list[str]:
    steps = path.split("/")
    return ["/".join(steps[:end]) for end in range(len(steps), 1, -1)]
