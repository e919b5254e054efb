"""Questions of members that may not hold a list: is this hash on it?

Of a cryptographic hash only the first digits are asked, and a whole bucket comes back:
not the listed hashes, but digests of them, salted anew each hour, and filled up with
invented ones. Who has a file finds its digest; to all others two buckets of different
hours have nothing in common. Of a perceptual hash the whole is asked, one at a time
(`matching.asking`); a member that tries out many near variants is stopped.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db.models import Q
from django.utils.crypto import salted_hmac

from tipline.foundation.audit import services as audit
from tipline.foundation.policy.principal import Principal
from tipline.foundation.policy.scope import acting
from tipline.foundation.statements import all_rows, first_row
from tipline.hashlist.errors import (
    ListNotFoundError,
    MalformedPrefixError,
)
from tipline.hashlist.models import ListAccess, MatchQuestion, ProbingAlarm

PREFIX_DIGITS: Final = 5
BUCKET: Final = 64  # a bucket's size; of very long lists a multiple of this
DIGEST_DIGITS: Final = 32
_HOUR = timedelta(hours=1)
VARIANT_BITS: Final = 60
VARIANTS_MOST: Final = 20  # in a day; at the twentieth the alarm goes off
_DAY = timedelta(days=1)
_BUCKETED: Final = frozenset({"md5", "sha1", "sha256"})
_ASKED = (
    "SELECT * FROM hashlist_asked"
    "(%(list)s, %(algorithm)s, %(first)s, %(end)s, %(began_at)s)"
)
# Held to commit: questions of one platform are counted one after the other.
_IN_TURN = "SELECT pg_advisory_xact_lock(74618, hashtext(%(organization)s::text))"
_VARIANTS = "SELECT hashlist_variants(%(access)s, %(value)s, %(since)s, %(bits)s)"


@dataclass(frozen=True, kw_only=True)
class Bucket:
    """What is on a list and begins with some digits, as `digest_of` with this salt.

    Invented digests fill it up. It is another one after `until`.
    """

    salt: str
    until: datetime
    digests: tuple[str, ...]


def digest_of(salt: str, value: str) -> str:
    """Give what stands for a hash in a bucket: half of a SHA-256, in hexadecimal.

    Args:
        salt: that of the bucket.
        value: the whole hash, in lower-case hexadecimal.
    """
    return hashlib.sha256(f"{salt}{value}".encode()).hexdigest()[:DIGEST_DIGITS]


def bucket(
    platform: Principal,
    access: ListAccess,
    *,
    algorithm: str,
    prefix: str,
    at: datetime,
) -> Bucket:
    """Give a digest of every hash that was listed when this hour began and begins so.

    The salt is the hour's and the member's own: buckets of two hours, or two members,
    cannot be compared, except for a hash that one knows already. Within the hour what
    is there changes only if something is taken off, or put back.

    Raises:
        MalformedPrefixError: not five hexadecimal digits, or no such bucket.
    """
    prefix = prefix.lower()
    is_hex = set(prefix) <= set("0123456789abcdef")
    if algorithm not in _BUCKETED or len(prefix) != PREFIX_DIGITS or not is_hex:
        raise MalformedPrefixError(digits=PREFIX_DIGITS)
    began_at = at.replace(minute=0, second=0, microsecond=0)
    asked = {
        "list": access.hash_list_id,
        "algorithm": algorithm,
        "first": prefix,
        "end": f"{prefix}g",
        "began_at": began_at,
    }
    with acting(platform):
        values = [str(row[0]) for row in all_rows(_ASKED, asked)]
        audit.record(
            platform,
            "hash_list.bucket_asked",
            f"hash_list:{access.hash_list_id}",
            member=access.member.number,
            algorithm=algorithm,
        )
    name = f"{access.pk}/{algorithm}/{prefix}/{began_at.isoformat()}"
    salt = _invented(name)
    filling = BUCKET * (len(values) // BUCKET + 1) - len(values)
    digests = [digest_of(salt, value) for value in values]
    digests += (_invented(f"{name}/{number}") for number in range(filling))
    return Bucket(salt=salt, until=began_at + _HOUR, digests=tuple(sorted(digests)))


def release(actor: Principal, member_id: int, *, at: datetime) -> None:
    """Let a platform ask again, on all its lists: somebody looked at its alarm.

    Raises:
        ListNotFoundError: the member has no open alarm.
    """
    with acting(actor):
        asker = ListAccess.objects.filter(pk=member_id).values("organization_id")
        raised = ProbingAlarm.objects.filter(access__organization_id__in=asker)
        if not raised.filter(released_at=None).update(released_at=at):
            raise ListNotFoundError
        MatchQuestion.objects.filter(access__organization_id__in=asker).delete()
        audit.record(actor, "hash_list.probing_released", f"list_member:{member_id}")


def is_stopped(
    platform: Principal, access: ListAccess, *, value: str, at: datetime
) -> bool:
    """Note a question about a PDQ hash, and tell whether it must stay unanswered.

    The alarm is raised at one variant too many, on any list.
    A transaction of its own: the note and the alarm stay when the answer is refused.
    """
    with acting(platform):
        first_row(_IN_TURN, {"organization": access.organization_id})
        mine = Q(access__organization_id=access.organization_id)
        MatchQuestion.objects.filter(mine, at__lte=at - _DAY).delete()
        if ProbingAlarm.objects.filter(mine, released_at=None).exists():
            audit.record(
                platform,
                "hash_list.match_refused",
                f"hash_list:{access.hash_list_id}",
                member=access.member.number,
            )
            return True
        MatchQuestion.objects.create(access_id=access.pk, value=value, at=at)
        values = {
            "access": access.pk,
            "value": value,
            "since": at - _DAY,
            "bits": VARIANT_BITS,
        }
        row = first_row(_VARIANTS, values)
        variants = int(str(row[0])) + 1 if row else 1  # this one, too
        if variants < VARIANTS_MOST:
            return False
        ProbingAlarm.objects.create(
            access_id=access.pk, raised_at=at, variants=variants
        )
        audit.record(
            platform,
            "hash_list.probing_suspected",
            f"hash_list:{access.hash_list_id}",
            member=access.member.number,
            variants=variants,
        )
    return True


def _invented(name: str) -> str:
    """Give digits that nobody but this server can make again."""
    made = salted_hmac("tipline.hashlist.bucket", name, algorithm="sha256")
    return made.hexdigest()[:DIGEST_DIGITS]
