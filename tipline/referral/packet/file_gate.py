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
from enum import StrEnum

from tipline.foundation.sentence import Sentence
from tipline.intake.profile import ViewedScope
from tipline.referral.packet.sentence import in_a_row
from tipline.viewing.gate import (
    PUBLIC_FACTS,
    Facts,
    Ground,
    LegalBasis,
    basis_fact,
    decide,
    in_force,
    viewed_fact,
)
from tipline.viewing.policies import RECIPIENT


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
    VIEWED_IN_PART = "viewed-in-part"
    NOT_VIEWED = "not-viewed"
    NOT_STATED = "not-stated"


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

TITLES = {
    Standing.VIEWED_BY_PLATFORM: "Viewed by the platform",
    Standing.PUBLICLY_AVAILABLE: "Publicly available",
    Standing.LEGAL_BASIS: "Legal basis on record",
    Standing.HASH_MATCH_ONLY: "Hash match only",
    Standing.VIEWED_IN_PART: "Viewed in part",
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
    Standing.VIEWED_IN_PART: (
        "The platform states that it viewed this file; of each file that it calls "
        "viewed, it views only a part. Obtain legal process before anyone opens it. "
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
    viewed_scope: ViewedScope = ViewedScope.UNKNOWN,
    legal_basis: LegalBasis | None = None,
    match_bases: tuple[MatchBasis, ...] = (),
    viewed_by_clearinghouse: bool = False,
) -> FileGate:
    """Decide whether an agency may receive the file's bytes, and say why.

    The rule is the clearinghouse's own, `viewing.gate`, asked with the policy for
    recipients: a match and our own viewing change only what the banner says.

    Args:
        viewed_by_platform: the reporter's `fileViewedByEsp`; None when it is absent.
        publicly_available: the reporter's `publiclyAvailable`; None when absent.
        viewed_scope: how much of a file the platform views.
        legal_basis: what was recorded for this file and this recipient.
        match_bases: the bases of all matches of the file.
        viewed_by_clearinghouse: whether our own staff opened the file.
    """
    known = Facts(
        viewed_by_platform=viewed_by_platform,
        publicly_available=publicly_available,
        viewed_scope=viewed_scope,
        viewed_by_us=viewed_by_clearinghouse,
        legal_basis=legal_basis,
    )
    decision = decide(known, RECIPIENT)
    standing = _standing(known, decision.ground, match_bases)
    banner = [Sentence(BANNERS[standing])]
    if viewed_by_clearinghouse:
        banner.append(Sentence(OUR_VIEWING))
    facts = (
        viewed_fact(viewed_by_platform, viewed_scope),
        PUBLIC_FACTS[publicly_available],
        basis_fact(in_force(legal_basis, RECIPIENT, at=None)),
        *(MATCH_FACTS[basis] for basis in MatchBasis if basis in match_bases),
        *((OUR_VIEWING,) if viewed_by_clearinghouse else ()),
        ALWAYS_ALLOWED,
    )
    return FileGate(
        may_open=decision.may_open,
        standing=standing,
        title=TITLES[standing],
        banner=in_a_row(banner),
        reasons=facts,
    )


def _standing(
    facts: Facts, ground: Ground | None, match_bases: tuple[MatchBasis, ...]
) -> Standing:
    if ground is not None:
        return Standing(ground.value)
    if HASH_BASES.intersection(match_bases):
        return Standing.HASH_MATCH_ONLY
    if facts.viewed_by_platform is True:
        return Standing.VIEWED_IN_PART
    silent = facts.viewed_by_platform is None
    return Standing.NOT_STATED if silent else Standing.NOT_VIEWED
