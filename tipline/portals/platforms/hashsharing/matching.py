"""Questions about single hashes, for members that may not hold the list."""

import json
import time
from functools import wraps

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse

from tipline.hashing.errors import MalformedHashError
from tipline.hashlist import asking
from tipline.matching.asking import is_near
from tipline.portals.platforms.hashsharing.encryption import encryptable
from tipline.portals.platforms.hashsharing.wire import (
    Member,
    UnreadableParameterError,
    View,
    endpoint,
    json_refusal,
)
from tipline.portals.platforms.limits import Limits

QUESTIONS_PER_MINUTE = settings.ENVIRONMENT.hash_questions_per_minute
BODY_BYTES_MAX = 4096
STEP_SECONDS = 0.1  # far more than a question takes
_ALGORITHMS = {"MD5": "md5", "SHA1": "sha1", "SHA256": "sha256"}
QUESTIONS = Limits(max(1, QUESTIONS_PER_MINUTE // settings.ENVIRONMENT.web_workers))


def evenly_timed(view: View) -> View:
    """Hold each answer until a full step is over, so that its time does not tell it."""

    @wraps(view)
    def answer(*args: object, **kwargs: object) -> HttpResponse:
        began = time.monotonic()
        response = view(*args, **kwargs)
        time.sleep(STEP_SECONDS - (time.monotonic() - began) % STEP_SECONDS)
        return response

    return answer


@endpoint(refuse=json_refusal, limits=QUESTIONS, GET="hash-questions.read")
@evenly_timed
@encryptable
def bucket(
    request: HttpRequest, member: Member, *, name: str, prefix: str
) -> HttpResponse:
    del request
    found = asking.bucket(
        member.platform,
        member.access,
        algorithm=_ALGORITHMS.get(name.upper(), ""),
        prefix=prefix,
        at=member.at,
    )
    return JsonResponse(
        {
            "type": name.upper(),
            "prefix": prefix.lower(),
            "salt": found.salt,
            "until": f"{found.until:%Y-%m-%dT%H:%M:%SZ}",
            "digests": found.digests,
        }
    )


@endpoint(refuse=json_refusal, limits=QUESTIONS, POST="hash-questions.ask")
@evenly_timed
@encryptable
def match(request: HttpRequest, member: Member) -> HttpResponse:
    value = _pdq_of(request.body)
    try:
        found = is_near(member.platform, member.access, value=value, at=member.at)
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
