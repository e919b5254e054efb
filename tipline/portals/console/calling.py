"""A call as its page shows it: its sections in their order, with the answers."""

from collections.abc import Mapping
from dataclasses import dataclass

from tipline.intake.call_queries import TakenCall
from tipline.intake.public_form import SECTIONS, FieldKind, FormField, FormSection
from tipline.intake.public_reading import troubles
from tipline.intake.wording import Words

_INPUT_TYPES = {FieldKind.DAY: "date", FieldKind.PHONE: "tel", FieldKind.EMAIL: "email"}
_SHORT = frozenset(
    {FieldKind.AGE, FieldKind.COUNTRY, FieldKind.STATE, FieldKind.DAY, FieldKind.PHONE}
)


@dataclass(frozen=True, kw_only=True)
class FieldView:
    """One question with its answer as typed, and what could not be understood."""

    field: FormField
    value: str
    trouble: Words

    @property
    def widget(self) -> str:
        """The kind of control: choices, text of several lines, or a line."""
        if self.field.kind is FieldKind.CHOICE:
            return "choices"
        is_long = self.field.kind in {FieldKind.TEXT, FieldKind.URLS}
        return "text" if is_long else "line"

    @property
    def input_type(self) -> str:
        """The type of a line, by which telephones choose their keys."""
        return _INPUT_TYPES.get(self.field.kind, "text")

    @property
    def is_short(self) -> bool:
        """A code or a number: several of them stand side by side."""
        return self.field.kind in _SHORT


@dataclass(frozen=True, kw_only=True)
class SectionView:
    """One section; `number` is its key, `answered` how many answers it has."""

    number: int
    section: FormSection
    fields: tuple[FieldView, ...]

    @property
    def answered(self) -> int:
        return sum(bool(each.value.strip()) for each in self.fields)


def sections_of(
    call: TakenCall, unsaved: Mapping[str, str] | None = None
) -> tuple[SectionView, ...]:
    """Give the sections of a call; `unsaved` is what was refused, shown as typed."""
    answers = {**call.answers, **(unsaved or {})}
    return tuple(
        SectionView(
            number=number, section=section, fields=tuple(_fields(section, answers))
        )
        for number, section in enumerate(SECTIONS, 1)
    )


def _fields(section: FormSection, answers: Mapping[str, str]) -> list[FieldView]:
    found = {each.field: each.sentence for each in troubles(section, answers)}
    return [
        FieldView(
            field=field,
            value=answers.get(field.name, ""),
            trouble=found.get(field.name, ""),
        )
        for field in section.fields
    ]
