"""The schema as a reference that people read: what each element holds, in order.

Made from the XSD and from the field rules, so that neither can say more than the other.
"""

from dataclasses import dataclass
from functools import lru_cache

from lxml import etree

from tipline.intake.field_rules_values import MAX_HASH_TYPE_LENGTH, MAX_LENGTHS
from tipline.intake.schema import schema_bytes

_XSD = "{http://www.w3.org/2001/XMLSchema}"
_KINDS = {
    "xs:string": "text",
    "xs:token": "text",
    "xs:boolean": "true or false",
    "xs:dateTime": "time",
    "xs:date": "day",
    "xs:int": "whole number",
    "xs:long": "whole number",
    "xs:double": "number",
}
_ATTRIBUTE_LENGTHS = {("originalFileHash", "hashType"): MAX_HASH_TYPE_LENGTH}


@dataclass(frozen=True, kw_only=True)
class SchemaField:
    """One element or attribute within its type.

    `occurs` is `1`, `0..1`, `1+` or `0+`. `section` names the type that describes it
    further, empty for plain values, for which `kind` is a word. `instead_of` names the
    elements that exclude this one. `max_length` is in characters, None without limit.
    """

    name: str
    occurs: str
    kind: str
    section: str = ""
    instead_of: tuple[str, ...] = ()
    max_length: int | None = None


@dataclass(frozen=True, kw_only=True)
class SchemaSection:
    """One type: what it is, what it holds, or which values it allows.

    `order` is `sequence`, `all` (any order) or `choice` (one of them); `text` is the
    kind of the element's own text, if it has any.
    """

    name: str
    sentence: str
    order: str = "sequence"
    text: str = ""
    elements: tuple[SchemaField, ...] = ()
    attributes: tuple[SchemaField, ...] = ()
    values: tuple[str, ...] = ()


@lru_cache(maxsize=1)
def schema_reference() -> tuple[SchemaSection, ...]:
    """Give every type of the schema, in the order of the schema."""
    root = etree.fromstring(schema_bytes())
    types = root.iterfind("*[@name]")
    return tuple(_section(node) for node in types if node.tag != f"{_XSD}element")


def _section(node: etree._Element) -> SchemaSection:
    name = node.get("name", "")
    order = next((o for o in ("all", "choice") if _has(node, o)), "sequence")
    extension = node.find(f"{_XSD}simpleContent/{_XSD}extension")
    holder = node if extension is None else extension
    attributes = holder.iterfind(f"{_XSD}attribute")
    values = node.iterfind(f"{_XSD}restriction/{_XSD}enumeration")
    return SchemaSection(
        name=name,
        sentence=" ".join((node.findtext(f".//{_XSD}documentation") or "").split()),
        order=order,
        text="" if extension is None else _KINDS[extension.get("base", "")],
        elements=tuple(_element(one, name) for one in node.iter(f"{_XSD}element")),
        attributes=tuple(_attribute(one, name) for one in attributes),
        values=tuple(value.get("value", "") for value in values),
    )


def _has(node: etree._Element, order: str) -> bool:
    return node.find(f"{_XSD}{order}") is not None


def _element(node: etree._Element, within: str) -> SchemaField:
    name, others = node.get("name", ""), _alternatives(node)
    low = "0" if others else node.get("minOccurs", "1")
    many = node.get("maxOccurs") == "unbounded"
    kind, section = _kind(node)
    return SchemaField(
        name=name,
        occurs=f"{low}+" if many else {"0": "0..1", "1": "1"}[low],
        kind="true" if node.get("fixed") == "true" else kind,
        section=section,
        instead_of=others,
        max_length=MAX_LENGTHS.get(f"{within}/{name}", MAX_LENGTHS.get(name)),
    )


def _alternatives(node: etree._Element) -> tuple[str, ...]:
    """Name the other elements of a choice within a sequence."""
    parent = node.getparent()
    inside = parent is not None and parent.get("minOccurs") == "0"
    if parent is None or not inside or parent.tag != f"{_XSD}choice":
        return ()
    return tuple(other.get("name", "") for other in parent if other is not node)


def _attribute(node: etree._Element, within: str) -> SchemaField:
    name = node.get("name", "")
    kind, section = _kind(node)
    return SchemaField(
        name=name,
        occurs="1" if node.get("use") == "required" else "0..1",
        kind=kind,
        section=section,
        max_length=_ATTRIBUTE_LENGTHS.get((within, name)),
    )


def _kind(node: etree._Element) -> tuple[str, str]:
    kind = node.get("type", "")
    return (_KINDS[kind], "") if kind in _KINDS else ("", kind)
