"""The tables of hash lists, by what they are about."""

from tipline.hashlist.models.audits import AuditedItem, ListAudit
from tipline.hashlist.models.items import (
    HashEntry,
    HashItem,
    ItemAudience,
    ItemCount,
    ItemEvent,
    LargeFingerprint,
)
from tipline.hashlist.models.lists import (
    HashList,
    ListAccess,
    ListHits,
    ListMember,
    Subscription,
)
from tipline.hashlist.models.reviews import Proposal, Review
from tipline.hashlist.models.usage import (
    Feedback,
    ListFetch,
    MatchQuestion,
    ProbingAlarm,
)

__all__ = [
    "AuditedItem",
    "Feedback",
    "HashEntry",
    "HashItem",
    "HashList",
    "ItemAudience",
    "ItemCount",
    "ItemEvent",
    "LargeFingerprint",
    "ListAccess",
    "ListAudit",
    "ListFetch",
    "ListHits",
    "ListMember",
    "MatchQuestion",
    "ProbingAlarm",
    "Proposal",
    "Review",
    "Subscription",
]
