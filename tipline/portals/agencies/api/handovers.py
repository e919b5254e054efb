"""Hand reports and cases on to other agencies; accept, decline, give back, withdraw."""

from typing import Annotated, Literal

from pydantic import Field

from tipline.casework import handing
from tipline.casework import handovers as queries
from tipline.casework.errors import (
    HandoverIncompleteError,
    HandoverNeedsReleaseError,
    HandoverOverError,
)
from tipline.casework.handing import RECEIVERS_MOST, Answer, Offer
from tipline.foundation.errors import NotFoundError
from tipline.portals.agencies.api.operations import Call, operation
from tipline.portals.agencies.api.shapes import (
    Body,
    Key,
    Line,
    Moment,
    Query,
    Shape,
    Text,
)

_REFUSES = (NotFoundError, HandoverIncompleteError, HandoverNeedsReleaseError)


class HandoversQuery(Query):
    """From where on the list is read."""

    after: Key | None = Field(None, description="next_after of the page before")


class ToldShape(Shape):
    """What is told of a report before a handover is accepted."""

    report_id: int
    level: str
    incident_type: str


class HandoverShape(Shape):
    """A handover as the agency reads it; `is_given` if the agency offered it."""

    handover_id: int
    is_given: bool
    other: str
    kind: str
    state: str
    reason: str
    answer: str
    case_title: str
    case_id: int | None
    reports: list[ToldShape]
    offered_at: Moment
    answered_at: Moment | None


class Handovers(Shape):
    """A page of handovers, the newest first; `next_after` is null at the end."""

    handovers: list[HandoverShape]
    next_after: int | None


class OfferBody(Body):
    """To whom, by their codes; `hand-on` to one, or `share` with several; and why."""

    agencies: Annotated[list[Line], Field(min_length=1, max_length=RECEIVERS_MOST)]
    kind: Literal["hand-on", "share"]
    reason: Text


class Offered(Shape):
    """The handovers that were made, one for each agency."""

    handovers: list[int]


class HandoverAnswerBody(Body):
    """What becomes of it; to decline or to give back needs a reason."""

    state: Literal["accepted", "declined", "returned", "withdrawn"]
    reason: Text = ""


class AnsweredShape(Shape):
    """What became of a handover, and the agency's own case of it, if any."""

    state: str
    case_id: int | None


@operation(
    "GET",
    "handovers",
    name="handovers",
    group="Handovers",
    asks=HandoversQuery,
    answers=Handovers,
)
def handovers(call: Call, asked: HandoversQuery) -> Handovers:
    """List what the agency was offered, and what it offered."""
    lines = queries.handovers(call.principal, after=asked.after)
    is_more = len(lines) == queries.PAGE_SIZE
    return Handovers(
        handovers=[
            HandoverShape.model_validate(
                {
                    **vars(each),
                    "reports": [ToldShape.model_validate(r) for r in each.reports],
                }
            )
            for each in lines
        ],
        next_after=lines[-1].handover_id if is_more else None,
    )


@operation(
    "POST",
    "reports/<int:report_id>/handovers",
    name="hand-on",
    group="Handovers",
    asks=OfferBody,
    answers=Offered,
    status=201,
    refuses=_REFUSES,
)
def offer_report(call: Call, asked: OfferBody, report_id: int) -> Offered:
    """Offer a report to other agencies; nobody has it before they accept."""
    made = handing.offer_report(call.principal, report_id, _offer(asked), at=call.at)
    return Offered(handovers=[each.pk for each in made])


@operation(
    "POST",
    "cases/<int:case_id>/handovers",
    name="hand-on-case",
    group="Handovers",
    asks=OfferBody,
    answers=Offered,
    status=201,
    refuses=_REFUSES,
)
def offer_case(call: Call, asked: OfferBody, case_id: int) -> Offered:
    """Offer a case with all of its reports; notes and tasks stay."""
    made = handing.offer_case(call.principal, case_id, _offer(asked), at=call.at)
    return Offered(handovers=[each.pk for each in made])


def _offer(said: OfferBody) -> Offer:
    return Offer(receivers=said.agencies, kind=said.kind, reason=said.reason)


@operation(
    "POST",
    "handovers/<int:handover_id>/answer",
    name="handover-answer",
    group="Handovers",
    asks=HandoverAnswerBody,
    answers=AnsweredShape,
    refuses=(NotFoundError, HandoverIncompleteError, HandoverOverError),
)
def answer(call: Call, asked: HandoverAnswerBody, handover_id: int) -> AnsweredShape:
    """Accept, decline or give back what was offered; or withdraw one's own offer."""
    said = Answer(state=asked.state, reason=asked.reason)
    found = handing.answer(call.principal, handover_id, said, at=call.at)
    is_given = found.giver_id == call.principal.organization_id
    return AnsweredShape(
        state=found.state,
        case_id=found.case_id if is_given else found.received_case_id,
    )
