"""The XML answers of the hash sharing interface, in the protocol's namespace."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from xml.sax.saxutils import escape, quoteattr

from tipline.hashlist.feed import FeedFingerprint, FeedItem, FeedVote
from tipline.hashlist.feedback_reasons import FeedbackReason, reasons
from tipline.portals.platforms.answers import NOT_XML
from tipline.portals.platforms.hashsharing.fingerprint_types import (
    BY_ALGORITHM,
    FingerprintType,
)

NAMESPACE = "https://hashsharing.ncmec.org/hashsharing/v2"
_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def document(root: str, /, *content: str, **attributes: str) -> bytes:
    """Give a whole document; `content` is XML."""
    whole = element(root, *content, xmlns=NAMESPACE, **attributes)
    return f"{_DECLARATION}{whole}".encode()


def element(tag: str, /, *content: str, **attributes: str) -> str:
    """Give an element; `content` is XML, attributes are text."""
    said = "".join(
        f" {key}={quoteattr(_clean(value))}" for key, value in attributes.items()
    )
    inner = "".join(content)
    return f"<{tag}{said}>{inner}</{tag}>" if inner else f"<{tag}{said}/>"


def text(tag: str, value: object, /, **attributes: str) -> str:
    """Give an element of text."""
    return element(tag, escape(_clean(str(value))), **attributes)


def moment(at: datetime) -> str:
    """Give a time as the protocol writes it: whole seconds, and Z."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def member(number: int, name: str) -> str:
    """Give a member."""
    return text("member", name, id=str(number))


def query_result(
    slug: str, items: Sequence[FeedItem], *, until: datetime, next_page: str
) -> bytes:
    """Give a page of entries; `next_page` is the address of the next one, or empty."""
    blocks = [
        _block(f"{media}s", [item for item in items if item.media == media], slug)
        for media in ("image", "video")
    ]
    paging = element("paging", text("next", next_page)) if next_page else ""
    return document("queryResult", *blocks, paging, to=moment(until))


def refusal(code: str, description: str) -> bytes:
    """Give what a refused request is answered with."""
    return document("error", text("code", code), text("description", description))


def available_reasons(given: Iterable[FeedbackReason], kind: FingerprintType) -> bytes:
    """Give the reasons that a negative vote may name."""
    return document(
        "availableFeedbackReasons", *(_reason(each, kind) for each in given)
    )


def large_address(item: FeedItem, kind: FingerprintType) -> str:
    """Give where a large fingerprint is fetched, relative to the list's base."""
    return f"/v2/entries/{item.member_number}/{item.entry_id}/{kind.name}"


def _block(name: str, items: Sequence[FeedItem], slug: str) -> str:
    if not items:
        return element(name, count="0")
    newest = max(item.changed_at for item in items)
    entries = (_deleted(i) if i.is_deleted else _entry(i, slug) for i in items)
    return element(name, *entries, count=str(len(items)), maxTimestamp=moment(newest))


def _deleted(item: FeedItem) -> str:
    return element(f"deleted{item.media.title()}", *_identity(item))


def _entry(item: FeedItem, slug: str) -> str:
    classification = (
        text("classification", item.classification) if item.classification else ""
    )
    prints = (_fingerprint(item, each) for each in item.fingerprints)
    return element(
        item.media,
        *_identity(item),
        classification,
        element("fingerprints", *prints),
        _feedback(item, slug),
    )


def _identity(item: FeedItem) -> tuple[str, str, str]:
    return (
        member(item.member_number, item.member_name),
        text("timestamp", moment(item.changed_at)),
        text("id", item.entry_id),
    )


def _fingerprint(item: FeedItem, given: FeedFingerprint) -> str:
    kind = BY_ALGORITHM.get(given.algorithm)
    if kind is None:
        return ""
    if given.is_large:
        return element(kind.element, rel="self", href=large_address(item, kind))
    return text(kind.element, given.value)


def _feedback(item: FeedItem, slug: str) -> str:
    voted = [
        (kind, each.votes)
        for each in item.fingerprints
        if each.votes and (kind := BY_ALGORITHM.get(each.algorithm))
    ]
    if not voted:
        return ""
    newest = _newest(vote for _, votes in voted for vote in votes)
    said = (_said(kind, votes, slug) for kind, votes in voted)
    return element("feedback", *said, lastUpdateTimestamp=newest)


def _said(kind: FingerprintType, votes: Sequence[FeedVote], slug: str) -> str:
    against = [vote for vote in votes if vote.reasons]
    upheld = [vote for vote in votes if not vote.reasons]
    blocks = ""
    if upheld:
        blocks += element(
            "affirmativeFeedback",
            _members(upheld),
            type=kind.in_feedback,
            lastUpdateTimestamp=_newest(upheld),
        )
    if against:
        blocks += element(
            "negativeFeedback",
            element("reasons", *_by_reason(kind, against, slug)),
            type=kind.in_feedback,
            lastUpdateTimestamp=_newest(against),
        )
    return blocks


def _by_reason(
    kind: FingerprintType, votes: Sequence[FeedVote], slug: str
) -> Iterable[str]:
    """Give reason and members in turn, as the protocol does."""
    for reason in reasons(slug, kind.algorithm):
        voters = [vote for vote in votes if reason.code in vote.reasons]
        if voters:
            yield _reason(reason, kind)
            yield _members(voters)


def _members(votes: Sequence[FeedVote]) -> str:
    said = (member(vote.member_number, vote.member_name) for vote in votes)
    return element("members", *said, timestamp=_newest(votes))


def _reason(reason: FeedbackReason, kind: FingerprintType) -> str:
    return element("reason", guid=reason.guid, name=reason.name, type=kind.in_feedback)


def _newest(votes: Iterable[FeedVote]) -> str:
    return moment(max(vote.at for vote in votes))


def _clean(value: str) -> str:
    return NOT_XML.sub("\N{REPLACEMENT CHARACTER}", value)
