"""Who may open a reported file: the one rule on which a warrant can turn.

A file opens on a ground, and only on one that the policy in force accepts. Silence is
neither yes nor no, and opens nothing. The clearinghouse and the officers' packets ask
the same rule with different policies; see `policies`. Hashes and metadata always pass.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from tipline.intake.profile import ViewedScope


class Ground(StrEnum):
    """Why a file may be opened, strongest first."""

    VIEWED_BY_PLATFORM = "viewed-by-platform"
    PUBLICLY_AVAILABLE = "publicly-available"
    LEGAL_BASIS = "legal-basis"
    VIEWED_BY_US = "viewed-by-us"
    MATCHED_VIEWED = "matched-viewed"
    MANDATE = "mandate"


class BasisKind(StrEnum):
    """What a recorded legal basis is."""

    SEARCH_WARRANT = "search-warrant"
    COURT_ORDER = "court-order"
    CONSENT = "consent"
    EMERGENCY = "emergency"
    OWN_LAW = "own-law"


@dataclass(frozen=True, kw_only=True)
class LegalBasis:
    """Why a file may be opened although nobody at the platform viewed it.

    A basis without a reference is not on record and opens nothing; after `until`, if
    there is one, it opens nothing any more.
    """

    kind: str
    reference: str
    recorded_at: datetime
    recorded_by: str
    until: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What is known of who viewed a file; None wherever nobody said.

    `viewed_definition` is the platform's own text on what its flag means.
    `match_viewed` is None without an exact match, else whether a person viewed the
    matched item's file. `viewed_by_us` is about this file, not about a copy of it.
    """

    viewed_by_platform: bool | None
    publicly_available: bool | None
    viewed_scope: ViewedScope = ViewedScope.UNKNOWN
    viewed_definition: str = ""
    viewed_by_us: bool = False
    match_viewed: bool | None = None
    legal_basis: LegalBasis | None = None


@dataclass(frozen=True, kw_only=True)
class Policy:
    """What one law accepts: grounds, kinds of legal basis, and the words for people."""

    name: str
    grounds: frozenset[Ground]
    kinds: frozenset[BasisKind]
    why: str
    remedy: str


@dataclass(frozen=True, kw_only=True)
class Decision:
    """Whether a file may be opened; `reasons` are all facts weighed, for and against.

    `ground` is None where it may not, and then `remedy` says what would open it.
    """

    ground: Ground | None
    why: str
    remedy: str
    reasons: tuple[str, ...]

    @property
    def may_open(self) -> bool:
        return self.ground is not None


def decide(facts: Facts, policy: Policy, *, at: datetime | None = None) -> Decision:
    """Decide whether the file may be opened under a policy, and say why.

    Args:
        facts: what is known of the file.
        policy: whose law is asked.
        at: now, for a basis that ends; None where the basis is stated just now.
    """
    basis = in_force(facts.legal_basis, policy, at=at)
    holding = {
        Ground.VIEWED_BY_PLATFORM: facts.viewed_by_platform is True
        and facts.viewed_scope is not ViewedScope.PART,
        Ground.PUBLICLY_AVAILABLE: facts.publicly_available is True,
        Ground.LEGAL_BASIS: basis is not None,
        Ground.VIEWED_BY_US: facts.viewed_by_us,
        Ground.MATCHED_VIEWED: facts.match_viewed is True,
        Ground.MANDATE: True,
    }
    found = [g for g in Ground if g in policy.grounds and holding[g]]
    reasons = _reasons(facts, basis)
    if found:
        return Decision(
            ground=found[0], why=GROUND_WORDS[found[0]], remedy="", reasons=reasons
        )
    return Decision(
        ground=None, why=_closed(facts, policy), remedy=policy.remedy, reasons=reasons
    )


def in_force(
    basis: LegalBasis | None, policy: Policy, *, at: datetime | None
) -> LegalBasis | None:
    """Give the basis if the policy accepts it now, else None."""
    if basis is None or not basis.reference.strip() or basis.kind not in policy.kinds:
        return None
    is_over = basis.until is not None and at is not None and basis.until <= at
    return None if is_over else basis


GROUND_WORDS = {
    Ground.VIEWED_BY_PLATFORM: "The platform states that it viewed this file.",
    Ground.PUBLICLY_AVAILABLE: "The platform states that this file was public.",
    Ground.LEGAL_BASIS: "A legal basis for opening this file is on record.",
    Ground.VIEWED_BY_US: "The clearinghouse has opened this very file before.",
    Ground.MATCHED_VIEWED: "It is an exact copy of a listed file that a person viewed.",
    Ground.MANDATE: "The law gives the clearinghouse a mandate to open reported files.",
}
VIEWED_FACTS = {
    True: "The platform states that it viewed the entire contents of the file.",
    False: "The platform states that it did not view the file.",
    None: "The platform did not state whether it viewed the file.",
}
VIEWED_IN_PART = "The platform views only a part of the files that it calls viewed."
PUBLIC_FACTS = {
    True: "The platform states that the file was publicly available.",
    False: "The platform states that the file was not publicly available.",
    None: "The platform did not state whether the file was publicly available.",
}
_CLOSED = {
    True: "The platform views only a part of the files that it calls viewed, and this "
    "file may hold more.",
    False: "The platform states that it did not view this file.",
    None: "The platform did not say whether it viewed this file: neither yes nor no "
    "may be assumed.",
}
_MATCH_FACTS = {
    True: "An exact hash of the file is on a list; a person viewed what is listed.",
    False: "An exact hash of the file is on a list; it is not known that a person "
    "viewed what is listed.",
}
NO_BASIS = "No legal basis for opening the file is on record."


def viewed_fact(viewed: bool | None, scope: ViewedScope) -> str:  # noqa: FBT001 - 3 states
    """Say what the platform says of its viewing."""
    is_part = viewed is True and scope is ViewedScope.PART
    return VIEWED_IN_PART if is_part else VIEWED_FACTS[viewed]


def basis_fact(basis: LegalBasis | None) -> str:
    """Say what basis is on record."""
    if basis is None:
        return NO_BASIS
    return f"Legal basis on record: {basis.kind}, {basis.reference}."


def _closed(facts: Facts, policy: Policy) -> str:
    matched = (
        " Its hash matches a listed one." if facts.match_viewed is not None else ""
    )
    return f"{_CLOSED[facts.viewed_by_platform]}{matched} {policy.why}"


def _reasons(facts: Facts, basis: LegalBasis | None) -> tuple[str, ...]:
    known = facts.match_viewed
    return (
        viewed_fact(facts.viewed_by_platform, facts.viewed_scope),
        PUBLIC_FACTS[facts.publicly_available],
        basis_fact(basis),
        *(() if known is None else (_MATCH_FACTS[known],)),
        *((GROUND_WORDS[Ground.VIEWED_BY_US],) if facts.viewed_by_us else ()),
    )
