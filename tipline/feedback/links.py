"""The link by which an officer answers without signing in.

Whoever holds it can answer for one report, for half a year to a year, and learn
nothing: the page names neither report nor agency. Nothing changes by opening it.
"""

import base64
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.crypto import salted_hmac

from tipline.feedback.models import AnswerLink
from tipline.foundation.accounts.tokens import digest, new_token
from tipline.foundation.errors import NotFoundError
from tipline.foundation.policy.principal import Kind, Principal
from tipline.foundation.policy.scope import acting
from tipline.referral import queries as referral

VALID = timedelta(days=365)
# A packet is read for a while: its link holds at least this long.
LEAST = timedelta(days=182)
_SALT = "tipline.feedback.answer-link"
_LONGEST_SECRET = 100


@dataclass(frozen=True, kw_only=True)
class PrintedLink:
    """What is printed of a link: its secret, and until when it holds."""

    secret: str
    expires_at: datetime


def link_for(officer: Principal, report_id: int, *, at: datetime) -> PrintedLink:
    """Give the agency's link for a report; the same one for about half a year.

    Raises:
        NotFoundError: no such report for the officer's agency.
    """
    with acting(officer):
        held = referral.report_for(officer, report_id)
        rows = AnswerLink.objects.filter(
            report_id=held.report_id,
            organization_id=officer.organization_id,
            expires_at__gt=at + LEAST,
        )
        found = rows.order_by("-pk").first() or _made(officer, held.report_id, at=at)
    return PrintedLink(secret=_secret(found), expires_at=found.expires_at)


def answering(secret: str, *, at: datetime) -> tuple[Principal, int]:
    """Give who answers by a link, and for which report.

    Raises:
        NotFoundError: there is no such link, it expired, or the agency has the report
            no longer or is suspended. All of that answers alike.
    """
    if len(secret) > _LONGEST_SECRET:
        raise NotFoundError
    with acting(Principal(kind=Kind.CLEARINGHOUSE, actor="feedback-link")):
        rows = AnswerLink.objects.filter(digest=digest(secret), expires_at__gt=at)
        found = rows.filter(organization__suspended_at=None).first()
    if found is None:
        raise NotFoundError
    holder = Principal(
        kind=Kind.AGENCY,
        actor=f"answer-link:{found.pk}",
        organization_id=found.organization_id,
    )
    referral.report_for(holder, found.report_id)
    return holder, found.report_id


def _made(officer: Principal, report_id: int, *, at: datetime) -> AnswerLink:
    made_at = at.replace(microsecond=0)
    row = AnswerLink(
        report_id=report_id,
        organization_id=officer.organization_id,
        seed=new_token(),
        made_at=made_at,
        expires_at=made_at + VALID,
    )
    row.digest = digest(_secret(row))
    row.save(force_insert=True)
    return row


def _secret(link: AnswerLink) -> str:
    """Derive 256 bits from the row's random seed and the server's key."""
    made = salted_hmac(_SALT, link.seed, algorithm="sha256").digest()
    return base64.urlsafe_b64encode(made).decode().rstrip("=")
