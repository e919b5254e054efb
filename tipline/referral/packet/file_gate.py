"""Who may open a reported file: the rule on which a warrant can turn.

In the United States a provider's own viewing decides whether police may look at a file
without a warrant (United States v. Wilson, 9th Cir. 2021; decided otherwise in Reddick,
5th Cir. 2018, and Miller, 6th Cir. 2020), and a clearinghouse may itself count as the
government (Ackerman, 10th Cir. 2016). The rule here is therefore the strict one for
every recipient: a file is handed over only where the platform said that it viewed the
file, or said that it was publicly available, or where a legal basis is on record.
Silence is neither yes nor no, and opens nothing. Hashes and metadata always pass.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class MatchBasis(StrEnum):
    """What a match was found with."""

    EXACT_HASH = "exact-hash"
    PERCEPTUAL_HASH = "perceptual-hash"
    CLASSIFIER = "classifier"
    HUMAN = "human"


class Standing(StrEnum):
    """What is known about who viewed a file, strongest first."""

    VIEWED_BY_PLATFORM = "viewed-by-platform"
    PUBLICLY_AVAILABLE = "publicly-available"
    LEGAL_BASIS = "legal-basis"
    HASH_MATCH_ONLY = "hash-match-only"
    NOT_VIEWED = "not-viewed"
    NOT_STATED = "not-stated"


@dataclass(frozen=True, kw_only=True)
class LegalBasis:
    """Why a file may be opened although nobody at the platform viewed it.

    `kind` is a word for people ("search warrant", "consent"), `reference` its number.
    A basis without a reference is not on record and opens nothing.
    """

    kind: str
    reference: str
    recorded_at: datetime
    recorded_by: str


@dataclass(frozen=True, kw_only=True)
class FileGate:
    """Whether an agency may receive a file's bytes, and the sentences that say why.

    `title` and `banner` are printed over the file; `reasons` are all facts weighed,
    those against included.
    """

    may_open: bool
    standing: Standing
    title: str
    banner: str
    reasons: tuple[str, ...]


HASH_BASES = frozenset({MatchBasis.EXACT_HASH, MatchBasis.PERCEPTUAL_HASH})

OPENING = frozenset(
    {Standing.VIEWED_BY_PLATFORM, Standing.PUBLICLY_AVAILABLE, Standing.LEGAL_BASIS}
)

TITLES = {
    Standing.VIEWED_BY_PLATFORM: "Viewed by the platform",
    Standing.PUBLICLY_AVAILABLE: "Publicly available",
    Standing.LEGAL_BASIS: "Legal basis on record",
    Standing.HASH_MATCH_ONLY: "Hash match only",
    Standing.NOT_VIEWED: "Not viewed by the platform",
    Standing.NOT_STATED: "Viewing not stated",
}

BANNERS = {
    Standing.VIEWED_BY_PLATFORM: (
        "The platform states that it viewed the entire contents of this file. "
        "The file is part of this packet."
    ),
    Standing.PUBLICLY_AVAILABLE: (
        "The platform states that the entire contents of this file were publicly "
        "available. It does not state that it viewed the file. "
        "The file is part of this packet."
    ),
    Standing.LEGAL_BASIS: (
        "The platform does not state that it viewed this file, but a legal basis for "
        "opening it is on record. The file is part of this packet."
    ),
    Standing.HASH_MATCH_ONLY: (
        "A hash of this file matches a listed one. The platform does not state that it "
        "viewed this file itself. Obtain legal process before anyone opens it. "
        "The file is not part of this packet."
    ),
    Standing.NOT_VIEWED: (
        "The platform states that it did not view this file. Obtain legal process "
        "before anyone opens it. The file is not part of this packet."
    ),
    Standing.NOT_STATED: (
        "The platform did not say whether it viewed this file: neither yes nor no may "
        "be assumed. Obtain legal process before anyone opens it. "
        "The file is not part of this packet."
    ),
}

VIEWED_FACTS = {
    True: "The platform states that it viewed the entire contents of the file.",
    False: "The platform states that it did not view the file.",
    None: "The platform did not state whether it viewed the file.",
}

PUBLIC_FACTS = {
    True: "The platform states that the file was publicly available.",
    False: "The platform states that the file was not publicly available.",
    None: "The platform did not state whether the file was publicly available.",
}

MATCH_FACTS = {
    MatchBasis.EXACT_HASH: "An exact hash of the file is on a list.",
    MatchBasis.PERCEPTUAL_HASH: "A perceptual hash of the file is near a listed one.",
    MatchBasis.CLASSIFIER: "A classifier selected the file; nobody is thereby said to "
    "have viewed it.",
    MatchBasis.HUMAN: "A person matched the file.",
}

OUR_VIEWING = (
    "Staff of the clearinghouse viewed the file; section C says who, when and on what "
    "basis. That does not take the place of legal process."
)
ALWAYS_ALLOWED = "Hashes and metadata of the file may be used in every case."


def gate(
    *,
    viewed_by_platform: bool | None,
    publicly_available: bool | None,
    legal_basis: LegalBasis | None = None,
    match_bases: tuple[MatchBasis, ...] = (),
    viewed_by_clearinghouse: bool = False,
) -> FileGate:
    """Decide whether an agency may receive the file's bytes, and say why.

    A match, whatever its basis, and the clearinghouse's own viewing never open a file:
    they change only what the banner says.

    Args:
        viewed_by_platform: the reporter's `fileViewedByEsp`; None when it is absent.
        publicly_available: the reporter's `publiclyAvailable`; None when absent.
        legal_basis: what was recorded for this file and this recipient.
        match_bases: the bases of all matches of the file.
        viewed_by_clearinghouse: whether our own staff opened the file.
    """
    recorded = legal_basis if legal_basis and legal_basis.reference.strip() else None
    standing = _opening_standing(
        viewed_by_platform, publicly_available, recorded
    ) or _closed_standing(viewed_by_platform, match_bases)
    ours = f" {OUR_VIEWING}" if viewed_by_clearinghouse else ""
    facts = (
        VIEWED_FACTS[viewed_by_platform],
        PUBLIC_FACTS[publicly_available],
        _legal_fact(recorded),
        *(MATCH_FACTS[basis] for basis in MatchBasis if basis in match_bases),
        *((OUR_VIEWING,) if viewed_by_clearinghouse else ()),
        ALWAYS_ALLOWED,
    )
    return FileGate(
        may_open=standing in OPENING,
        standing=standing,
        title=TITLES[standing],
        banner=BANNERS[standing] + ours,
        reasons=facts,
    )


def _opening_standing(
    viewed: bool | None,  # noqa: FBT001 - three states, named at the only call
    public: bool | None,  # noqa: FBT001
    basis: LegalBasis | None,
) -> Standing | None:
    if viewed is True:
        return Standing.VIEWED_BY_PLATFORM
    if public is True:
        return Standing.PUBLICLY_AVAILABLE
    return Standing.LEGAL_BASIS if basis else None


def _closed_standing(
    viewed: bool | None,  # noqa: FBT001
    match_bases: tuple[MatchBasis, ...],
) -> Standing:
    if HASH_BASES.intersection(match_bases):
        return Standing.HASH_MATCH_ONLY
    return Standing.NOT_STATED if viewed is None else Standing.NOT_VIEWED


def _legal_fact(basis: LegalBasis | None) -> str:
    if basis is None:
        return "No legal basis for opening the file is on record."
    return f"Legal basis on record: {basis.kind}, {basis.reference}."
