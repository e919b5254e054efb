"""Our own schema of the reporting documents: its bytes, and validation against it."""

import threading
from functools import lru_cache
from pathlib import Path
from typing import Any, cast

from lxml import etree

_PATH = Path(__file__).parent / "schema" / "report.xsd"
_XSD = "{http://www.w3.org/2001/XMLSchema}"
_local = threading.local()
_compiling = threading.Lock()


@lru_cache(maxsize=1)
def schema_bytes() -> bytes:
    """Give the schema as it is published at `/xsd`."""
    return _PATH.read_bytes()


@lru_cache(maxsize=1)
def known_names() -> frozenset[str]:
    """Name every element and attribute that the schema knows."""
    root = etree.fromstring(schema_bytes())
    named = root.iter(f"{_XSD}element", f"{_XSD}attribute")
    return frozenset(str(node.get("name")) for node in named)


@lru_cache(maxsize=8)
def annotation_names(element: str) -> frozenset[str]:
    """Name the marks that `reportAnnotations` or `fileAnnotations` may hold."""
    root = etree.fromstring(schema_bytes())
    marks = root.iterfind(f"{_XSD}complexType[@name='{element}']//{_XSD}element")
    return frozenset(str(node.get("name")) for node in marks)


@lru_cache(maxsize=8)
def listed_values(kind: str) -> frozenset[str]:
    """Name the values that a list of the schema allows."""
    root = etree.fromstring(schema_bytes())
    values = root.iterfind(f"{_XSD}simpleType[@name='{kind}']//{_XSD}enumeration")
    return frozenset(str(node.get("value")) for node in values)


_COLLAPSED = ("incidentDateTime", "dateTime", "uploadedToEspTimestamp", "dateOfBirth")


def collapse_white_space(root: etree._Element) -> None:
    """Strip times and marks in the tree, as XML Schema tells every reader to do.

    libxml2 does it for numbers and booleans, but not for times and fixed values.
    """
    marks = ("reportAnnotations/*", "fileAnnotations/*")
    for element in root.iter(*_COLLAPSED):
        _strip(element)
    for element in (mark for path in marks for mark in root.iterfind(f".//{path}")):
        _strip(element)


def _strip(element: etree._Element) -> None:
    if element.text and (element.text[0].isspace() or element.text[-1].isspace()):
        element.text = element.text.strip()


def schema_errors(root: etree._Element) -> list[etree._LogEntry]:
    """List what the schema refuses in the tree below `root`, in the parser's words.

    Entries have the path of their element, except where a large document has hundreds.
    """
    if cast("float", _ELEMENT_COUNT(root)) > _LARGE:
        errors = _errors_without_paths(root)
        if not errors or len(errors) > _MANY:
            return errors
    schema = _schema_of_this_thread()
    return [] if schema.validate(root) else _entries(schema)


# Each path costs a walk over the element's siblings, so that 40,000 errors in one row
# would cost seconds; without paths they cost 50 ms.
_LARGE = 2_000
_MANY = 200
_ELEMENT_COUNT = etree.XPath("count(//*)")


def _errors_without_paths(root: etree._Element) -> list[etree._LogEntry]:
    parser = etree.XMLParser(
        schema=_schema_of_this_thread(), resolve_entities=False, no_network=True
    )
    try:
        etree.fromstring(etree.tostring(root), parser)
    except etree.XMLSyntaxError:
        return _entries(parser)
    return []


def _entries(checked: etree.XMLSchema | etree.XMLParser) -> list[etree._LogEntry]:
    # The annotations of lxml's log leave out that it can be iterated.
    return list(cast("Any", checked.error_log))


def _schema_of_this_thread() -> etree.XMLSchema:
    """Give a compiled schema that no other thread uses.

    An XMLSchema keeps the errors of its last validation, so that two threads sharing
    one would read each other's. A copy per thread costs 2 ms and 0.7 MB once; a lock
    would queue every report behind the longest.
    """
    schema: etree.XMLSchema | None = getattr(_local, "schema", None)
    if schema is None:
        # libxml2 sets its types up at the first schema, for all threads and without a
        # lock: two that compile at once can both fail.
        with _compiling:
            schema = etree.XMLSchema(etree.fromstring(schema_bytes()))
        _local.schema = schema
    return schema
