"""What a person can say that a content shows: one scheme, and what fits together.

Version 1. A label set is kept with its version and never in another scheme's code
alone; `mappings` says it in the words of others. Sources of the vocabulary: the age and
sex values of the yearly statistics, the outcomes of hotlines, and the three senses in
which a mark can say "generative AI".
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

SCHEME_VERSION = 1
CHILDREN_MOST = 20


class ContentType(StrEnum):
    """What a content is; the first two show at least one child."""

    CSAM = "csam"
    EXPLOITATIVE = "exploitative"
    TEXT_ONLY = "text-only"
    NOT_RELEVANT = "not-relevant"


class AgeRange(StrEnum):
    """How old a child looks; the youngest first."""

    INFANT_TODDLER = "infant-toddler"
    PREPUBESCENT = "prepubescent"
    PUBESCENT = "pubescent"
    UNDETERMINED = "undetermined"


class Sex(StrEnum):
    """A child's sex, as it looks."""

    FEMALE = "female"
    MALE = "male"
    UNDETERMINED = "undetermined"


class Act(StrEnum):
    """What apparent CSAM shows; the graver one if both."""

    SEX_ACT = "sex-act"
    EXHIBITION = "exhibition"


class Generated(StrEnum):
    """In which sense generative AI plays a part."""

    DEPICTED = "depicted"
    TRAINING_DATA = "training-data"
    PROMPT = "prompt"


class Reason(StrEnum):
    """Why a content is not relevant."""

    ADULTS = "adults"
    NUDITY_WITHOUT_SEX = "nudity-without-sex"
    CHILDREN_NOT_SEXUAL = "children-not-sexual"
    DRAWN = "drawn"
    UNRELATED = "unrelated"
    NOT_READABLE = "not-readable"


# Why a content is not relevant wherever it is reported; the other reasons leave open
# what the report is about.
SHOWS_NO_CHILD: Final = frozenset(
    {Reason.ADULTS, Reason.NUDITY_WITHOUT_SEX, Reason.UNRELATED}
)
# What labels can say that makes a report urgent.
MARKS: Final = frozenset({"infant", "violence"})


@dataclass(frozen=True, kw_only=True)
class Child:
    """One child that a content shows."""

    age: AgeRange = AgeRange.UNDETERMINED
    sex: Sex = Sex.UNDETERMINED


@dataclass(frozen=True, kw_only=True)
class Labels:
    """All that one person says of one content.

    `children` has one row for each child. `self_produced` is None where nobody can
    tell: that is neither yes nor no. `generated` is None where nothing points to it.
    """

    content_type: ContentType
    children: tuple[Child, ...] = ()
    act: Act | None = None
    has_violence: bool = False
    has_bestiality: bool = False
    self_produced: bool | None = None
    generated: Generated | None = None
    reason: Reason | None = None

    @property
    def youngest(self) -> AgeRange | None:
        """The youngest range of any child; undetermined only if all are."""
        ages = {child.age for child in self.children}
        return next((age for age in AgeRange if age in ages), None)

    @property
    def has_infant(self) -> bool:
        """Tell whether one of the children is an infant or toddler."""
        return self.youngest is AgeRange.INFANT_TODDLER

    @property
    def marks(self) -> frozenset[str]:
        """Give what makes a report with such a file urgent, of `MARKS`."""
        is_violent = self.has_violence or self.has_bestiality
        said = {"infant": self.has_infant, "violence": is_violent}
        return frozenset(mark for mark, holds in said.items() if holds)


@dataclass(frozen=True, kw_only=True)
class Fault:
    """One thing that does not fit: the field's name, and what to change."""

    field: str
    sentence: str


def faults(labels: Labels) -> tuple[Fault, ...]:
    """Say everything that does not fit together; nothing if all does."""
    checks = (_children_faults, _act_faults, _reason_faults, _generated_faults)
    return tuple(fault for check in checks for fault in check(labels))


