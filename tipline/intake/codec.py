"""Turn the frozen dataclasses of `document.py` into JSON values and back."""

import types
import typing
from collections.abc import Hashable
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any, TypeVar, cast

Json = dict[str, Any]
T = TypeVar("T")


def to_json(value: object) -> Any:  # noqa: ANN401 - JSON has no closed type
    """Give `value` as JSON values; fields that say nothing are left out."""
    if is_dataclass(value) and not isinstance(value, type):
        pairs = ((field.name, getattr(value, field.name)) for field in fields(value))
        return {
            name: to_json(inner) for name, inner in pairs if inner not in (None, ())
        }
    if isinstance(value, tuple | list):
        return [to_json(inner) for inner in value]
    if isinstance(value, datetime | date):
        return value.isoformat()
    return value


def from_json(kind: type[T], value: Json) -> T:
    """Build a `kind` from what `to_json` gave; unknown keys are ignored.

    Raises:
        TypeError: a field without a default is missing.
    """
    hints = _hints(cast("Hashable", kind))
    known = {name: _load(hints[name], value[name]) for name in hints if name in value}
    return kind(**known)


@lru_cache(maxsize=64)
def _hints(kind: Hashable) -> dict[str, Any]:
    return typing.get_type_hints(kind)


def _load(hint: Any, value: Any) -> Any:  # noqa: ANN401 - walks any annotation
    if typing.get_origin(hint) is types.UnionType:
        if value is None:
            return None
        hint = next(a for a in typing.get_args(hint) if a is not types.NoneType)
    if typing.get_origin(hint) is tuple:
        inner = typing.get_args(hint)[0]
        return tuple(_load(inner, item) for item in value)
    if is_dataclass(hint) and isinstance(hint, type):
        return from_json(hint, value)
    if hint is datetime:
        return datetime.fromisoformat(value)
    if hint is date:
        return date.fromisoformat(value)
    return value
