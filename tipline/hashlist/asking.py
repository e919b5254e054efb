"""Questions of members that may not hold a list: is this hash on it?

Of a cryptographic hash only the first digits are asked, and a whole bucket comes back,
filled up with values that are not on the list. Of a perceptual hash the whole is asked,
one at a time; a member that tries out many near variants is stopped.
"""

from datetime import datetime, timedelta
from typing import Final, cast

from django.db.models import Q
from django.utils.crypto import salted_hmac

from tipline.foundation.audit import services as audit
from tipline.foundation.policy.principal import Principal
from tipline.foundation.policy.scope import acting
from tipline.foundation.statements import all_rows, first_row
from tipline.hashing.values import canonical_value
from tipline.hashlist.errors import (
    ListNotFoundError,
    MalformedPrefixError,
    ProbingSuspectedError,
)
from tipline.hashlist.models import ListAccess, MatchQuestion, ProbingAlarm
from tipline.hashlist.near import near
from tipline.hashlist.suppression import Candidate, standing

PREFIX_DIGITS: Final = 5
BUCKET: Final = 64  # a bucket's size is a multiple of this
VARIANT_BITS: Final = 60
VARIANTS_MOST: Final = 20  # in a day; at the twentieth the alarm goes off
_DAY = timedelta(days=1)
_DIGITS: Final = {"md5": 32, "sha1": 40, "sha256": 64}
_ASKED = "SELECT * FROM hashlist_asked(%(list)s, %(algorithm)s, %(first)s, %(end)s)"
_LISTS = "SELECT hashlist_lists_asked(%(list)s)"
_CANDIDATES = (
    "SELECT entry, list_distance, is_live, is_negative FROM"
    " hashlist_candidates_asked(%(list)s, %(entries)s)"
)
_CandidateRows = list[tuple[int, int, bool, bool]]
_VARIANTS = "SELECT hashlist_variants(%(access)s, %(value)s, %(since)s, %(bits)s)"


def bucket(
    platform: Principal, access: ListAccess, *, algorithm: str, prefix: str
) -> tuple[str, ...]:
    """Give the rest of every listed hash that begins so, among others that are not.

    What fills a bucket up stays the same, and is told from the rest by nothing; no
    file has such a hash.

    Raises:
        MalformedPrefixError: not five hexadecimal digits, or no such bucket.
    """
    digits = _DIGITS.get(algorithm, 0)
    prefix = prefix.lower()
    is_hex = set(prefix) <= set("0123456789abcdef")
    if not digits or len(prefix) != PREFIX_DIGITS or not is_hex:
        raise MalformedPrefixError(digits=PREFIX_DIGITS)
    asked = {
        "list": access.hash_list_id,
        "algorithm": algorithm,
        "first": prefix,
        "end": f"{prefix}g",
    }
    with acting(platform):
        found = [str(row[0])[PREFIX_DIGITS:] for row in all_rows(_ASKED, asked)]
        audit.record(
            platform,
            "hash_list.bucket_asked",
            f"hash_list:{access.hash_list_id}",
            member=access.member.number,
            algorithm=algorithm,
        )
    name = f"{access.hash_list_id}/{algorithm}/{prefix}"
    size = BUCKET * (len(found) // BUCKET + 1)
    filling = (
        _invented(f"{name}/{number}", digits - PREFIX_DIGITS)
        for number in range(size - len(found))
    )
    return tuple(sorted([*found, *filling]))


def is_near(
    platform: Principal, access: ListAccess, *, value: str, at: datetime
) -> bool:
    """Tell whether a picture with this PDQ hash would be a hit on the list.

    As in matching: of what is on the list now, within its distance, unless a list of
    known harmless files knows the picture better.

    Raises:
        MalformedHashError: the value is no PDQ hash.
        ProbingSuspectedError: too many near variants were asked for in a day. The
            question stays unanswered, as do all others until an operator looked.
    """
    value = canonical_value("pdq", value)
    if _is_stopped(platform, access, value=value, at=at):
        raise ProbingSuspectedError
    with acting(platform):
        found = bool(standing(_candidates(access, bytes.fromhex(value))))
        audit.record(
            platform,
            "hash_list.match_asked",
            f"hash_list:{access.hash_list_id}",
            member=access.member.number,
            found=found,
        )
    return found


def _candidates(access: ListAccess, value: bytes) -> list[Candidate]:
    """Give what is near a PDQ hash on the list, and on those of harmless files.

    The same statements whatever is found: their number must not tell the answer.
    """
    asked = {"list": access.hash_list_id}
    lists = [int(str(row[0])) for row in all_rows(_LISTS, asked)]
    distances = near(access.hash_list_id, lists, value)
    rows = all_rows(_CANDIDATES, asked | {"entries": list(distances)})
    return [
        Candidate(
            entry_id=entry,
            algorithm="pdq",
            distance=distances[entry],
            list_distance=list_distance,
            is_live=is_live,
            is_negative=is_negative,
        )
        for entry, list_distance, is_live, is_negative in cast(_CandidateRows, rows)
    ]


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


def _is_stopped(
    platform: Principal, access: ListAccess, *, value: str, at: datetime
) -> bool:
    """Note a question, and raise the alarm at one variant too many, on any list.

    A transaction of its own: the note and the alarm stay when the answer is refused.
    """
    with acting(platform):
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
        # The question beside this one may have raised it this very moment.
        ProbingAlarm.objects.get_or_create(
            access_id=access.pk,
            released_at=None,
            defaults={"raised_at": at, "variants": variants},
        )
        audit.record(
            platform,
            "hash_list.probing_suspected",
            f"hash_list:{access.hash_list_id}",
            member=access.member.number,
            variants=variants,
        )
    return True


def _invented(name: str, digits: int) -> str:
    made = salted_hmac("tipline.hashlist.bucket", name, algorithm="sha256")
    return made.hexdigest()[:digits]
