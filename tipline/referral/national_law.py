"""What a recipient's law lets it act on, and what is kept from it for that.

A filter holds a report back only for what is known of it: what a person said that its
files show, what kind of incident it is, how old the reported people are. What nobody
knows holds nothing back, and a report that may be an emergency is never held back.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tipline.referral.agencies import AgencyRecord
from tipline.review.labels import AgeRange, ContentType, Generated, Labels, Reason

FALLBACK, HOLD = "fallback", "hold"
# Levels that somebody or something ranked, below an emergency.
_CALM = frozenset({"2", "3"})


class Material(StrEnum):
    """What a file shows as a law sees it; the values are written in the table."""

    CSAM = "csam"
    EXPLOITATIVE = "exploitative"
    TEXT = "text-only"
    DRAWN = "drawn"
    OTHER = "not-relevant"
    GENERATED = "generated"
    AGE_UNDETERMINED = "age-undetermined"


class Ground(StrEnum):
    """For what a filter holds a report back; the values are stored."""

    DESIGNATION = "designation"
    INCIDENT = "incident"
    MATERIAL = "material"
    PEERS = "peers"


SENTENCES = {
    Ground.DESIGNATION: "It takes no informational reports.",
    Ground.INCIDENT: "Its law has no such offense.",
    Ground.MATERIAL: "Its law covers none of the files, as people labeled them.",
    Ground.PEERS: "It was between peers, and its law does not reach their age.",
}
BY_FILTER = "(filter %(filter)s)."


@dataclass(frozen=True, slots=True, kw_only=True)
class NationalFilter:
    """One line of the table: what a recipient wants, and where the rest goes.

    `recipient` is a country or an agency's code. `incidents` and `material` None mean
    any. `peer_age` in years: what happened between peers is wanted only if one of them
    is that old; 0 means at any age. `otherwise` is FALLBACK, HOLD or an agency's code;
    `hold_days` is how long what nobody receives is kept.
    """

    filter: str
    recipient: str
    takes_informational: bool = True
    incidents: frozenset[str] | None = None
    material: frozenset[Material] | None = None
    peer_age: int = 0
    otherwise: str
    hold_days: int
    valid_from: date | None = None
    valid_to: date | None = None
    why: str

    def holds_on(self, day: date) -> bool:
        """Say whether the line is in force on a day (UTC)."""
        begun = self.valid_from is None or self.valid_from <= day
        return begun and (self.valid_to is None or day <= self.valid_to)


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What is known of a report, for a filter to ask; nothing, unless somebody said it.

    `incident` is its short code, None if unknown. `materials` has what people said of
    each file, None for a file of which nobody said anything. `rests_on_files` if the
    report is about material and says nothing more. `ages` are those of the reported
    people, in years, None where unknown. `let_go` are the codes of agencies that a
    person let it go to.
    """

    level: str = ""
    says_danger: bool = False
    is_informational: bool = False
    incident: str | None = None
    materials: tuple[frozenset[Material] | None, ...] = ()
    rests_on_files: bool = False
    are_peers: bool = False
    ages: tuple[int | None, ...] = ()
    let_go: frozenset[str] = frozenset()

    @property
    def may_be_emergency(self) -> bool:
        """Tell whether a child may be in danger now, or nobody has ranked it yet."""
        return self.says_danger or self.level not in _CALM


@dataclass(frozen=True, slots=True, kw_only=True)
class Objection:
    """The line that holds a report back from a recipient, and for what."""

    filter: NationalFilter
    ground: Ground

    @property
    def sentence(self) -> str:
        """Say why, for analysts and for whoever receives the report instead."""
        by = BY_FILTER % {"filter": self.filter.filter}
        return f"{SENTENCES[self.ground]} {self.filter.why} {by}"


def objection(
    agency: AgencyRecord,
    filters: Iterable[NationalFilter],
    facts: Facts,
    *,
    day: date,
) -> Objection | None:
    """Give the first line by which an agency does not want a report, or None.

    Lines that name the agency itself go in the place of those of its country.
    """
    if facts.may_be_emergency or agency.code in facts.let_go:
        return None
    now = [each for each in filters if each.holds_on(day)]
    own = [each for each in now if each.recipient == agency.code]
    country = [x for x in now if agency.country and x.recipient == agency.country]
    for each in own or country:
        ground = ground_of(each, facts)
        if ground is not None:
            return Objection(filter=each, ground=ground)
    return None


def ground_of(asked: NationalFilter, facts: Facts) -> Ground | None:
    """Give for what a line holds a report back, or None."""
    if facts.is_informational and not asked.takes_informational:
        return Ground.DESIGNATION
    if facts.incident not in {None, *(asked.incidents or {facts.incident})}:
        return Ground.INCIDENT
    if asked.material is not None and _is_unwanted(asked.material, facts):
        return Ground.MATERIAL
    if facts.are_peers and _all_younger(facts.ages, asked.peer_age):
        return Ground.PEERS
    return None


def _is_unwanted(wanted: frozenset[Material], facts: Facts) -> bool:
    """Tell whether every file is known to be none that is wanted."""
    if not facts.rests_on_files or not facts.materials:
        return False
    return all(m is not None and not m <= wanted for m in facts.materials)


def _all_younger(ages: Iterable[int | None], years: int) -> bool:
    known = list(ages)
    return bool(known) and all(age is not None and age < years for age in known)


def material_of(labels: Labels) -> frozenset[Material] | None:
    """Give what a file shows as a law sees it; None if nobody could tell.

    A file that shows several of them is wanted only where all are.
    """
    if labels.reason is Reason.NOT_READABLE:
        return None
    found = {_KINDS[labels.content_type]}
    if labels.reason is Reason.DRAWN:
        found = {Material.DRAWN}
    if labels.generated is Generated.DEPICTED:
        found.add(Material.GENERATED)
    if labels.youngest is AgeRange.UNDETERMINED:
        found.add(Material.AGE_UNDETERMINED)
    return frozenset(found)


_KINDS = {
    ContentType.CSAM: Material.CSAM,
    ContentType.EXPLOITATIVE: Material.EXPLOITATIVE,
    ContentType.TEXT_ONLY: Material.TEXT,
    ContentType.NOT_RELEVANT: Material.OTHER,
}
