"""The form on the web: the questions of `public_form`, page by page, in own words.

The questions, their names and codes are those of the telephone; here is how they are
put to somebody who reads them alone. The same page speaks otherwise to a child about
themself, to an adult about then, and to a parent. Every question may stay open.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as made_of
from types import MappingProxyType

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tipline.intake.public_form import FIELDS, SECTIONS, FormField, FormSection
from tipline.intake.wording import Words

CHILD, SURVIVOR, PARENT, OTHER = "child", "survivor", "parent", "other"


@dataclass(frozen=True, kw_only=True)
class Put:
    """How something is put to each; who is not named is told what `other` is told."""

    other: Words
    child: Words = ""
    survivor: Words = ""
    parent: Words = ""

    def to(self, told_by: str) -> Words:
        """Give the words for who tells, by the code of `told_by`; empty is other."""
        return getattr(self, told_by, "") or self.other if told_by else self.other


NOTHING = Put(other="")


@dataclass(frozen=True, kw_only=True)
class Asked:
    """One question on a page; `choices` puts codes otherwise than on the telephone."""

    name: str
    label: Put
    help: Put = NOTHING
    choices: Mapping[str, Put] = made_of(default_factory=dict)

    @property
    def field(self) -> FormField:
        """The question as the telephone has it."""
        return FIELDS[self.name]


@dataclass(frozen=True, kw_only=True)
class FormPage:
    """One page; `more` is folded away. `short` is its name in the list of pages."""

    id: str
    short: Words
    title: Put
    asked: tuple[Asked, ...]
    lead: Put = NOTHING
    more: tuple[Asked, ...] = ()
    more_title: Words = ""

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all its questions."""
        return tuple(each.name for each in (*self.asked, *self.more))


def _ask(name: str, other: Words, hint: Words = "", **put: Words) -> Asked:
    return Asked(name=name, label=Put(other=other, **put), help=Put(other=hint))


TOLD_BY = {
    CHILD: Put(other=_("Me. I am under 18")),
    SURVIVOR: Put(other=_("Me. I was under 18 then, and I am an adult now")),
    PARENT: Put(other=_("My child, or a child in my care")),
    OTHER: Put(other=_("Somebody else, or I do not know")),
}
KINDS = {
    "csam": Put(
        other=_("Sexual pictures or videos of somebody under 18"),
        child=_("Somebody has, shares or wants sexual pictures or videos of me"),
        survivor=_("Sexual pictures or videos of me were made or shared"),
    ),
    "enticement": Put(
        other=_(
            "Somebody talks to a child about sex, threatens them, asks for pictures, or"
            " wants to meet"
        ),
        child=_(
            "Somebody talks to me about sex, threatens me, asks for pictures, or wants"
            " to meet me"
        ),
        survivor=_(
            "Somebody talked to me about sex, threatened me, asked for pictures, or"
            " wanted to meet me"
        ),
    ),
    "hands-on": Put(
        other=_("Somebody touches a child in a sexual way, or makes a child touch"),
        child=_("Somebody touches me in a way that is not okay, or makes me touch"),
        survivor=_("Somebody touched me in a sexual way, or made me touch"),
    ),
    "trafficking": Put(
        other=_("A child is offered or sold for sex, for money or anything else"),
        child=_("Somebody makes me do sexual things for money or anything else"),
        survivor=_("Somebody made me do sexual things for money or anything else"),
    ),
    "travel": Put(other=_("Somebody travels to abuse children, or plans to")),
    "unsolicited": Put(
        other=_("Somebody sent sexual pictures or messages to a child"),
        child=_("Somebody sent me sexual pictures or messages"),
        survivor=_("Somebody sent me sexual pictures or messages"),
    ),
    "misleading": Put(
        other=_("Harmless words or pictures online that lead a child to sex")
    ),
    "domain": Put(other=_("A harmless web address that leads to sexual pages")),
}
ACCESS = {
    "household": Put(
        other=_("They live with the child"),
        child=_("They live with me"),
        survivor=_("They live with children"),
    ),
    "family": Put(other=_("They are family, or a friend of the family")),
    "care": Put(other=_("School, sport, a club, a place of worship, or care")),
    "nearby": Put(other=_("They live or work close by"), child=_("They are close by")),
    "online": Put(other=_("Only online")),
    "none": Put(other=_("Not any more")),
    "unknown": Put(other=_("I do not know")),
}
CONTACT = {
    "yes": Put(other=_("Yes")),
    "no": Put(other=_("No")),
    "unknown": Put(other=_("I do not know yet")),
}
_STATE_HINT = _("Two letters, such as MA. Only for the United States.")


def _place(of: str, town: Words) -> tuple[Asked, ...]:
    return (
        _ask(f"{of}_country", _("Country")),
        _ask(f"{of}_city", town),
        _ask(f"{of}_state", pgettext_lazy("of a country", "State"), _STATE_HINT),
    )