def _children_faults(labels: Labels) -> Iterator[Fault]:
    shows_children = labels.content_type in _WITH_CHILDREN
    if shows_children and not labels.children:
        yield Fault(field="children", sentence="Say how old at least one child looks.")
    if not shows_children and labels.children:
        yield Fault(
            field="children",
            sentence="Text and what is not relevant have no child: take them out.",
        )
    if len(labels.children) > CHILDREN_MOST:
        yield Fault(
            field="children", sentence=f"Count at most {CHILDREN_MOST} children."
        )
    if not shows_children and labels.self_produced is not None:
        yield Fault(
            field="self_produced",
            sentence="Nobody but a child can have produced it: leave it open.",
        )


def _act_faults(labels: Labels) -> Iterator[Fault]:
    is_csam = labels.content_type is ContentType.CSAM
    if is_csam and labels.act is None:
        yield Fault(
            field="act", sentence="Apparent CSAM shows a sex act or an exhibition."
        )
    if not is_csam and labels.act is not None:
        yield Fault(
            field="act",
            sentence="With a sex act or an exhibition it is apparent CSAM: change one.",
        )
    if labels.has_bestiality and labels.act is not Act.SEX_ACT:
        yield Fault(
            field="has_bestiality",
            sentence="Bestiality is a sex act: say so, or take it out.",
        )
    if labels.has_violence and labels.content_type not in _WITH_CHILDREN:
        yield Fault(
            field="has_violence",
            sentence="Violence is marked where a child is shown: take it out.",
        )


def _reason_faults(labels: Labels) -> Iterator[Fault]:
    is_out = labels.content_type is ContentType.NOT_RELEVANT
    if is_out and labels.reason is None:
        yield Fault(field="reason", sentence="Say why it is not relevant.")
    if not is_out and labels.reason is not None:
        yield Fault(
            field="reason",
            sentence="A reason is for what is not relevant: take it out.",
        )


def _generated_faults(labels: Labels) -> Iterator[Fault]:
    if labels.generated is Generated.PROMPT and labels.content_type in _WITH_CHILDREN:
        yield Fault(
            field="generated",
            sentence="A prompt is text and shows no child: say what was generated.",
        )
    is_text = labels.content_type is ContentType.TEXT_ONLY
    if is_text and labels.generated is Generated.DEPICTED:
        yield Fault(
            field="generated",
            sentence="Text depicts nothing: say that it is a prompt, or leave it out.",
        )


_WITH_CHILDREN = frozenset({ContentType.CSAM, ContentType.EXPLOITATIVE})


def ordered(labels: Labels) -> Labels:
    """Put the children into one order, so that equal label sets are equal."""
    ages, sexes = list(AgeRange), list(Sex)
    children = sorted(
        labels.children, key=lambda c: (ages.index(c.age), sexes.index(c.sex))
    )
    return _replaced(labels, tuple(children))


def _replaced(labels: Labels, children: tuple[Child, ...]) -> Labels:
    return Labels(**{**vars(labels), "children": children})


def to_json(labels: Labels) -> dict[str, Any]:
    """Give a label set as JSON values, with the scheme's version; all is written."""
    said = vars(ordered(labels))
    children = [{"age": child.age, "sex": child.sex} for child in said["children"]]
    return {"version": SCHEME_VERSION, **said, "children": children}


def from_json(kept: dict[str, Any]) -> Labels:
    """Build the label set that `to_json` gave.

    Raises:
        ValueError: it is of another version, or holds a word that the scheme lacks.
    """
    if kept.get("version") != SCHEME_VERSION:
        raise ValueError(f"labels of version {kept.get('version')} are not known")
    return Labels(
        content_type=ContentType(kept["content_type"]),
        children=tuple(
            Child(age=AgeRange(child["age"]), sex=Sex(child["sex"]))
            for child in kept["children"]
        ),
        act=Act(kept["act"]) if kept["act"] else None,
        has_violence=kept["has_violence"],
        has_bestiality=kept["has_bestiality"],
        self_produced=kept["self_produced"],
        generated=Generated(kept["generated"]) if kept["generated"] else None,
        reason=Reason(kept["reason"]) if kept["reason"] else None,
    )
