"""An agency's webhooks: make, renew the secret, end; tell of events, try again."""

import base64
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import IntegrityError, connection, transaction
from django.db.models import QuerySet
from django.utils.crypto import salted_hmac
from procrastinate.contrib.django import app

from tipline.exchange import sending
from tipline.exchange.errors import (
    EventNotSentError,
    WebhookIncompleteError,
    WebhookOverError,
)
from tipline.exchange.models import Delivery, DeliveryState, EventKind, Webhook
from tipline.exchange.reaching import address_problem
from tipline.exchange.sending import Letter
from tipline.foundation.accounts.agency_tokens import require_lead
from tipline.foundation.audit import services as audit
from tipline.foundation.errors import NotFoundError
from tipline.foundation.keys import MAX_KEY
from tipline.foundation.policy.principal import Kind, Principal
from tipline.foundation.policy.scope import acting
from tipline.foundation.sentence import Sentence
from tipline.referral.models import Referral

WEBHOOKS_MOST = 5
OVERLAP = timedelta(hours=24)
DELIVERIES_PAGE = 50
TASK, QUEUE = "deliver_event", "webhooks"
# What tells of a report that the agency must still have when it is told.
_OF_ITS_OWN = {EventKind.AVAILABLE, EventKind.URGENT, EventKind.SUPPLEMENTED}
# After each failure; together a day and a half.
PAUSES = tuple(
    timedelta(minutes=n) for n in (1, 5, 15, 60, 3 * 60, 6 * 60, 12 * 60, 12 * 60)
)


def secrets_of(webhook: Webhook, *, at: datetime) -> list[str]:
    """Give the secrets that hold, the newest first: `whsec_` and 32 bytes in base64."""
    generations = [webhook.generation]
    if webhook.overlap_until and at < webhook.overlap_until:
        generations.append(webhook.generation - 1)
    return [_secret(webhook.pk, each) for each in generations]


def _secret(webhook_id: int, generation: int) -> str:
    made = salted_hmac(
        "tipline.exchange", f"{webhook_id}.{generation}", algorithm="sha256"
    )
    return f"whsec_{base64.b64encode(made.digest()).decode()}"


def add(
    actor: Principal, agency_id: int, url: str, *, at: datetime
) -> tuple[Webhook, str]:
    """Let an address be told of an agency's events; give it, and its secret once.

    It is told at once that somebody tries it out.

    Raises:
        TokenLeadNeededError: an officer asks who is no lead.
        WebhookIncompleteError: the address cannot be used, or there are too many.
    """
    url = url.strip()
    with acting(actor):
        require_lead(actor)
        problem = address_problem(url) or _number_problem(agency_id)
        if problem:
            raise WebhookIncompleteError(problem=problem)
        try:
            with transaction.atomic():
                made = Webhook.objects.create(
                    organization_id=agency_id,
                    url=url,
                    made_by=actor.actor,
                    made_at=at,
                )
        except IntegrityError as error:
            problem = Sentence("This address is told already.")
            raise WebhookIncompleteError(problem=problem) from error
        _tell(agency_id, EventKind.TESTED, None)
        audit.record(actor, "webhook.made", f"webhook:{made.pk}", agency=agency_id)
    return made, _secret(made.pk, made.generation)


def _number_problem(agency_id: int) -> str | None:
    rows = Webhook.objects.filter(organization_id=agency_id, ended_at=None)
    if rows.count() >= WEBHOOKS_MOST:
        return Sentence(
            "An agency has at most %(most)s webhooks: end one.", most=str(WEBHOOKS_MOST)
        )
    return None


def renew_secret(actor: Principal, webhook_id: int, *, at: datetime) -> str:
    """Give a webhook a new secret; the one before signs beside it for a day.

    Raises:
        NotFoundError: no such webhook for who asks.
        TokenLeadNeededError: an officer asks who is no lead.
        WebhookOverError: it was ended.
    """
    with acting(actor):
        found = _open(actor, webhook_id)
        found.generation += 1
        found.overlap_until = at + OVERLAP
        found.save(update_fields=["generation", "overlap_until"])
        audit.record(actor, "webhook.secret_renewed", f"webhook:{found.pk}")
    return _secret(found.pk, found.generation)


def end(actor: Principal, webhook_id: int, *, at: datetime) -> Webhook:
    """Tell an address nothing any more, also of what waits.

    Raises:
        NotFoundError, TokenLeadNeededError, WebhookOverError: as for a new secret.
    """
    with acting(actor):
        found = _open(actor, webhook_id)
        found.ended_at = at
        found.save(update_fields=["ended_at"])
        audit.record(actor, "webhook.ended", f"webhook:{found.pk}")
    return found


def _open(actor: Principal, webhook_id: int) -> Webhook:
    rows = _own(actor).select_for_update(of=("self",))
    found = rows.filter(pk=min(webhook_id, MAX_KEY)).first()
    if found is None:
        raise NotFoundError
    require_lead(actor)
    if found.ended_at is not None:
        raise WebhookOverError
    return found


def _own(actor: Principal) -> QuerySet[Webhook]:
    if actor.kind is Kind.AGENCY:
        return Webhook.objects.filter(organization_id=actor.organization_id)
    return Webhook.objects.all()


