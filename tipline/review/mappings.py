"""Our labels in the words of others: each table has a version, and says why not.

Sources: the industry's A1 to B2; ICCAM's age, sex and class as hotlines' programs send
them, and INTERPOL's baseline (believed 13 or under); Project VIC's profile of the
United States; the age and sex columns of the yearly report on identified children.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from tipline.review.labels import (
    Act,
    AgeRange,
    Child,
    ContentType,
    Generated,
    Labels,
    Sex,
)


class Scheme(StrEnum):
    """Whose words."""

    INDUSTRY = "industry"
    ICCAM = "iccam"
    PROJECT_VIC = "project-vic"
    STATISTICS = "statistics"


@dataclass(frozen=True, kw_only=True)
class Said:
    """A label set in a scheme's words: `values` by the scheme's own names."""

    scheme: Scheme
    version: str
    values: tuple[tuple[str, str], ...]


@dataclass(frozen=True, kw_only=True)
class Unsaid:
    """A scheme has no words for a label set, and why."""

    scheme: Scheme
    version: str
    why: str


VERSIONS: dict[Scheme, str] = {
    Scheme.INDUSTRY: "industry-a1-b2/1",
    Scheme.ICCAM: "iccam-2/1",
    Scheme.PROJECT_VIC: "project-vic-us/1",
    Scheme.STATISTICS: "yearly-age-sex/1",
}
_YOUNG = (AgeRange.INFANT_TODDLER, AgeRange.PREPUBESCENT)
_INDUSTRY: dict[tuple[bool, Act], str] = {
    (True, Act.SEX_ACT): "A1",
    (True, Act.EXHIBITION): "A2",
    (False, Act.SEX_ACT): "B1",
    (False, Act.EXHIBITION): "B2",
}
_ICCAM_AGES = {
    AgeRange.INFANT_TODDLER: "Infant",
    AgeRange.PREPUBESCENT: "Pre-pubescent",
    AgeRange.PUBESCENT: "Pubescent",
    AgeRange.UNDETERMINED: "Not determined",
}
_SEXES = {Sex.FEMALE: "Female", Sex.MALE: "Male"}
_STATISTICS_AGES = {
    AgeRange.INFANT_TODDLER: "Infant/Toddler",
    AgeRange.PREPUBESCENT: "Prepubescent",
    AgeRange.PUBESCENT: "Pubescent",
}


def said_in(scheme: Scheme, labels: Labels) -> Said | Unsaid:
    """Say a valid label set in the words of a scheme, or why that cannot be done."""
    values = _SAYERS[scheme](labels)
    if isinstance(values, str):
        return Unsaid(scheme=scheme, version=VERSIONS[scheme], why=values)
    return Said(scheme=scheme, version=VERSIONS[scheme], values=values)


_Values = tuple[tuple[str, str], ...]


def _industry(labels: Labels) -> _Values | str:
    if labels.act is None:
        return "The industry's classes are for apparent CSAM alone."
    if labels.youngest is AgeRange.UNDETERMINED:
        return "Whether it is A or B turns on an age, and none is determined."
    return (("class", _INDUSTRY[labels.youngest in _YOUNG, labels.act]),)


def _iccam(labels: Labels) -> _Values | str:
    if labels.content_type is ContentType.TEXT_ONLY:
        return (("class", "Ignore"), ("content", "text"))
    if labels.content_type is ContentType.NOT_RELEVANT:
        return (("class", "Ignore"),)
    return (
        ("class", _iccam_class(labels)),
        ("age", _ICCAM_AGES[labels.youngest or AgeRange.UNDETERMINED]),
        ("sex", _iccam_sex(labels)),
        ("virtual", "yes" if labels.generated is Generated.DEPICTED else "no"),
    )


def _iccam_class(labels: Labels) -> str:
    if labels.content_type is ContentType.EXPLOITATIVE:
        return "Doubtful"
    is_virtual = labels.generated is Generated.DEPICTED
    return "Baseline" if labels.youngest in _YOUNG and not is_virtual else "National"


def _iccam_sex(labels: Labels) -> str:
    found = {child.sex for child in labels.children} - {Sex.UNDETERMINED}
    if len(found) > 1:
        return "Both"
    return _SEXES[found.pop()] if found else "Undetermined"


def _project_vic(labels: Labels) -> _Values | str:
    if labels.content_type is ContentType.TEXT_ONLY:
        return "Project VIC's sets hold pictures and videos, no texts."
    if labels.content_type is ContentType.NOT_RELEVANT:
        return (("category", "0"),)
    if labels.generated is Generated.DEPICTED:
        return (("category", "3"),)
    is_csam = labels.content_type is ContentType.CSAM
    return (("category", "1" if is_csam else "2"),)


def _statistics(labels: Labels) -> _Values | str:
    if labels.content_type is not ContentType.CSAM:
        return "The yearly table counts children of apparent CSAM alone."
    counted = [
        f"{_STATISTICS_AGES[child.age]}, {_SEXES[child.sex]}"
        for child in labels.children
        if child.age in _STATISTICS_AGES and child.sex in _SEXES
    ]
    if not counted:
        return "The table has no column for an age or a sex that is not determined."
    return tuple(("child", each) for each in counted)


_SAYERS: dict[Scheme, Callable[[Labels], _Values | str]] = {
    Scheme.INDUSTRY: _industry,
    Scheme.ICCAM: _iccam,
    Scheme.PROJECT_VIC: _project_vic,
    Scheme.STATISTICS: _statistics,
}


def classification(labels: Labels) -> str:
    """Give the class that a hash list states: the industry's, else our content type."""
    said = said_in(Scheme.INDUSTRY, labels)
    return said.values[0][1] if isinstance(said, Said) else labels.content_type.value


def from_industry(code: str) -> Labels | None:
    """Suggest labels for a class of the industry; what it leaves open stays open."""
    known = {name: key for key, name in _INDUSTRY.items()}
    if code.strip().upper() not in known:
        return None
    is_young, act = known[code.strip().upper()]
    age = AgeRange.PREPUBESCENT if is_young else AgeRange.PUBESCENT
    return Labels(content_type=ContentType.CSAM, children=(Child(age=age),), act=act)
