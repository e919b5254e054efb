"""A member's page of a list: what it may do, what it did, and how to begin."""

from importlib import resources

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from tipline.hashlist import asking, feedback_reasons, sealing
from tipline.hashlist.own_part import own_part
from tipline.hashlist.states import REVIEWED_KINDS, Tier
from tipline.portals.platforms.hashsharing.fingerprint_types import BY_ALGORITHM, TYPES
from tipline.portals.platforms.hashsharing.matching import QUESTIONS_PER_MINUTE
from tipline.portals.platforms.hashsharing.views import READ
from tipline.portals.platforms.hashsharing.wire import Member, endpoint

_EXAMPLES = resources.files("tipline.portals.platforms") / "examples" / "hash-lists"
_HOLDING = ("entries.sh", "feed.sh")


@endpoint(GET=READ)
def page(request: HttpRequest, member: Member) -> HttpResponse:
    del request
    access, own = member.access, own_part(member.platform, member.access)
    holds = access.tier != Tier.MATCH_ONLY
    adds = access.may_contribute and access.hash_list.kind not in REVIEWED_KINDS
    names = (*(_HOLDING if holds else ()), *(["submit.sh"] if adds else []))
    key = access.public_key
    base = f"{settings.ENVIRONMENT.public_url}/hashsharing/{member.slug}"
    context = {
        "list": access.hash_list,
        "access": access,
        "tier": Tier(access.tier).label,
        "holds": holds,
        "adds": adds,
        "username": member.username,
        "base": base,
        "fetch": own.fetch,
        "items": own.items,
        "votes": [(vote, _vote_name(vote.entry.algorithm)) for vote in own.votes],
        "types": TYPES,
        "reasons": feedback_reasons.reasons(member.slug, "md5"),
        "examples": [
            (name, name.partition(".")[0], example(name, base))
            for name in (*names, "bucket.sh", "decrypt.py")
        ],
        "key": key and sealing.fingerprint_of(bytes(key)),
        "questions": QUESTIONS_PER_MINUTE,
        "variants": asking.VARIANTS_MOST,
        "is_demo": settings.DEMO,
    }
    html = render_to_string("platforms/hash-list.html", context)
    return HttpResponse(html)


def example(name: str, base: str) -> str:
    """Give a file of the examples, as the page shows it."""
    text = (_EXAMPLES / name).read_text(encoding="utf-8")
    return text.replace("BASE_URL", base)


def _vote_name(algorithm: str) -> str:
    kind = BY_ALGORITHM.get(algorithm)
    return kind.name if kind else algorithm
