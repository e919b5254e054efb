"""What a platform does about an entry, in JSON: it blocks it, or it does not.

It is a vote like those of the protocol: for blocking, or against, with a reason.
"""

import json

from django.http import HttpRequest, HttpResponse, JsonResponse

from tipline.foundation.errors import InvalidRequestError
from tipline.hashlist import sharing
from tipline.hashlist.feedback_reasons import CODES
from tipline.portals.platforms.hashsharing import documents
from tipline.portals.platforms.hashsharing.answers import moment
from tipline.portals.platforms.hashsharing.fingerprint_types import type_named
from tipline.portals.platforms.hashsharing.views import VOTE
from tipline.portals.platforms.hashsharing.wire import Member, endpoint, json_refusal

_FIELDS = {"type", "blocked", "reason"}


class UnreadableAnswerError(InvalidRequestError):
    """What says whether an entry is blocked is not that JSON."""

    code = "unreadable-answer"
    sentence = (
        'Send {"type": "MD5", "blocked": true}, or {"type": "MD5", "blocked": false,'
        ' "reason": …} with one of: %(reasons)s.'
    )


@endpoint(refuse=json_refusal, PUT=VOTE)
def blocked(
    request: HttpRequest, member: Member, *, number: int, entry_id: str
) -> HttpResponse:
    entry_id = documents.entry_id_of(entry_id)
    name, is_blocked, reason = _read(request.body)
    vote = sharing.vote(
        member.platform,
        member.slug,
        member_number=number,
        entry_id=entry_id,
        algorithm=type_named(name).algorithm,
        reasons=() if is_blocked else (reason,),
        at=member.at,
    )
    return JsonResponse(
        {"id": entry_id, "blocked": is_blocked, "timestamp": moment(vote.at)}
    )


def _read(body: bytes) -> tuple[str, bool, str]:
    try:
        sent = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise _unreadable() from error
    if not isinstance(sent, dict) or not {"type", "blocked"} <= set(sent) <= _FIELDS:
        raise _unreadable()
    name, is_blocked, reason = sent["type"], sent["blocked"], sent.get("reason")
    if not isinstance(name, str) or not isinstance(is_blocked, bool):
        raise _unreadable()
    if is_blocked == (reason is not None) or reason not in {None, *CODES}:
        raise _unreadable()
    return name, is_blocked, reason or ""


def _unreadable() -> UnreadableAnswerError:
    return UnreadableAnswerError(reasons=", ".join(CODES))
