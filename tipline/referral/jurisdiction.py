from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from math import prod

from tipline.referral.places import canonical_place, us_state

UNITED_STATES = ("US", None)
# An address behind a possible proxy falls below it: an exit node in a third country
# must not send a report there while something better is known.
CONFIDENCE_FLOOR = 0.4
PROXY_FACTOR = 0.5


class EvidenceSource(StrEnum):
    """What says that somebody is somewhere, strongest first; the values are stored."""

    ANALYST = "analyst"
    VERIFIED_ADDRESS = "verified-address"
    UPLOAD_IP = "upload-ip"
    EVENT_IP = "event-ip"
    STATED_ADDRESS = "stated-address"
    PLATFORM_ESTIMATE = "platform-estimate"
    PHONE = "phone"
    PROFILE_TEXT = "profile-text"
    LANGUAGE = "language"


class About(StrEnum):
    """Whose place the evidence is about, in the order in which ties are broken."""

    REPORTED_PERSON = "reported-person"
    VICTIM = "victim"
    RECIPIENT = "recipient"
    INCIDENT = "incident"
    REPORTER = "reporter"


# Judgment, not measurement: the order is that of domain research (verified address,
# upload address, other address, telephone, profile, language), the steps are even
# enough that two independent weaker hints can outweigh one stronger.
DEFAULT_CONFIDENCE: dict[EvidenceSource, float] = {
    EvidenceSource.ANALYST: 0.95,
    EvidenceSource.VERIFIED_ADDRESS: 0.9,
    EvidenceSource.UPLOAD_IP: 0.7,
    EvidenceSource.EVENT_IP: 0.6,
    EvidenceSource.STATED_ADDRESS: 0.5,
    EvidenceSource.PLATFORM_ESTIMATE: 0.5,
    EvidenceSource.PHONE: 0.4,
    EvidenceSource.PROFILE_TEXT: 0.2,
    EvidenceSource.LANGUAGE: 0.1,
}
_RANK = {source: rank for rank, source in enumerate(EvidenceSource)}
_TURN = {about: turn for turn, about in enumerate(About)}


def default_confidence(
    source: EvidenceSource, *, possible_proxy: bool | None = None
) -> float:
    """Give how far a source is trusted; half of that behind a possible proxy.

    It is one if the platform saw one, or if the address is of a hiding network.
    """
    return DEFAULT_CONFIDENCE[source] * (PROXY_FACTOR if possible_proxy else 1)


@dataclass(frozen=True, slots=True)
class LocationEvidence:
    """One hint at one place.

    `country` and `state` as sent: a code of the reporting schema, or empty. `post_code`
    as sent too, of a postal address.
    `confidence` from 0 to 1. `is_military`: it names a military address, mail domain
    or post code. `detail` is shown to people ("192.0.2.7, login, DB-IP City Lite").
    """

    source: EvidenceSource
    about: About
    country: str
    state: str | None = None
    city: str = ""
    confidence: float = 0.0
    detail: str = ""
    is_military: bool = False
    post_code: str = ""

    @property
    def place(self) -> tuple[str, str | None] | None:
        """The place in the form that routing compares; None if the codes name none."""
        # The states of the schema are American: one that stands alone says both.
        if not self.country.strip() and self.state and us_state(self.state):
            return "US", us_state(self.state)
        return canonical_place(self.country, self.state)

    @property
    def is_lead_only(self) -> bool:
        """Too weak to send a report anywhere while something better is known."""
        weak = self.source in {EvidenceSource.PROFILE_TEXT, EvidenceSource.LANGUAGE}
        return weak or self.trust < CONFIDENCE_FLOOR

    @property
    def trust(self) -> float:
        """The confidence; 0 if it is no number from 0 to 1."""
        return self.confidence if 0 <= self.confidence <= 1 else 0.0


@dataclass(frozen=True, slots=True)
class ResolvedPlace:
    """A place, all that speaks for it, and how much that is together (0 to 1)."""

    country: str
    state: str | None
    confidence: float
    about: tuple[About, ...]
    cities: tuple[str, ...]
    post_codes: tuple[str, ...]
    evidence: tuple[LocationEvidence, ...]

    @property
    def code(self) -> str:
        return f"{self.country}-{self.state}" if self.state else self.country

    @property
    def reasons(self) -> tuple[str, ...]:
        """One line for each piece of evidence, strongest first."""
        return tuple(
            f"{hint.source} of {hint.about} ({hint.trust:.2f}): {hint.detail}"
            for hint in self.evidence
        )


