"""What a field rule says of an element."""

from typing import NamedTuple

from lxml import etree


class Said(NamedTuple):
    """One broken rule at one element; the sentence says what to do."""

    element: etree._Element
    rule_id: str
    sentence: str


def text_of(element: etree._Element) -> str:
    """Give the element's text without surrounding white space."""
    return (element.text or "").strip()


def child_text(element: etree._Element, name: str) -> str:
    """Give the text of the child `name`, or nothing."""
    return (element.findtext(name) or "").strip()


def is_true(text: str | None) -> bool:
    """Tell whether a boolean of the wire says yes."""
    return (text or "").strip() in {"true", "1"}


# The largest `xs:long`; a longer text is no id, whatever it costs to read.
_LARGEST = 2**63 - 1


def whole_number(text: str | None) -> int | None:
    """Read an id; None if it is no natural number that fits an `xs:long`."""
    digits = (text or "").strip().removeprefix("+")
    if not (
        digits.isascii() and digits.isdigit() and len(digits) <= len(str(_LARGEST))
    ):
        return None
    number = int(digits)
    return number if number <= _LARGEST else None
