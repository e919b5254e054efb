"""How often-seen material was shared: as a joke, in outrage, as a warning."""

from datetime import datetime

from tipline.foundation.audit import services as audit
from tipline.foundation.policy.principal import Principal
from tipline.foundation.policy.scope import acting
from tipline.triage.errors import ReportNotFoundError
from tipline.triage.models import Intent, SharingIntent
from tipline.triage.services import locked_standing


def say_intent(
    actor: Principal, report_id: int, intent: Intent, *, at: datetime
) -> None:
    """Keep what an analyst says; it counts until somebody says otherwise.

    Raises:
        ReportNotFoundError: there is no such report in triage.
    """
    with acting(actor):
        if locked_standing(report_id) is None:
            raise ReportNotFoundError
        SharingIntent.objects.create(
            report_id=report_id, intent=intent, actor=actor.actor, at=at
        )
        subject = f"report:{report_id}"
        audit.record(actor, "report.intent_said", subject, intent=intent)


def intent_said(actor: Principal, report_id: int) -> frozenset[str] | None:
    """Give what analysts said last, empty for "none of these"; None if nobody did."""
    with acting(actor):
        rows = SharingIntent.objects.filter(report_id=report_id).order_by("-pk")
        newest = rows.values_list("intent", flat=True).first()
    if newest is None:
        return None
    return frozenset({newest} - {Intent.NONE_OF_THESE.value})
