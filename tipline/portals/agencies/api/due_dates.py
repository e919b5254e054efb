"""Days that count: what the agency asked of whom, and until when things are kept."""

from datetime import date
from typing import Literal

from tipline.foundation.errors import NotFoundError
from tipline.paperwork import queries, services
from tipline.paperwork.clocks import Clock, RequestKind
from tipline.paperwork.errors import RequestIncompleteError, RequestOverError
from tipline.paperwork.services import Asked
from tipline.portals.agencies.api.operations import Call, operation
from tipline.portals.agencies.api.shapes import Body, Done, Line, Made, Moment, Shape
from tipline.referral import queries as referral

REQUESTS = "reports/<int:report_id>/requests"


class ClockShape(Shape):
    """A day that counts; `request_id` is null of what a report itself asks for."""

    report_id: int
    kind: str
    due_on: date
    urgency: str
    request_id: int | None
    reference: str
    addressee: str


class Clocks(Shape):
    """Days that count, the next one first."""

    due_dates: list[ClockShape]


class RequestShape(Shape):
    """What the agency asked of somebody for a report."""

    request_id: int
    kind: str
    addressee: str
    reference: str
    sent_on: date
    due_on: date
    state: str
    closed_at: Moment | None


class Requests(Shape):
    """What was asked for a report, the newest first, and the days that count for it."""

    requests: list[RequestShape]
    due_dates: list[ClockShape]


class RequestBody(Body):
    """What was asked of whom, when, and the day that counts."""

    kind: RequestKind
    addressee: Line = ""
    reference: Line = ""
    sent_on: date
    due_on: date


class ClosingBody(Body):
    """What became of a request."""

    state: Literal["answered", "given-up"]


def _clock(found: Clock) -> ClockShape:
    return ClockShape.model_validate({**vars(found), "urgency": found.urgency.value})


@operation("GET", "due-dates", name="due-dates", group="Due dates", answers=Clocks)
def due_dates(call: Call) -> Clocks:
    """List the days that count for the agency's reports, the next one first."""
    found = queries.clocks_for(call.principal, today=call.at.date())
    return Clocks(due_dates=[_clock(each) for each in found])


@operation(
    "GET",
    REQUESTS,
    name="requests",
    group="Due dates",
    answers=Requests,
    refuses=(NotFoundError,),
)
def requests(call: Call, report_id: int) -> Requests:
    """List what was asked for a report, and the days that count for it."""
    asker = call.principal
    referral.report_for(asker, report_id)
    clocks = queries.clocks_of(asker, report_id, today=call.at.date())
    return Requests(
        requests=[
            RequestShape(
                request_id=row.pk,
                kind=row.kind,
                addressee=row.addressee,
                reference=row.reference,
                sent_on=row.sent_on,
                due_on=row.due_on,
                state=row.state,
                closed_at=row.closed_at,
            )
            for row in queries.requests_of(asker, report_id)
        ],
        due_dates=[_clock(each) for each in clocks],
    )


@operation(
    "POST",
    REQUESTS,
    name="requests",
    group="Due dates",
    asks=RequestBody,
    answers=Made,
    status=201,
    refuses=(NotFoundError, RequestIncompleteError),
)
def note_request(call: Call, asked: RequestBody, report_id: int) -> Made:
    """Note what was asked for a report, so that its day is not missed."""
    said = Asked(
        kind=asked.kind.value,
        addressee=asked.addressee,
        reference=asked.reference,
        sent_on=asked.sent_on,
        due_on=asked.due_on,
    )
    return Made(
        id=services.note_request(call.principal, report_id, said, at=call.at).pk
    )


@operation(
    "POST",
    f"{REQUESTS}/<int:request_id>/closing",
    name="request-closing",
    group="Due dates",
    asks=ClosingBody,
    answers=Done,
    refuses=(NotFoundError, RequestIncompleteError, RequestOverError),
)
def close_request(
    call: Call, asked: ClosingBody, *, report_id: int, request_id: int
) -> Done:
    """Note that a request was answered or given up."""
    services.close_request(
        call.principal, report_id, request_id, state=asked.state, at=call.at
    )
    return Done()