def webhooks_of(actor: Principal, agency_id: int) -> list[Webhook]:
    """List an agency's webhooks that are told, the newest first."""
    with acting(actor):
        rows = Webhook.objects.filter(organization_id=agency_id, ended_at=None)
        return list(rows.order_by("-pk"))


def deliveries_of(
    actor: Principal, agency_id: int, *, after: int | None = None
) -> list[Delivery]:
    """List what an agency's webhooks were told, the newest first, a page at a time."""
    with acting(actor):
        rows = Delivery.objects.filter(organization_id=agency_id)
        if after is not None:
            rows = rows.filter(pk__lt=min(after, MAX_KEY))
        found = rows.select_related("webhook").order_by("-pk")
        return list(found[:DELIVERIES_PAGE])


def number_of(event: Delivery) -> str:
    """Give the number of an event, by which one that comes twice is known again."""
    return f"event-{event.pk}"


def note_supplement(actor: Principal, report_id: int) -> None:
    """Tell every agency that has a report that something was added to it."""
    with acting(actor):
        rows = _having(report_id)
        for agency_id in rows.order_by("pk").values_list("agency_id", flat=True):
            _tell(agency_id, EventKind.SUPPLEMENTED, report_id)


def _tell(agency_id: int, kind: EventKind, report_id: int | None) -> None:
    with connection.cursor() as cursor:
        values: list[int | str | None] = [agency_id, kind.value, report_id]
        cursor.execute("SELECT exchange_tell(%s, %s, %s, NULL)", values)


def deliver(actor: Principal, delivery_id: int, *, at: datetime) -> None:
    """Try to send an event; what fails is tried again, at last a day and a half later.

    Given up is what the agency must not be told any more: it is suspended, or has the
    report no longer. Nothing is locked while the address answers: an event may come
    twice, and has the same number then.
    """
    with acting(actor):
        rows = Delivery.objects.select_related("webhook", "organization")
        found = rows.filter(pk=delivery_id, state=DeliveryState.QUEUED).first()
        obstacle = _obstacle(found) if found else None
    if found is None:
        return
    if obstacle is not None:
        _settle(actor, found, _Outcome(DeliveryState.FAILED, obstacle), at=at)
        return
    try:
        allowed = settings.ENVIRONMENT.webhook_networks
        status = sending.send(found.webhook.url, _letter(found, at), allowed=allowed)
    except EventNotSentError as error:
        _failed(actor, found, str(error.fields["cause"]), at=at)
    else:
        _settle(actor, found, _Outcome(DeliveryState.SENT, f"status-{status}"), at=at)


def _obstacle(found: Delivery) -> str | None:
    """Say why an event is not sent any more, as things are now; None if it is."""
    if found.webhook.ended_at is not None:
        return "webhook-ended"
    if found.organization.suspended_at is not None:
        return "agency-suspended"
    if found.kind not in _OF_ITS_OWN or found.report_id is None:
        return None
    rows = _having(found.report_id).filter(agency_id=found.organization_id)
    return None if rows.exists() else "report-not-there"


def _having(report_id: int) -> QuerySet[Referral]:
    return Referral.objects.filter(
        report_id=report_id, ended_at=None, is_excluded=False, is_set_apart=False
    )


def _letter(found: Delivery, at: datetime) -> Letter:
    facts: dict[str, object] = {
        "type": found.kind,
        "made_at": found.made_at.isoformat(),
    }
    named = {"report_id": found.report_id, "handover_id": found.handover_id}
    facts |= {name: number for name, number in named.items() if number is not None}
    return Letter(
        number=number_of(found),
        facts=facts,
        secrets=secrets_of(found.webhook, at=at),
        at=at,
    )


def _failed(actor: Principal, found: Delivery, cause: str, *, at: datetime) -> None:
    if found.attempts >= len(PAUSES):
        _settle(actor, found, _Outcome(DeliveryState.FAILED, cause), at=at)
        return
    pause = PAUSES[found.attempts]
    with acting(actor):
        changed = _waiting(found).update(
            attempts=found.attempts + 1, outcome=cause[:60], next_at=at + pause
        )
        if changed:
            app.configure_task(
                TASK,
                queue=QUEUE,
                allow_unknown=False,
                schedule_in={"seconds": int(pause.total_seconds())},
            ).defer(delivery_id=found.pk)


@dataclass(frozen=True)
class _Outcome:
    state: DeliveryState
    said: str


def _settle(
    actor: Principal, found: Delivery, outcome: _Outcome, *, at: datetime
) -> None:
    with acting(actor):
        _waiting(found).update(
            state=outcome.state,
            attempts=found.attempts + 1,
            outcome=outcome.said[:60],
            next_at=None,
            settled_at=at,
        )
        if outcome.state is DeliveryState.FAILED:
            subject = f"webhook:{found.webhook_id}"
            audit.record(actor, "webhook.given_up", subject, delivery=found.pk)


def _waiting(found: Delivery) -> QuerySet[Delivery]:
    """Give the row, if nobody else has tried since it was read."""
    return Delivery.objects.filter(
        pk=found.pk, state=DeliveryState.QUEUED, attempts=found.attempts
    )
