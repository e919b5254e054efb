"""What became of a report, in the published words; and what clears it."""

from typing import Annotated

from pydantic import Field

from tipline.clearance import queries as clearances
from tipline.clearance import services as clearance
from tipline.clearance.errors import ClearanceIncompleteError, ClearancePendingError
from tipline.clearance.services import Finding
from tipline.clearance.verdicts import Ground, Verdict
from tipline.feedback import queries, services
from tipline.feedback.answers import (
    MOST_VICTIMS,
    Answer,
    CloseReason,
    Status,
    Way,
    WhyNotUseful,
)
from tipline.feedback.errors import AnswerIncompleteError
from tipline.foundation.errors import NotFoundError
from tipline.portals.agencies.api.operations import Call, operation
from tipline.portals.agencies.api.shapes import (
    Body,
    Line,
    Made,
    Moment,
    Shape,
    Text,
)
from tipline.referral import queries as referral

REPORT = "reports/<int:report_id>"


class AnswerBody(Body):
    """What became of the report; null is not answered.

    A close reason goes with the status `closed` alone. With `how_known`, a reason that
    says that there was nothing begins a clearance, too.
    """

    status: Status
    close_reason: CloseReason | None = None
    child_identified: bool | None = None
    more_victims: bool | None = None
    more_victims_number: Annotated[int, Field(ge=1, le=MOST_VICTIMS)] | None = None
    is_self_produced: bool | None = None
    was_useful: bool | None = None
    why_not_useful: WhyNotUseful | None = None
    how_known: Text = ""


class AnswerShape(Shape):
    """One answer of the agency; an empty text or null was not answered."""

    status: str
    close_reason: str
    child_identified: bool | None
    more_victims: bool | None
    more_victims_number: int | None
    is_self_produced: bool | None
    was_useful: bool | None
    why_not_useful: str
    way: str
    said_at: Moment


class Answers(Shape):
    """The agency's answers, the newest first: that one counts."""

    answers: list[AnswerShape]


class Given(Shape):
    """The answer is kept; `is_clearance_begun` if a second person now decides."""

    is_clearance_begun: bool


class ClearanceBody(Body):
    """What was found, on which ground, of which files, and how that is known."""

    verdict: Verdict
    ground: Ground
    file_ids: Annotated[list[Line], Field(max_length=200)] = []
    reason: Text


class ClearanceShape(Shape):
    """What somebody said to clear the report, and what was decided."""

    clearance_id: int
    by: str
    is_own: bool
    verdict: str
    ground: str
    reason: str
    file_ids: list[str]
    said_at: Moment
    state: str
    decided_at: Moment | None


class Clearances(Shape):
    """Clearances of a report, the newest first."""

    clearances: list[ClearanceShape]


@operation(
    "GET",
    f"{REPORT}/answers",
    name="answers",
    group="Answers",
    answers=Answers,
    refuses=(NotFoundError,),
)
def answers(call: Call, report_id: int) -> Answers:
    """List what the agency answered for a report."""
    referral.report_for(call.principal, report_id)
    found = queries.answers_of(call.principal, report_id)
    return Answers(answers=[AnswerShape.model_validate(each) for each in found])


@operation(
    "POST",
    f"{REPORT}/answers",
    name="answers",
    group="Answers",
    asks=AnswerBody,
    answers=Given,
    status=201,
    refuses=(NotFoundError, AnswerIncompleteError),
)
def give_answer(call: Call, asked: AnswerBody, report_id: int) -> Given:
    """Answer what became of a report; the newest answer counts, and all stay."""
    said = Answer(
        status=asked.status.value,
        close_reason=asked.close_reason or "",
        child_identified=asked.child_identified,
        more_victims=asked.more_victims,
        more_victims_number=asked.more_victims_number,
        is_self_produced=asked.is_self_produced,
        was_useful=asked.was_useful,
        why_not_useful=asked.why_not_useful or "",
    )
    is_cleared = services.give(
        call.principal,
        report_id,
        said,
        way=Way.API,
        how_known=asked.how_known,
        at=call.at,
    )
    return Given(is_clearance_begun=is_cleared)


@operation(
    "GET",
    f"{REPORT}/clearances",
    name="clearances",
    group="Answers",
    answers=Clearances,
    refuses=(NotFoundError,),
)
def read_clearances(call: Call, report_id: int) -> Clearances:
    """List what agencies and analysts said to clear a report."""
    referral.report_for(call.principal, report_id)
    found = clearances.of_report(call.principal, report_id)
    return Clearances(
        clearances=[
            ClearanceShape(
                clearance_id=each.clearance_id,
                by=each.by,
                is_own=each.is_own,
                verdict=each.verdict,
                ground=each.ground,
                reason=each.reason,
                file_ids=list(each.file_ids),
                said_at=each.said_at,
                state=each.state,
                decided_at=each.decided_at,
            )
            for each in found
        ]
    )


@operation(
    "POST",
    f"{REPORT}/clearances",
    name="clearances",
    group="Answers",
    asks=ClearanceBody,
    answers=Made,
    status=201,
    refuses=(NotFoundError, ClearanceIncompleteError, ClearancePendingError),
)
def clear(call: Call, asked: ClearanceBody, report_id: int) -> Made:
    """Say that a report or its files are not what they were taken for.

    The platform and every agency that has the report are told; an analyst decides.
    """
    found = Finding(
        verdict=asked.verdict.value,
        ground=asked.ground.value,
        file_ids=asked.file_ids,
        reason=asked.reason,
    )
    return Made(id=clearance.clear(call.principal, report_id, found, at=call.at).pk)