@dataclass(frozen=True, slots=True)
class Jurisdiction:
    """Where a report belongs: all places, strongest first, and what was set aside.

    `places` receive the report. `set_aside` are places that only weak evidence names
    while stronger evidence about the same person names another, and the reporter's
    own. `unplaced` names no place at all (proxy and region codes). Whatever was put in
    is in at least one of the three.
    """

    places: tuple[ResolvedPlace, ...]
    set_aside: tuple[ResolvedPlace, ...]
    unplaced: tuple[LocationEvidence, ...]
    is_military: bool

    @property
    def primary(self) -> ResolvedPlace | None:
        """The place with the strongest evidence; not the only one to act on."""
        return self.places[0] if self.places else None


Pile = dict[tuple[str, str | None], set[LocationEvidence]]


def resolve(evidence: Iterable[LocationEvidence]) -> Jurisdiction:
    """Rank the places that evidence names; its order and repetitions do not matter.

    Every person counts for themselves: the reported person's place does not silence
    the child's. For one person, a profile or language only counts if nothing better is
    known, and a country without a state supports the states of it that are known. The
    reporter's own place counts when nobody else's is known.
    """
    hints = frozenset(evidence)
    others, leads = _piles(h for h in hints if h.about is not About.REPORTER)
    own, own_leads = _piles(h for h in hints if h.about is About.REPORTER)
    aside = _merged(leads, own_leads, own if others else {})
    return Jurisdiction(
        places=_ranked(others or own),
        set_aside=_ranked(aside),
        unplaced=tuple(sorted((h for h in hints if h.place is None), key=_order)),
        is_military=any(hint.is_military for hint in hints),
    )


def _piles(hints: Iterable[LocationEvidence]) -> tuple[Pile, Pile]:
    """Sort evidence by place, person by person: what counts, and what is set aside."""
    people: dict[About, Pile] = {}
    for hint in hints:
        if hint.place:
            pile = people.setdefault(hint.about, {})
            pile.setdefault(hint.place, set()).add(hint)
    strong, weak = {}, {}
    for about, pile in people.items():
        strong[about], weak[about] = _split(_with_states(pile))
    chosen = [strong[about] or weak[about] for about in people]
    aside = [weak[about] if strong[about] else {} for about in people]
    return _merged(*chosen), _merged(*aside)


def _with_states(pile: Pile) -> Pile:
    """Let evidence for the United States as a whole support the states of it."""
    whole = pile.get(UNITED_STATES)
    states = {place: hints for place, hints in pile.items() if place[1]}
    if not states or whole is None:
        return pile
    strong, weak = _split(states)
    supported = {place: hints | whole for place, hints in (strong or weak).items()}
    return {p: hints for p, hints in pile.items() if p != UNITED_STATES} | supported


def _split(pile: Pile) -> tuple[Pile, Pile]:
    """Tell places with good evidence from places with leads alone."""
    weak = {p: hints for p, hints in pile.items() if all(h.is_lead_only for h in hints)}
    return {p: hints for p, hints in pile.items() if p not in weak}, weak


def _merged(*piles: Pile) -> Pile:
    merged: Pile = {}
    for pile in piles:
        for place, hints in pile.items():
            merged[place] = merged.get(place, set()) | hints
    return merged


def _ranked(pile: Pile) -> tuple[ResolvedPlace, ...]:
    places = (_resolved(place, hints) for place, hints in pile.items())
    return tuple(sorted(places, key=_strength))


def _resolved(
    place: tuple[str, str | None], hints: set[LocationEvidence]
) -> ResolvedPlace:
    ordered = tuple(sorted(hints, key=_order))
    return ResolvedPlace(
        country=place[0],
        state=place[1],
        confidence=_together(ordered),
        about=tuple(sorted({hint.about for hint in hints}, key=_TURN.__getitem__)),
        cities=tuple(dict.fromkeys(hint.city for hint in ordered if hint.city)),
        post_codes=tuple(
            dict.fromkeys(hint.post_code for hint in ordered if hint.post_code)
        ),
        evidence=ordered,
    )


def _together(hints: tuple[LocationEvidence, ...]) -> float:
    """Combine independent sources; ten logins from one line are one source."""
    best: dict[EvidenceSource, float] = {}
    for hint in hints:
        best[hint.source] = max(best.get(hint.source, 0.0), hint.trust)
    return round(1 - prod(1 - best[source] for source in sorted(best)), 4)


def _strength(place: ResolvedPlace) -> tuple[int, float, int, str, str]:
    first = place.evidence[0]
    turn = _TURN[place.about[0]]
    rank = _RANK[first.source]
    return rank, -place.confidence, turn, place.country, place.state or ""


def _order(hint: LocationEvidence) -> tuple[int, float, int, str, str]:
    text = f"{hint.country} {hint.state} {hint.city} {hint.detail} {hint.is_military}"
    text += hint.post_code
    rank = _RANK[hint.source]
    return rank, -hint.trust, _TURN[hint.about], text, str(hint.confidence)
