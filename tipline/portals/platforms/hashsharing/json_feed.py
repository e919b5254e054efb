"""The same content as JSON, with one cursor and conditional requests."""

import hashlib
import json
import re

from django.http import HttpRequest, HttpResponse

from tipline.hashlist import following
from tipline.hashlist.feed import FeedFingerprint, FeedItem
from tipline.hashlist.feedback_reasons import name_of
from tipline.portals.platforms.hashsharing.answers import large_address, moment
from tipline.portals.platforms.hashsharing.encryption import encryptable
from tipline.portals.platforms.hashsharing.fingerprint_types import BY_ALGORITHM
from tipline.portals.platforms.hashsharing.ranges import place_text, read_place
from tipline.portals.platforms.hashsharing.views import READ
from tipline.portals.platforms.hashsharing.wire import Member, endpoint, json_refusal

_TAG = re.compile(r'"[^"]*"')


@endpoint(refuse=json_refusal, GET=READ)
@encryptable
def json_feed(request: HttpRequest, member: Member) -> HttpResponse:
    cursor = request.GET.get("cursor", "")
    followed = following.follow(
        member.platform,
        member.access,
        after=read_place("cursor", cursor) if cursor else None,
        at=member.at,
    )
    answer = {
        "list": member.slug,
        "items": [_item(each) for each in followed.items],
        "cursor": place_text(followed.place) if followed.place else "",
        "more": followed.has_more,
    }
    body = json.dumps(answer, separators=(",", ":"), ensure_ascii=False).encode()
    return _unless_known(request, body)


def _unless_known(request: HttpRequest, body: bytes) -> HttpResponse:
    """Answer 304 to whoever has exactly this already."""
    tag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    asked = request.META.get("HTTP_IF_NONE_MATCH", "")
    if tag in _TAG.findall(asked):
        response = HttpResponse(status=304)
    else:
        response = HttpResponse(body, content_type="application/json")
    response["ETag"] = tag
    return response


def _item(item: FeedItem) -> dict[str, object]:
    said: dict[str, object] = {
        "member": {"id": item.member_number, "name": item.member_name},
        "id": item.entry_id,
        "media": item.media,
        "timestamp": moment(item.changed_at),
        "deleted": item.is_deleted,
    }
    if item.is_deleted:
        return said
    prints = [f for f in item.fingerprints if f.algorithm in BY_ALGORITHM]
    return said | {
        "classification": item.classification,
        "fingerprints": [_fingerprint(item, each) for each in prints],
    }


def _fingerprint(item: FeedItem, given: FeedFingerprint) -> dict[str, object]:
    kind = BY_ALGORITHM[given.algorithm]
    value = (
        {"href": large_address(item, kind)}
        if given.is_large
        else {"value": given.value}
    )
    votes = [
        {
            "member": {"id": vote.member_number, "name": vote.member_name},
            "affirmative": not vote.reasons,
            "reasons": [name_of(code) for code in vote.reasons],
            "timestamp": moment(vote.at),
        }
        for vote in given.votes
    ]
    return {"type": kind.name, **value, "votes": votes}
