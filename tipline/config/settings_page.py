"""The operator's page about settings, written from the class that reads them.

`make docs` writes it to docs/operate/settings.md, and a test compares the two.
"""

from pathlib import Path
from typing import get_args

from pydantic import BaseModel
from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

from tipline.config.environment import Environment, secret_fields, variable

_INTRODUCTION = """\
# Settings

<!-- Written by `make docs` from tipline/config/environment.py and its bases. -->

Tipline reads its settings from environment variables. None is required. It refuses to
start when a `TIPLINE_*` variable is unknown or wrong, and says which one and why.

Keys and passwords are not settings: Tipline makes them at the first start and keeps
them in the folder `secrets` of the data folder, readable by their owner only.
"""
_TYPES = {int: "whole number", bool: "true or false", Path: "path", str: "text"}


def render() -> str:
    """Write the whole page as Markdown."""
    fields = Environment.model_fields.items()
    return "\n".join([_INTRODUCTION, *(_section(name, f) for name, f in fields)])


def _section(name: str, field: FieldInfo) -> str:
    lines = [f"## {variable(name)}", "", field.description or "", ""]
    lines.append(f"Value: {_values(field)}.{_default(field)}")
    if name in secret_fields():
        lines += ["", f"Also read from the file that `{variable(name)}_FILE` names."]
    return "\n".join([*lines, ""])


def _values(field: FieldInfo) -> str:
    kinds = [kind for kind in get_args(field.annotation) if kind is not type(None)]
    if kinds and all(isinstance(kind, str) for kind in kinds):
        return ", ".join(f"`{kind}`" for kind in kinds)
    if field.annotation in _TYPES:
        return _TYPES[field.annotation]
    return _TYPES.get(kinds[0], "text") if kinds else "text"


def _default(field: FieldInfo) -> str:
    if field.default is PydanticUndefined or field.default is None:
        return ""  # the description says what happens then
    value = field.default
    if isinstance(value, BaseModel):
        shown = value.model_dump_json()
    else:
        shown = str(value).lower() if isinstance(value, bool) else str(value)
    return f" Default: `{shown}`."


if __name__ == "__main__":
    print(render(), end="")  # noqa: T201 - its output is the page
