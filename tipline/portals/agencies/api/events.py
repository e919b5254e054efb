"""Events that the agency's webhooks were told, for a program that missed some."""

from pydantic import Field

from tipline.exchange import webhooks
from tipline.portals.agencies.api.operations import Call, operation
from tipline.portals.agencies.api.shapes import Key, Moment, Query, Shape


class EventsQuery(Query):
    """From where on the list is read."""

    after: Key | None = Field(None, description="next_after of the page before")


class EventShape(Shape):
    """An event on its way to one webhook, and what became of it."""

    event: str
    type: str
    report_id: int | None
    handover_id: int | None
    made_at: Moment
    url: str
    state: str
    attempts: int
    outcome: str
    next_at: Moment | None


class Events(Shape):
    """A page of events, the newest first; `next_after` is null at the end."""

    events: list[EventShape]
    next_after: int | None


@operation(
    "GET", "events", name="events", group="Events", asks=EventsQuery, answers=Events
)
def events(call: Call, asked: EventsQuery) -> Events:
    """List what the agency's webhooks were told, and what became of it."""
    agency_id = call.principal.organization_id
    found = webhooks.deliveries_of(call.principal, agency_id, after=asked.after)
    is_more = len(found) == webhooks.DELIVERIES_PAGE
    return Events(
        events=[
            EventShape(
                event=webhooks.number_of(each),
                type=each.kind,
                report_id=each.report_id,
                handover_id=each.handover_id,
                made_at=each.made_at,
                url=each.webhook.url,
                state=each.state,
                attempts=each.attempts,
                outcome=each.outcome,
                next_at=each.next_at,
            )
            for each in found
        ],
        next_after=found[-1].pk if is_more else None,
    )
