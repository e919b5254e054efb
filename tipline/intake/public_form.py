"""What a member of the public is asked, in the order in which it is asked.

One description for everybody who asks: staff on the telephone read the labels aloud.
A person may leave every question open but the kind of incident. Nobody is asked for
pictures or files, and none are taken: keeping them is a crime in most countries, and
their address is enough to find them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from django.utils.translation import gettext_lazy as _

from tipline.intake.public_details import NO, UNKNOWN, YES
from tipline.intake.wording import Words

LINE_MAX, TEXT_MAX, URLS_MAX = 200, 5000, 20_000  # characters
URLS_MOST = 50


class FieldKind(StrEnum):
    """How a question is answered."""

    CHOICE = "choice"
    LINE = "line"
    TEXT = "text"
    URLS = "urls"
    AGE = "age"
    DAY = "day"
    PHONE = "phone"
    EMAIL = "email"
    COUNTRY = "country"
    STATE = "state"


@dataclass(frozen=True, kw_only=True)
class Choice:
    """One of the answers to choose from; `code` is kept."""

    code: str
    label: Words


@dataclass(frozen=True, kw_only=True)
class FormField:
    """One question; `longest` is in characters."""

    name: str
    label: Words
    kind: FieldKind = FieldKind.LINE
    help: Words = ""
    choices: tuple[Choice, ...] = ()
    is_needed: bool = False

    @property
    def longest(self) -> int:
        """Give how many characters an answer may have."""
        longer = {FieldKind.TEXT: TEXT_MAX, FieldKind.URLS: URLS_MAX}
        return longer.get(self.kind, LINE_MAX)

    def says(self, code: str) -> Words:
        """Give the label of a chosen answer; an unknown one as it is."""
        return next((c.label for c in self.choices if c.code == code), code)


@dataclass(frozen=True, kw_only=True)
class FormSection:
    """Questions that are asked together, and kept together as soon as answered."""

    id: str
    title: Words
    fields: tuple[FormField, ...]
    help: Words = ""


def _choices(**labels: Words) -> tuple[Choice, ...]:
    return tuple(
        Choice(code=code.replace("_", "-"), label=label)
        for code, label in labels.items()
    )


_YES_NO = (
    Choice(code=YES, label=_("Yes")),
    Choice(code=NO, label=_("No")),
    Choice(code=UNKNOWN, label=_("They do not know")),
)

# The codes are those of the eight incident types in `wording.py`.
INCIDENT_CHOICES = _choices(
    csam=_("Pictures or videos of the sexual abuse of a child"),
    enticement=_("Somebody talks sexually with a child online, or wants to meet"),
    hands_on=_("Somebody sexually touches or abuses a child"),
    trafficking=_("A child is offered or sold for sex"),
    travel=_("Somebody travels in order to abuse children"),
    unsolicited=_("Somebody sent sexual pictures or texts to a child"),
    misleading=_("Harmless words or pictures that lead a child to sexual content"),
    domain=_("A harmless web address that leads to sexual content"),
)

ACCESS_CHOICES = _choices(
    household=_("They live with the child"),
    family=_("Family or friend of the family"),
    care=_("School, care, sport or church"),
    nearby=_("They live or work near the child"),
    online=_("Only online"),
    none=_("None"),
    unknown=_("The caller does not know"),
)

TOLD_BY_CHOICES = _choices(
    child=_("A child, about what happened to themself"),
    survivor=_("An adult, about what happened to them as a child"),
    parent=_("A parent or guardian of the child"),
    other=_("Somebody else"),
)


def _place(of: str) -> tuple[FormField, ...]:
    """Ask where somebody is, down to the town."""
    return (
        FormField(name=f"{of}_city", label=_("Town")),
        FormField(
            name=f"{of}_state",
            label=_("State, in the United States"),
            kind=FieldKind.STATE,
            help=_("Two letters, such as MA."),
        ),
        FormField(
            name=f"{of}_country",
            label=_("Country"),
            kind=FieldKind.COUNTRY,
            help=_("Two letters, such as US or DE."),
        ),
    )


SECTIONS: tuple[FormSection, ...] = (
    FormSection(
        id="danger",
        title=_("Danger now"),
        fields=(
            FormField(
                name="danger_now",
                label=_("Is a child in danger now?"),
                kind=FieldKind.CHOICE,
                choices=_YES_NO,
            ),
            FormField(
                name="danger",
                label=_("What is the danger?"),
                kind=FieldKind.TEXT,
            ),
            FormField(name="child_now", label=_("Where is the child at this moment?")),
            FormField(
                name="callback_number",
                label=_("A number to call back, in case the line breaks"),
                kind=FieldKind.PHONE,
                help=_(
                    "With the country, as in +1\u00a0617\u00a0555\u00a00100."
                    " It may stay open."
                ),
            ),
        ),
    ),
    FormSection(
        id="incident",
        title=_("What happened"),
        fields=(
            FormField(
                name="urls",
                label=_("Web addresses where it can be found"),
                kind=FieldKind.URLS,
                help=_("One on a line. Never open one, and ask for no pictures."),
            ),
            FormField(
                name="kind",
                label=_("Which of these comes closest?"),
                kind=FieldKind.CHOICE,
                choices=INCIDENT_CHOICES,
                is_needed=True,
            ),
            FormField(
                name="service",
                label=_("On which app, site or game?"),
                help=_("It makes user names comparable with other reports."),
            ),
            FormField(name="what", label=_("What happened?"), kind=FieldKind.TEXT),
            FormField(name="happened_on", label=_("On which day?"), kind=FieldKind.DAY),
            FormField(
                name="happened",
                label=_("When, in their words?"),
            ),
            FormField(
                name="how_known",
                label=_("How do they know of it?"),
                kind=FieldKind.TEXT,
            ),
        ),
    ),
    FormSection(
        id="child",
        title=_("The child"),
        help=_("Only what the caller knows. Guesses are marked as guesses."),
        fields=(
            FormField(name="child_first_name", label=_("First name")),
            FormField(name="child_last_name", label=_("Last name")),
            FormField(name="child_age", label=_("Age"), kind=FieldKind.AGE),
            FormField(name="child_screen_name", label=_("User name there")),
            FormField(name="child_school", label=_("School")),
            *_place("child"),
        ),
    ),
    FormSection(
        id="person",
        title=_("The person reported"),
        fields=(
            FormField(
                name="access",
                label=_("How does this person reach the child?"),
                kind=FieldKind.CHOICE,
                choices=ACCESS_CHOICES,
            ),
            FormField(name="relation", label=_("Who is it to the child?")),
            FormField(name="person_first_name", label=_("First name")),
            FormField(name="person_last_name", label=_("Last name")),
            FormField(name="person_age", label=_("Age, about"), kind=FieldKind.AGE),
            FormField(name="person_screen_name", label=_("User name there")),
            FormField(
                name="person_profiles",
                label=_("Web addresses of profiles"),
                kind=FieldKind.URLS,
                help=_("One on a line."),
            ),
            FormField(
                name="person_email", label=_("E-mail address"), kind=FieldKind.EMAIL
            ),
            FormField(name="person_phone", label=_("Phone"), kind=FieldKind.PHONE),
            FormField(name="person_street", label=_("Street")),
            *_place("person"),
        ),
    ),
    FormSection(
        id="reporter",
        title=_("Who reports"),
        help=_("Nobody has to say who they are. Say so before you ask."),
        fields=(
            FormField(
                name="told_by",
                label=_("Who is telling this?"),
                kind=FieldKind.CHOICE,
                choices=TOLD_BY_CHOICES,
            ),
            FormField(name="reporter_first_name", label=_("First name")),
            FormField(name="reporter_last_name", label=_("Last name")),
            FormField(
                name="reporter_email", label=_("E-mail address"), kind=FieldKind.EMAIL
            ),
            FormField(
                name="contact_allowed",
                label=_("May the police get in touch?"),
                kind=FieldKind.CHOICE,
                choices=_YES_NO,
            ),
            FormField(
                name="language",
                label=_("Language of the caller"),
                help=_("As two letters, such as en or es."),
            ),
        ),
    ),
    FormSection(
        id="more",
        title=_("Anything else"),
        fields=(
            FormField(
                name="more",
                label=_("What else should we know?"),
                kind=FieldKind.TEXT,
            ),
        ),
    ),
)

FIELDS: Mapping[str, FormField] = MappingProxyType(
    {field.name: field for section in SECTIONS for field in section.fields}
)
SECTIONS_BY_ID: Mapping[str, FormSection] = MappingProxyType(
    {section.id: section for section in SECTIONS}
)
