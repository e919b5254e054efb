"""Hash sets of forensic tools: VICS JSON 1.3 and 2.0, as Project VIC ships them."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from tipline.hashing.errors import MalformedHashError
from tipline.hashing.values import canonical_algorithm, canonical_value
from tipline.hashlist.errors import MalformedHashSetError
from tipline.hashlist.importing import Record, plain_key
from tipline.hashlist.states import Media

BYTES_MAX: Final = 512 * 1024 * 1024
# The categories of the United States' profile; others number otherwise.
CATEGORIES: Final = {
    0: "non-pertinent",
    1: "child abuse material",
    2: "child exploitive",
    3: "computer-generated",
}
TAKEN: Final = frozenset({1, 2})
_CONTEXT_1_3 = "http://github.com/ICMEC/ProjectVic/DataModels/1.3.xml#Media"
_CONTEXT_2_0 = (
    "http://github.com/VICSDATAMODEL/ProjectVic/DataModels/2.0.xml/US/$metadata#Media"
)
_FOREIGN_CATEGORY: Final = re.compile(r"category (\d{1,9})")
_ROOTS: Final = {
    "1.3": ("odata.metadata", _CONTEXT_1_3),
    "2.0": ("@odata.context", _CONTEXT_2_0),
}
VERSIONS: Final = tuple(_ROOTS)


@dataclass(frozen=True, kw_only=True)
class ExportedItem:
    """What an item says in a hash set; `is_decided` if people here agreed on it.

    `recipes` are those of its values.
    """

    media: str
    classification: str
    values: tuple[tuple[str, str], ...]
    category: int | None
    is_decided: bool = False
    recipes: tuple[str, ...] = ()


def read(text: str, *, categories: frozenset[int] = TAKEN) -> Iterator[Record]:
    """Give the media of a hash set that are of the given categories.

    Versions 1.3 and 2.0 are read, with media at the root or within a case. A medium's
    key is its strongest hash, since numbers differ from set to set.

    Raises:
        MalformedHashSetError: it is no such set; says which medium, from 1.
    """
    for number, medium in enumerate(_media(text), start=1):
        if not isinstance(medium, dict):
            raise MalformedHashSetError(number=number, problem="it is no object")
        if _category(medium, number) in categories:
            yield _record(medium, number)


def write(items: Iterable[ExportedItem], *, version: str) -> str:
    """Write a hash set of one of `VERSIONS`, with media at the root."""
    key, context = _ROOTS[version]
    value = [_medium(item, number) for number, item in enumerate(items, start=1)]
    return json.dumps({key: context, "value": value}, indent=1)


def category_of(classification: str, kind: str) -> int | None:
    """Give the category that an item has in the United States' profile, if any.

    Its own if it came from such a set, by name or as `category 5`; else that of the
    kind of its list.
    """
    said = classification.casefold()
    for number, name in CATEGORIES.items():
        if said == name:
            return number
    if foreign := _FOREIGN_CATEGORY.fullmatch(said):
        return int(foreign[1])
    return {"csam": 1, "exploitative": 2, "generated": 3, "negative": 0}.get(kind)


def _media(text: str) -> list[Any]:
    try:
        root = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise MalformedHashSetError(number=0, problem="it is not JSON") from error
    if not isinstance(root, dict) or not isinstance(root.get("value"), list):
        raise MalformedHashSetError(number=0, problem="it has no list named value")
    context = str(root.get("odata.metadata", root.get("@odata.context", "")))
    if not context.endswith(("#Media", "#Cases")):
        problem = "its first key says neither #Media nor #Cases"
        raise MalformedHashSetError(number=0, problem=problem)
    if context.endswith("#Media"):
        return list(root["value"])
    cases = [case for case in root["value"] if isinstance(case, dict)]
    found = [case.get("Media") or [] for case in cases]
    if not all(isinstance(media, list) for media in found):
        raise MalformedHashSetError(number=0, problem="the Media of a case is no list")
    return [medium for media in found for medium in media]


def _category(medium: Mapping[str, Any], number: int) -> int:
    said = medium.get("Category", 0)
    try:
        return int(said or 0)
    except (TypeError, ValueError, OverflowError) as error:
        problem = "its Category is no number"
        raise MalformedHashSetError(number=number, problem=problem) from error


def _record(medium: Mapping[str, Any], number: int) -> Record:
    values = sorted({each for each in _values(medium, number) if each[1]})
    if not values:
        raise MalformedHashSetError(number=number, problem="it has no hash")
    strongest = max(values, key=lambda each: (_strength(each[0]), each[1]))
    category = _category(medium, number)
    is_video = str(medium.get("MimeType") or "").startswith("video/")
    return Record(
        key=plain_key(f"{strongest[0]}-{strongest[1]}"),
        media=Media.VIDEO if is_video else Media.IMAGE,
        classification=CATEGORIES.get(category, f"category {category}"),
        values=tuple(values),
    )


def _strength(algorithm: str) -> int:
    # SHA-256 last: with its name it is too long to be a key as it is.
    order = ("sha256", "md5", "sha1")
    return order.index(algorithm) if algorithm in order else -1


def _values(medium: Mapping[str, Any], number: int) -> Iterator[tuple[str, str]]:
    pairs = [(name, medium.get(name)) for name in ("MD5", "SHA1", "SHA256")]
    others = medium.get("AlternativeHashes") or []
    if not isinstance(others, list):
        problem = "its AlternativeHashes is no list"
        raise MalformedHashSetError(number=number, problem=problem)
    pairs += [
        (str(other.get("HashName") or ""), other.get("HashValue"))
        for other in others
        if isinstance(other, dict)
    ]
    for name, value in pairs:
        if not value or not name:
            continue
        try:
            algorithm = canonical_algorithm("_".join(name.split()))
            yield algorithm, canonical_value(algorithm, str(value))
        except MalformedHashError as error:
            raise MalformedHashSetError(number=number, problem=error) from error


def _medium(item: ExportedItem, number: int) -> dict[str, Any]:
    # Uncategorised is 0, too; whether it was decided tells it from non-pertinent.
    said: dict[str, Any] = {"MediaID": number, "Category": item.category or 0}
    others = []
    for algorithm, value in item.values:
        if algorithm in {"md5", "sha1"} and algorithm.upper() not in said:
            said[algorithm.upper()] = value.upper()
        else:
            name = "PhotoDNA" if algorithm == "pdna" else algorithm.upper()
            others.append({"HashName": name, "HashValue": value})
    said["MimeType"] = "video/*" if item.media == Media.VIDEO else "image/*"
    said["Tags"] = item.classification
    said["IsPrecategorized"] = item.is_decided and item.category is not None
    said["AlternativeHashes"] = others
    return said
