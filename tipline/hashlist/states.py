"""The states and kinds of lists, items and what is said about them."""

from typing import Final

from django.db import models

OWN_NUMBER: Final = 1  # the clearinghouse's member id on every list


class ListKind(models.TextChoices):
    """What a hit on a list says, and how an item comes onto it."""

    CSAM = "csam", "Apparent CSAM"
    EXPLOITATIVE = "exploitative", "Exploitative"
    YOUTH_PRODUCED = "youth-produced", "Youth-produced"
    GENERATED = "generated", "Generated"
    NEGATIVE = "negative", "Known harmless"
    INDUSTRY = "industry", "Industry"
    UNVERIFIED = "unverified", "Unverified"
    IMPORTED = "imported", "Imported"


# Nothing comes onto these but by three people of the clearinghouse.
REVIEWED_KINDS = frozenset(
    {
        ListKind.CSAM,
        ListKind.EXPLOITATIVE,
        ListKind.YOUTH_PRODUCED,
        ListKind.GENERATED,
        ListKind.NEGATIVE,
    }
)


class Tier(models.TextChoices):
    """Which fingerprints a member receives."""

    CRYPTOGRAPHIC = "cryptographic", "Cryptographic hashes"
    PERCEPTUAL = "perceptual", "Perceptual hashes, too"
    MATCH_ONLY = "match-only", "None: single questions only"


class Media(models.TextChoices):
    """What an item is."""

    IMAGE = "image", "Picture"
    VIDEO = "video", "Video"


class ItemState(models.TextChoices):
    """Where an item stands on its list."""

    PROPOSED = "proposed", "Proposed"
    ACTIVE = "active", "Active"
    SUSPENDED = "suspended", "Suspended"
    WITHDRAWN = "withdrawn", "Withdrawn"


class ItemBasis(models.TextChoices):
    """On whose word an item is listed."""

    THREE_REVIEWS = "three-reviews", "Three people of the clearinghouse agreed"
    PARTNER_IMPORT = "partner-import", "A partner's list says so"
    OWN_IMPORT = "own-import", "The operator's own list, reviewed elsewhere"
    MEMBER = "member", "A member of the list says so"
    SELF_REPORTED = "self-reported", "The person shown says so; nobody has looked"
    CANARY = "canary", "Invented, to recognise a leaked copy of the list"


class ProposalKind(models.TextChoices):
    """What three people are asked to agree on."""

    LIST = "list", "List"
    RECLASSIFY = "reclassify", "Reclassify"
    MOVE = "move", "Move"
    REINSTATE = "reinstate", "Reinstate"


class ProposalState(models.TextChoices):
    """How a proposal stands."""

    OPEN = "open", "Open"
    APPROVED = "approved", "Approved"
    DISSENTED = "dissented", "Dissented"
    DROPPED = "dropped", "Dropped"


class Sight(models.TextChoices):
    """How a reviewer saw the file: in a preview that was served here, or elsewhere."""

    SERVED = "served", "Was shown the whole file here"
    VIEWED_ORIGINAL = "viewed-original", "Saw the whole file"
    VIEWED_COPY = "viewed-copy", "Saw an identical copy (same SHA-256)"

    @classmethod
    def told(cls) -> list[str]:
        """List what a person says; that they were shown it here, Tipline knows."""
        return [cls.VIEWED_ORIGINAL.value, cls.VIEWED_COPY.value]


class Happening(models.TextChoices):
    """What can happen to an item."""

    PROPOSED = "proposed", "Proposed"
    LISTED = "listed", "Listed"
    DISSENTED = "dissented", "Dissented"
    RECLASSIFIED = "reclassified", "Reclassified"
    MOVED = "moved", "Moved"
    SUSPENDED = "suspended", "Suspended"
    REINSTATED = "reinstated", "Reinstated"
    CHANGED = "changed", "Changed"
    WITHDRAWN = "withdrawn", "Withdrawn"


class Finding(models.TextChoices):
    """What an outside auditor says of an item."""

    CONFIRMED = "confirmed", "Belongs on the list as classified"
    WRONG_CLASS = "wrong-class", "Belongs on the list, classified wrongly"
    NOT_FOR_LIST = "not-for-list", "Does not belong on the list"
    NOT_REVIEWABLE = "not-reviewable", "Could not be reviewed"
