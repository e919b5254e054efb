"""What a field rule says of an element."""

from typing import NamedTuple

from lxml import etree

from tipline.intake.warning_sentences import WARNINGS


class Said(NamedTuple):
    """One broken rule at one element; the sentence says what to do."""

    element: etree._Element
    rule_id: str
    sentence: str


def warned(
    element: etree._Element, rule_id: str, of: str = "", **values: object
) -> Said:
    """Say what a rule warns of; `of` chooses among the sentences of one rule."""
    name = f"{rule_id} {of}".strip()
    return Said(element, rule_id, WARNINGS[name] % values)


def text_of(element: etree._Element) -> str:
    """Give the element's text without surrounding white space."""
    return (element.text or "").strip()


def child_text(element: etree._Element, name: str) -> str:
    """Give the text of the child `name`, or nothing."""
    return (element.findtext(name) or "").strip()


def is_true(text: str | None) -> bool:
    """Tell whether a boolean of the wire says yes."""
    return (text or "").strip() in {"true", "1"}
