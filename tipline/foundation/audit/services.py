"""Write entries; the only way into the audit."""

import hashlib
import json
from typing import Protocol

from django.db import connection

from tipline.foundation.audit.models import CHAINS
from tipline.foundation.request_id import current_request_id

_RECORD = "SELECT audit_record(%s, %s, %s, %s, %s, %s)"


class Actor(Protocol):
    """Who acts: the part of a principal that the audit keeps."""

    @property
    def actor(self) -> str: ...

    @property
    def organization_id(self) -> int: ...


def record(principal: Actor, action: str, subject: str, **details: object) -> None:
    """Append one entry in the running transaction.

    Args:
        principal: who acts.
        action: a static name in the past tense, such as `report.finished`.
        subject: the record it was done to, such as `report:17`.
        details: ids, counts and codes; never names, addresses or texts.
    """
    values: list[str | int] = [
        principal.actor,
        principal.organization_id,
        action,
        subject,
        json.dumps(details, sort_keys=True, default=str),
        current_request_id(),
    ]
    with connection.cursor() as cursor:
        cursor.execute(_RECORD, values)


def chain_of(subject: str) -> int:
    """Give the chain that holds all entries about `subject`, as `audit_record` does."""
    return hashlib.sha256(subject.encode()).digest()[0] % CHAINS
