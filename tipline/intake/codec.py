"""Turn the frozen dataclasses of `document.py` into JSON values and back."""

import types
from collections.abc import Callable, Hashable
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from functools import cache
from typing import Any, TypeVar, cast, get_args, get_origin, get_type_hints

Json = dict[str, Any]
Reader = Callable[[Any], object]
T = TypeVar("T")

_PLAIN = frozenset({str, int, float, bool, types.NoneType})


def to_json(value: object) -> Any:  # noqa: ANN401 - JSON has no closed type
    """Give `value` as JSON values; fields that say nothing are left out."""
    kind = type(value)
    if kind in _PLAIN:
        return value
    if isinstance(value, tuple | list):
        return [to_json(inner) for inner in value]
    if is_dataclass(value):
        pairs = (
            (name, getattr(value, name)) for name in _names(cast("Hashable", kind))
        )
        return {
            name: to_json(inner) for name, inner in pairs if inner not in (None, ())
        }
    if isinstance(value, datetime | date):
        return value.isoformat()
    return value


def from_json(kind: type[T], value: Json) -> T:
    """Build a `kind` from what `to_json` gave; unknown keys are ignored.

    Raises:
        TypeError: a field without a default is missing.
    """
    return cast("T", _reader(cast("Hashable", kind))(value))


@cache
def _names(kind: Any) -> tuple[str, ...]:  # noqa: ANN401 - a dataclass
    return tuple(field.name for field in fields(kind))


@cache
def _reader(hint: Any) -> Reader:  # noqa: ANN401 - any annotation of a document
    """Give what reads values of an annotation; made once, for every report needs it."""
    if get_origin(hint) is types.UnionType:
        (inner,) = (a for a in get_args(hint) if a is not types.NoneType)
        read = _reader(inner)
        return lambda value: None if value is None else read(value)
    if get_origin(hint) is tuple:
        read = _reader(get_args(hint)[0])
        return lambda value: tuple(map(read, value))
    if is_dataclass(hint):
        return _dataclass_reader(cast("type", hint))
    if hint in (datetime, date):
        return cast("Reader", hint.fromisoformat)
    return lambda value: value


def _dataclass_reader(kind: type) -> Reader:
    readers = {name: _reader(hint) for name, hint in get_type_hints(kind).items()}

    def read(value: Json) -> object:
        known = {name: readers[name](value[name]) for name in value if name in readers}
        return kind(**known)

    return read