WHERE = FormPage(
    id="where",
    short=_("Where"),
    title=Put(other=_("Where did you see it, or where did it happen?")),
    lead=Put(
        other=_(
            "A web address, or the name of the app or game, is often enough to find it."
        )
    ),
    asked=(
        _ask(
            "urls",
            _("Web address"),
            _(
                "Copy it from the top of the page. One on each line. Do not go back to"
                " look for it."
            ),
        ),
        _ask("service", _("App, game, site or place"), _("If you have no address.")),
    ),
)
YOU = FormPage(
    id="you",
    short=_("Who"),
    title=Put(other=_("Who did it happen to?")),
    lead=Put(other=_("Then we can ask you the right things.")),
    asked=(
        Asked(name="told_by", label=Put(other=_("It happened to")), choices=TOLD_BY),
    ),
)
KIND = FormPage(
    id="kind",
    short=_("What it is"),
    title=Put(
        other=_("Which of these is closest?"),
        child=_("Which of these is closest? None of it is your fault."),
        survivor=_("Which of these is closest? None of it was your fault."),
    ),
    lead=Put(other=_("If you are not sure, take the one that fits best, or none.")),
    asked=(Asked(name="kind", label=Put(other=_("What is it?")), choices=KINDS),),
)
WHAT = FormPage(
    id="what",
    short=_("What happened"),
    title=Put(other=_("What happened?")),
    lead=Put(
        other=_("Your own words are fine. A few lines are enough."),
        child=_(
            "Your own words are fine, and you do not have to tell all of it. A few"
            " lines are enough."
        ),
    ),
    asked=(
        _ask("what", _("What happened"), _("Do not send or describe pictures.")),
        _ask("happened", _("When"), _("For example: last night, or since summer.")),
    ),
    more_title=_("I know the day"),
    more=(_ask("happened_on", _("Day")),),
)
PERSON = FormPage(
    id="person",
    short=_("Who did it"),
    title=Put(other=_("Who does it?"), survivor=_("Who did it?")),
    lead=Put(other=_("All that you know helps, even a user name. You may skip it.")),
    asked=(
        Asked(
            name="access",
            label=Put(
                other=_("How do they get near the child?"),
                child=_("How do they get near you?"),
                parent=_("How do they get near your child?"),
                survivor=_("How do they get near children today?"),
            ),
            choices=ACCESS,
        ),
        _ask("person_screen_name", _("Their user name")),
        _ask(
            "relation",
            _("Who they are to the child"),
            child=_("Who they are to you"),
            survivor=_("Who they were to you"),
        ),
    ),
    more_title=_("I know their name, number or address"),
    more=(
        _ask("person_first_name", _("First name")),
        _ask("person_last_name", _("Last name")),
        _ask("person_age", _("Age, about")),
        _ask("person_profiles", _("Address of their profile"), _("One on each line.")),
        _ask("person_email", _("E-mail address")),
        _ask("person_phone", _("Phone number")),
        _ask("person_street", _("Street")),
        *_place("person", _("Town")),
    ),
)
CHILD_PAGE = FormPage(
    id="child",
    short=_("The child"),
    title=Put(
        other=_("Who is the child?"),
        child=_("About you"),
        survivor=_("About you, then"),
        parent=_("About your child"),
    ),
    lead=Put(
        other=_("Only what you know. Leave the rest open."),
        child=_(
            "You do not have to say who you are. The country helps us to find the right"
            " people."
        ),
        survivor=_(
            "You do not have to say who you are. Tell what you want: it may protect"
            " other children."
        ),
    ),
    asked=(
        _ask(
            "child_age",
            _("Age of the child"),
            child=_("Your age"),
            survivor=_("Your age when it happened"),
        ),
        *_place("child", _("Town")),
    ),
    more_title=_("I want to say more, such as a name"),
    more=(
        _ask("child_first_name", _("First name")),
        _ask("child_last_name", _("Last name")),
        _ask("child_screen_name", _("User name")),
        _ask("child_school", _("School")),
    ),
)
KNOWN = FormPage(
    id="known",
    short=_("How you know"),
    title=Put(
        other=_("How do you know about it?"),
        child=_("Does anybody else know?"),
        survivor=_("Does anybody else know?"),
    ),
    asked=(
        _ask(
            "how_known",
            _("How you know"),
            _("For example: I saw it, the child told me, somebody showed me."),
            child=_("Who knows, and what they did"),
            survivor=_("Who knows, and what they did"),
        ),
    ),
)
CONTACT_PAGE = FormPage(
    id="contact",
    short=_("Contact"),
    title=Put(other=_("May somebody get in touch with you?")),
    lead=Put(
        other=_(
            "This is up to you. Without it your report counts just as much, and you can"
            " come back with your receipt to see whether we have a question."
        )
    ),
    asked=(
        Asked(
            name="contact_allowed",
            label=Put(other=_("May the police get in touch?")),
            choices=CONTACT,
        ),
        _ask(
            "reporter_email",
            _("E-mail address"),
            _("Only if nobody else can read your mail."),
        ),
        _ask("reporter_first_name", _("First name")),
        _ask("reporter_last_name", _("Last name")),
    ),
)
DANGER = FormPage(
    id="danger",
    short=_("Danger now"),
    title=Put(
        other=_("A child is in danger now"),
        child=_("You need help now"),
    ),
    lead=Put(
        other=_(
            "A person is told at once when you press the button. We cannot come"
            " ourselves: call if you can."
        )
    ),
    asked=(
        _ask("danger", _("What is the danger?"), _("A few words are enough.")),
        _ask(
            "child_now",
            _("Where is the child at this moment?"),
            _("A town, a street, or the name of an account."),
            child=_("Where are you at this moment?"),
        ),
        _ask(
            "callback_number",
            _("A number that we may call"),
            _(
                "Only if it is safe. A call back is the fastest way to bring help. With"
                " the country, as in +1\u00a0617\u00a0555\u00a00100."
            ),
        ),
    ),
)
PAGES: tuple[FormPage, ...] = (
    WHERE,
    YOU,
    KIND,
    WHAT,
    PERSON,
    CHILD_PAGE,
    KNOWN,
    CONTACT_PAGE,
)
PAGES_BY_ID: Mapping[str, FormPage] = MappingProxyType(
    {page.id: page for page in (*PAGES, DANGER)}
)
_SECTION_OF = {f.name: section for section in SECTIONS for f in section.fields}


def sections_of(page: FormPage) -> tuple[FormSection, ...]:
    """Give the sections in which a page's questions are, each once."""
    return tuple(dict.fromkeys(_SECTION_OF[name] for name in page.names))
