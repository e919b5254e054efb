"""A page of the form as it is shown: its questions with what was answered so far."""

from collections.abc import Mapping
from dataclasses import dataclass

from tipline.intake.public_form import FieldKind, FormField
from tipline.intake.public_pages import PAGES, PAGES_BY_ID, Asked, FormPage
from tipline.intake.public_pages import sections_of as sections_of_page
from tipline.intake.public_reading import troubles
from tipline.intake.wording import Words

_TYPES = {FieldKind.DAY: "date", FieldKind.PHONE: "tel", FieldKind.EMAIL: "email"}
_WIDGETS = {
    FieldKind.CHOICE: "choices",
    FieldKind.TEXT: "text",
    FieldKind.URLS: "text",
    FieldKind.COUNTRY: "countries",
}
END = "end"


@dataclass(frozen=True, kw_only=True)
class ChoiceView:
    """One answer to choose from."""

    code: str
    label: Words
    is_chosen: bool


@dataclass(frozen=True, kw_only=True)
class QuestionView:
    """One question: its control, its words, and what was answered."""

    field: FormField
    label: Words
    help: Words
    value: str
    trouble: Words
    choices: tuple[ChoiceView, ...]

    @property
    def widget(self) -> str:
        """The kind of control: choices, countries, text of several lines, or a line."""
        return _WIDGETS.get(self.field.kind, "line")

    @property
    def input_type(self) -> str:
        """The type of a line, by which telephones choose their keys."""
        return _TYPES.get(self.field.kind, "text")

    @property
    def is_short(self) -> bool:
        """An age or a code needs little room."""
        return self.field.kind in {FieldKind.AGE, FieldKind.STATE, FieldKind.DAY}

    @property
    def is_age(self) -> bool:
        """Telephones show digits for it."""
        return self.field.kind is FieldKind.AGE

    @property
    def rows(self) -> int:
        """How many lines a text shows."""
        return 3 if self.field.kind is FieldKind.URLS else 6


@dataclass(frozen=True, kw_only=True)
class PageView:
    """One page; `number` from 1 of `of`, 0 for the page about danger."""

    page: FormPage
    title: Words
    lead: Words
    asked: tuple[QuestionView, ...]
    more: tuple[QuestionView, ...]
    number: int
    of: int

    @property
    def is_more_open(self) -> bool:
        """What was answered in the folded part is shown."""
        return any(each.value.strip() for each in self.more)

    @property
    def has_trouble(self) -> bool:
        """Something could not be understood."""
        return any(each.trouble for each in (*self.asked, *self.more))


@dataclass(frozen=True, kw_only=True)
class Station:
    """One page in the list of all pages, and how many answers it has."""

    page: FormPage
    answered: int
    is_here: bool


def view_of(
    page: FormPage, answers: Mapping[str, str], *, with_troubles: bool = False
) -> PageView:
    """Give a page with its answers, in the words for who tells."""
    told_by = answers.get("told_by", "")
    found: dict[str, Words] = {}
    if with_troubles:
        for section in sections_of_page(page):
            found |= {each.field: each.sentence for each in troubles(section, answers)}
    numbers = {each.id: number for number, each in enumerate(PAGES, 1)}
    return PageView(
        page=page,
        title=page.title.to(told_by),
        lead=page.lead.to(told_by),
        asked=tuple(_question(each, answers, found) for each in page.asked),
        more=tuple(_question(each, answers, found) for each in page.more),
        number=numbers.get(page.id, 0),
        of=len(PAGES),
    )


def stations(answers: Mapping[str, str], here: str) -> tuple[Station, ...]:
    """List all pages with what they have."""
    return tuple(
        Station(
            page=page,
            answered=sum(bool(answers.get(name, "").strip()) for name in page.names),
            is_here=page.id == here,
        )
        for page in PAGES
    )


def after(page_id: str) -> str:
    """Name the page that comes next; `end` behind the last."""
    names = [*(page.id for page in PAGES), END]
    if page_id not in names or page_id == END:
        return names[0] if page_id != END else END
    return names[names.index(page_id) + 1]


def before(page_id: str) -> str:
    """Name the page before; the first has none before it."""
    names = [*(page.id for page in PAGES), END]
    at = names.index(page_id) if page_id in names else 0
    return names[max(0, at - 1)]


def is_page(page_id: str) -> bool:
    """Tell whether there is such a page, or the end."""
    return page_id in PAGES_BY_ID or page_id == END


def _question(
    asked: Asked, answers: Mapping[str, str], found: Mapping[str, Words]
) -> QuestionView:
    told_by, value = answers.get("told_by", ""), answers.get(asked.name, "")
    return QuestionView(
        field=asked.field,
        label=asked.label.to(told_by),
        help=asked.help.to(told_by),
        value=value,
        trouble=found.get(asked.name, ""),
        choices=tuple(
            ChoiceView(code=code, label=put.to(told_by), is_chosen=code == value)
            for code, put in asked.choices.items()
        ),
    )
