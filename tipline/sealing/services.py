"""Take an agency's key, or take it back."""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from functools import partial

from tipline.foundation.audit import services as audit
from tipline.foundation.policy.principal import Principal
from tipline.foundation.policy.scope import acting
from tipline.sealing import queries
from tipline.sealing.age import fingerprint_of, problem_of, sealed
from tipline.sealing.errors import KeyRefusedError
from tipline.sealing.models import AgencyKey


def enter_key(
    officer: Principal, recipient: str, *, fingerprint: str, at: datetime
) -> None:
    """Keep the agency's key, once its fingerprint agrees; an empty one takes it back.

    Raises:
        KeyRefusedError: it is no public age key, or has another fingerprint.
    """
    recipient = recipient.strip()
    problem = problem_of(recipient, fingerprint) if recipient else None
    if problem:
        raise KeyRefusedError(problem=problem)
    with acting(officer):
        made = AgencyKey.objects.create(
            organization_id=officer.organization_id,
            recipient=recipient,
            entered_by=officer.actor,
            entered_at=at,
        )
        audit.record(
            officer,
            "agency_key.entered" if recipient else "agency_key.taken_back",
            f"organization:{officer.organization_id}",
            key=made.pk,
            fingerprint=fingerprint_of(recipient) if recipient else "",
        )


def sealing(
    officer: Principal,
) -> Callable[[Iterable[bytes]], Iterator[bytes]] | None:
    """Give what encrypts to the officer's agency, or None if it has no key."""
    key = queries.key_of(officer)
    return partial(sealed, recipient=key.recipient) if key else None
