"""The laws that the gate knows: what each accepts before a reported file is opened.

Sources: United States v. Wilson, 13 F.4th 961 (9th Cir. 2021): nobody had viewed the
files, a hash had matched, and opening them without a warrant went too far. Otherwise
Reddick, 900 F.3d 636 (5th Cir. 2018), and Miller, 982 F.3d 412 (6th Cir. 2020).
Ackerman, 831 F.3d 1292 (10th Cir. 2016): a clearinghouse may itself be the government.
"""

from enum import StrEnum

from tipline.viewing.gate import BasisKind, Ground, Policy


class Jurisdiction(StrEnum):
    """Whose law the operator works under."""

    STRICT = "strict"
    UNITED_STATES = "united-states"
    UNITED_STATES_5_6 = "united-states-5-6"
    MANDATE = "mandate"


_STATED = frozenset(
    {Ground.VIEWED_BY_PLATFORM, Ground.PUBLICLY_AVAILABLE, Ground.LEGAL_BASIS}
)
_OURS = _STATED | {Ground.VIEWED_BY_US}
# The law of a country without a warrant clause is no process in the United States.
_US_KINDS = frozenset(BasisKind) - {BasisKind.OWN_LAW}

_US_REMEDY = (
    "Record a search warrant, a court order, consent or an emergency, or ask the "
    "platform whether it viewed the file."
)

POLICIES = {
    Jurisdiction.STRICT: Policy(
        name="strict",
        grounds=_OURS,
        kinds=frozenset(BasisKind),
        why="The strict policy opens a file only on a ground that somebody stated.",
        remedy="Record a legal basis, or ask the platform whether it viewed the file.",
    ),
    Jurisdiction.UNITED_STATES: Policy(
        name="United States",
        grounds=_OURS,
        kinds=_US_KINDS,
        why="A hash match alone does not stand for a view (Wilson, 9th Cir. 2021), and "
        "the clearinghouse may count as the government (Ackerman, 10th Cir. 2016).",
        remedy=_US_REMEDY,
    ),
    Jurisdiction.UNITED_STATES_5_6: Policy(
        name="United States, Fifth and Sixth Circuits",
        grounds=_OURS | {Ground.MATCHED_VIEWED},
        kinds=_US_KINDS,
        why="Here an exact copy of a file that a person viewed may be opened (Reddick, "
        "5th Cir. 2018; Miller, 6th Cir. 2020), and this is not known to be one.",
        remedy=_US_REMEDY,
    ),
    Jurisdiction.MANDATE: Policy(
        name="legal mandate",
        grounds=frozenset(Ground),
        kinds=frozenset(BasisKind),
        why="The clearinghouse has a mandate.",
        remedy="Nothing is needed.",
    ),
}

RECIPIENT = Policy(
    name="recipient",
    grounds=_STATED,
    kinds=frozenset(BasisKind),
    why="A match and our own viewing do not take the place of legal process.",
    remedy="Obtain legal process before anyone opens it.",
)
"""What every agency is held to: neither a match nor our own viewing opens a file."""
