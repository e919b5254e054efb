"""Questions about single hashes, for members that may not hold the list."""

import json

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse

from tipline.hashing.errors import MalformedHashError
from tipline.hashlist import asking
from tipline.portals.platforms.hashsharing.encryption import encryptable
from tipline.portals.platforms.hashsharing.wire import (
    Member,
    UnreadableParameterError,
    endpoint,
    json_refusal,
)
from tipline.portals.platforms.limits import Limits

QUESTIONS_PER_MINUTE = 60
BODY_BYTES_MAX = 4096
_ALGORITHMS = {"MD5": "md5", "SHA1": "sha1", "SHA256": "sha256"}
QUESTIONS = Limits(max(1, QUESTIONS_PER_MINUTE // settings.ENVIRONMENT.web_workers))


@endpoint(refuse=json_refusal, limits=QUESTIONS, GET="hash-questions.read")
@encryptable
def bucket(
    request: HttpRequest, member: Member, *, name: str, prefix: str
) -> HttpResponse:
    del request
    suffixes = asking.bucket(
        member.platform,
        member.access,
        algorithm=_ALGORITHMS.get(name.upper(), ""),
        prefix=prefix,
    )
    return JsonResponse(
        {"type": name.upper(), "prefix": prefix.lower(), "suffixes": suffixes}
    )


@endpoint(refuse=json_refusal, limits=QUESTIONS, POST="hash-questions.ask")
@encryptable
def match(request: HttpRequest, member: Member) -> HttpResponse:
    value = _pdq_of(request.body)
    try:
        found = asking.is_near(
            member.platform, member.access, value=value, at=member.at
        )
    except MalformedHashError as error:
        raise UnreadableParameterError(parameter="value", problem=error) from error
    # Both answers are as long: who sees only lengths on the line learns nothing.
    said = "true " if found else "false"
    meaning = json.dumps(member.access.hash_list.meaning)
    return HttpResponse(
        f'{{"match": {said}, "meaning": {meaning}}}', content_type="application/json"
    )


def _pdq_of(body: bytes) -> str:
    try:
        said = (
            json.loads(body[: BODY_BYTES_MAX + 1])
            if len(body) <= BODY_BYTES_MAX
            else None
        )
    except (ValueError, RecursionError):
        said = None
    if isinstance(said, dict) and said.get("type") == "PDQ":
        value = said.get("value")
        if isinstance(value, str):
            return value
    raise UnreadableParameterError(
        parameter="The body", problem='send {"type": "PDQ", "value": "64 hex digits"}'
    )
