"""Which platform calls: a user name and a password against a credential."""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple, cast

from tipline.foundation.accounts.models import ApiCredential
from tipline.foundation.accounts.uses import CredentialUse
from tipline.foundation.policy.principal import Kind, Principal
from tipline.foundation.policy.scope import acting, drop_dead_connection
from tipline.foundation.statements import first_row, statement
from tipline.intake.errors import AuthenticationRequiredError
from tipline.intake.profile import Profile

_HERE = Path(__file__).parent


@dataclass(frozen=True)
class Caller:
    """Whose program calls, under which name, how it is read, and when."""

    platform: Principal
    username: str
    profile: Profile
    at: datetime


class _Row(NamedTuple):
    credential_id: int
    organization_id: int
    secret_sha256: bytes
    is_test: bool
    is_open: bool
    is_noted: bool
    profile: str
    use: str


# What a credential of each use may be, in the policy.
_ROLES = {
    CredentialUse.REPORTING: frozenset({"platform"}),
    CredentialUse.HASH_SHARING: frozenset({"list-member"}),
}


def authenticate(
    username: str,
    password: str,
    *,
    use: str = CredentialUse.REPORTING,
    at: datetime,
    is_held: bool = False,
) -> Caller:
    """Give the caller behind a user name and password for one of the interfaces.

    With `is_held` the credential may be as this process saw it up to half a minute ago:
    for what is done by functions of the database that hold the caller to it.

    Raises:
        AuthenticationRequiredError: unknown, wrong, for another interface, expired,
            revoked or suspended: the same answer for all.
    """
    remembered = _remembered(username, at) if is_held else None
    row = remembered or _looked_up(username, at)
    digest = hashlib.sha256(password.encode()).digest()
    # Compared even when the name is unknown, so that time tells nothing.
    known = bytes(row.secret_sha256) if row else bytes(32)
    is_right = hmac.compare_digest(known, digest)
    if row is None or not (is_right and row.is_open and row.use == use):
        raise AuthenticationRequiredError
    platform = Principal(
        kind=Kind.PLATFORM,
        actor=f"credential:{row.credential_id}",
        organization_id=row.organization_id,
        roles=_ROLES[CredentialUse(row.use)],
        is_test=row.is_test,
    )
    if remembered is None:
        _note(platform, row, at)
        _seen[username] = (row, at)
    return Caller(platform, username, Profile(row.profile), at)


def _note(platform: Principal, row: _Row, at: datetime) -> None:
    """Note, once a minute, that a credential is used."""
    if not row.is_noted:
        with acting(platform):
            ApiCredential.objects.filter(pk=row.credential_id).update(last_used_at=at)


def forget(username: str) -> None:
    """Look a credential up again when it calls next."""
    _seen.pop(username, None)


_REMEMBERED_FOR = timedelta(seconds=30)
# The callers of the last moments; as many as there are credentials.
_seen: dict[str, tuple[_Row, datetime]] = {}


def _remembered(username: str, at: datetime) -> _Row | None:
    row, seen_at = _seen.get(username, (None, at))
    return row if at - seen_at < _REMEMBERED_FOR else None


def _looked_up(username: str, at: datetime) -> _Row | None:
    drop_dead_connection()
    found = first_row(statement(_HERE, "caller"), {"username": username, "at": at})
    return _Row(*cast("tuple[Any, ...]", found)) if found else None
