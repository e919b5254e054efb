"""A sentence of ours that knows its template: English, and to be translated."""

from typing import Self


class Sentence(str):
    """A text that knows its template and its values; as a text it is English.

    A value that is itself a `Sentence` is translated too, any other stays as it is.
    """

    __slots__ = ("template", "values")

    template: str
    values: dict[str, str]

    def __new__(cls, template: str, **values: str) -> Self:
        """Fill in the template, whose places are named as in `%(count)s`."""
        made = super().__new__(cls, template % values if values else template)
        made.template, made.values = template, values
        return made
