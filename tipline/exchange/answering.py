"""Do what a program asks once, however often it asks."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from tipline.exchange.errors import KeyNotUsableError, KeyReusedError
from tipline.exchange.models import KeptAnswer
from tipline.foundation.policy.principal import Principal
from tipline.foundation.policy.scope import acting

HOURS = 24
KEY_MAX = 200


@dataclass(frozen=True, kw_only=True)
class Answered:
    """An answer as it was sent; `is_repeated` if it was sent before."""

    status: int
    body: str
    is_repeated: bool = False


def answer_once(
    program: Principal,
    key: str,
    act: Callable[[], Answered],
    *,
    request: bytes,
    at: datetime,
) -> Answered:
    """Act, and keep the answer; of a request that was answered, give that answer.

    The key is taken in the transaction of the act: a second request waits for the first
    one to commit, and finds its answer. What is refused keeps nothing, so the same key
    tries again.

    Args:
        program: who asks; a program of an agency.
        key: what the program calls this request.
        act: does it, and gives the answer.
        request: all that makes it another request: method, address and body.
        at: now.

    Raises:
        KeyNotUsableError: the key is empty, too long or not printable.
        KeyReusedError: the key names another request.
    """
    if not (0 < len(key) <= KEY_MAX and key.isascii() and key.isprintable()):
        raise KeyNotUsableError
    digest = hashlib.sha256(request).digest()
    token_id = int(program.actor.removeprefix("token:"))
    with acting(program):
        _take(program, token_id, key, digest=digest, at=at)
        row = KeptAnswer.objects.select_for_update().get(token_id=token_id, key=key)
        if bytes(row.request_sha256) != digest:
            raise KeyReusedError(hours=HOURS)
        if row.status:
            return Answered(status=row.status, body=row.body, is_repeated=True)
        done = act()
        KeptAnswer.objects.filter(pk=row.pk).update(status=done.status, body=done.body)
    return done


def _take(
    program: Principal, token_id: int, key: str, *, digest: bytes, at: datetime
) -> None:
    KeptAnswer.objects.bulk_create(
        [
            KeptAnswer(
                organization_id=program.organization_id,
                token_id=token_id,
                key=key,
                request_sha256=digest,
                at=at,
            )
        ],
        ignore_conflicts=True,
    )


def forget(actor: Principal, *, at: datetime) -> int:
    """Let go of the answers of all programs that are a day old; give how many."""
    with acting(actor):
        rows = KeptAnswer.objects.filter(at__lt=at - timedelta(hours=HOURS))
        number, _ = rows.delete()
    return number
