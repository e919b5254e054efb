"""What the schema refuses, in sentences that say what to do."""

import re
from collections.abc import Callable

from lxml import etree

from tipline.intake.breach import Breach, quoted
from tipline.intake.schema import schema_errors

_SUBJECT = re.compile(r"^Element '(?P<element>[^']*)'(?:, attribute '(?P<a>[^']*)')?: ")
_EXPECTED = re.compile(r"Expected is (?:one of )?\( (?P<names>.*) \)\.$")
_VALUE = re.compile(
    r": (?:\[facet '\w+'\] The value )?'(?P<value>.*)' is not ", re.DOTALL
)
_SET = re.compile(r"of the set \{(?P<allowed>.*)\}\.$", re.DOTALL)
_TYPE = re.compile(r"atomic type '(?P<type>[^']+)'")

_FORMS = {
    "xs:boolean": "true or false",
    "xs:dateTime": "a time such as 2026-08-26T14:03:00Z",
    "xs:date": "a day such as 2026-08-26",
    "xs:int": "a whole number",
    "xs:long": "a whole number below 9223372036854775808",
    "xs:double": "a number such as 48.137",
}


# Ten times what is ever shown; the rest would only cost time.
_MOST = 1_000


def schema_breaches(root: etree._Element) -> list[Breach]:
    """List everything the schema refuses, with the path of its element.

    The schema's reader gives up on the rest of an element's children after the first
    one that is out of order, but goes on with all other elements.
    """
    return [_breach(root, entry) for entry in schema_errors(root)[:_MOST]]


def _breach(root: etree._Element, entry: etree._LogEntry) -> Breach:
    explain = _EXPLANATIONS.get(entry.type_name, _as_said)
    path = entry.path or ""
    return Breach(
        entry.path, _rule_id(entry.type_name), explain(root, path, entry.message)
    )


def _rule_id(type_name: str) -> str:
    ids = {
        "SCHEMAV_ELEMENT_CONTENT": "schema.order",
        "SCHEMAV_CVC_ENUMERATION_VALID": "schema.value-not-listed",
        "SCHEMAV_CVC_DATATYPE_VALID_1_2_1": "schema.value-form",
        "SCHEMAV_CVC_COMPLEX_TYPE_3_2_1": "schema.attribute-unknown",
        "SCHEMAV_CVC_TYPE_3_1_1": "schema.attribute-unknown",
        "SCHEMAV_CVC_COMPLEX_TYPE_4": "schema.attribute-missing",
    }
    return ids.get(type_name, "schema")


def _subject(message: str) -> tuple[str, str]:
    """Give "'phone'" or "attribute 'type' of 'phone'", and the bare element name."""
    found = _SUBJECT.match(message)
    if found is None:
        return "the document", ""
    element = found["element"].rpartition("}")[2]
    if found["a"] is None:
        return f"'{element}'", element
    return f"attribute '{found['a'].rpartition('}')[2]}' of '{element}'", element


def _order(root: etree._Element, path: str, message: str) -> str:
    _, element = _subject(message)
    expected = _EXPECTED.search(message)
    names = [name.strip() for name in expected["names"].split(",")] if expected else []
    if "Missing child element" in message:
        return f"'{element}' is not complete; {_put(names)} into it."
    allowed = f"here {_expected(names)}"
    if _has_earlier_twin(root, path):
        return f"'{element}' is here more often than allowed; {allowed}."
    return f"'{element}' is not expected here; {allowed}."


def _put(names: list[str]) -> str:
    listed = ", ".join(names)
    return f"put {listed}" if len(names) == 1 else f"put one of {{{listed}}}"


def _expected(names: list[str]) -> str:
    if not names:
        return "nothing more may stand"
    if len(names) == 1:
        return f"'{names[0]}' may stand"
    return f"one of {{{', '.join(names)}}} may stand"


def _has_earlier_twin(root: etree._Element, path: str) -> bool:
    if not path or "*" in path or ":" in path:
        return False
    element = root.getroottree().find(path.partition(f"/{root.tag}/")[2] or ".")
    previous = None if element is None else element.getprevious()
    return (
        previous is not None and previous.tag == path.rpartition("/")[2].split("[")[0]
    )


def _not_listed(_root: etree._Element, _path: str, message: str) -> str:
    subject, element = _subject(message)
    value, allowed = _VALUE.search(message), _SET.search(message)
    sent = quoted(value["value"]) if value else "a value"
    if element in {"country", "countryCode"} or "fleaCountry" in subject:
        return f"{subject} is {sent}; write a country's ISO 3166-1 code of two letters."
    if element == "state":
        return f"{subject} is {sent}; write the postal code of a US state, such as TX."
    listed = allowed["allowed"].replace("'', ", "") if allowed else "the listed values"
    return f"{subject} is {sent}; write one of {listed}."


def _wrong_form(_root: etree._Element, _path: str, message: str) -> str:
    subject, _ = _subject(message)
    value, kind = _VALUE.search(message), _TYPE.search(message)
    form = _FORMS.get(kind["type"] if kind else "", "a value of the schema's type")
    sent = quoted(value["value"]) if value else "a value of another kind"
    return f"{subject} is {sent}; write {form}."


def _attribute_unknown(_root: etree._Element, _path: str, message: str) -> str:
    subject, _ = _subject(message)
    return f"{subject} is not known; take it out."


def _attribute_missing(_root: etree._Element, _path: str, message: str) -> str:
    _, element = _subject(message)
    missing = message.partition("The attribute '")[2].partition("'")[0]
    return f"'{element}' lacks its attribute '{missing}'; add it."


def _text_not_allowed(_root: etree._Element, _path: str, message: str) -> str:
    subject, _ = _subject(message)
    return f"{subject} has text of its own; put it into one of its elements."


def _empty_only(_root: etree._Element, _path: str, message: str) -> str:
    subject, _ = _subject(message)
    return f"{subject} must be empty; take its content out."


def _text_only(_root: etree._Element, _path: str, message: str) -> str:
    subject, _ = _subject(message)
    return f"{subject} holds elements; it takes plain text only."


def _fixed(_root: etree._Element, _path: str, message: str) -> str:
    subject, _ = _subject(message)
    return f"{subject} must be empty or 'true'; leave the element out to say nothing."


def _as_said(_root: etree._Element, _path: str, message: str) -> str:
    subject, _ = _subject(message)
    return f"{subject}: {_SUBJECT.sub('', message)}"


_EXPLANATIONS: dict[str, Callable[[etree._Element, str, str], str]] = {
    "SCHEMAV_ELEMENT_CONTENT": _order,
    "SCHEMAV_CVC_ENUMERATION_VALID": _not_listed,
    "SCHEMAV_CVC_DATATYPE_VALID_1_2_1": _wrong_form,
    "SCHEMAV_CVC_COMPLEX_TYPE_3_2_1": _attribute_unknown,
    "SCHEMAV_CVC_TYPE_3_1_1": _attribute_unknown,
    "SCHEMAV_CVC_COMPLEX_TYPE_4": _attribute_missing,
    "SCHEMAV_CVC_COMPLEX_TYPE_2_1": _empty_only,
    "SCHEMAV_CVC_COMPLEX_TYPE_2_3": _text_not_allowed,
    "SCHEMAV_CVC_TYPE_3_1_2": _text_only,
    "SCHEMAV_CVC_ELT_5_2_2_2_2": _fixed,
    "SCHEMAV_CVC_ELT_5_2_2_2_1": _fixed,
}
