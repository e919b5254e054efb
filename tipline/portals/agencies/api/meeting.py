"""Deconfliction: who else works on the same, and whom to call there."""

from typing import Annotated

from pydantic import Field

from tipline.deconfliction import queries, services
from tipline.deconfliction.errors import LookUpIncompleteError, LookUpLimitError
from tipline.deconfliction.meeting import Met
from tipline.deconfliction.services import DIGESTS_MOST
from tipline.foundation.errors import NotFoundError
from tipline.portals.agencies.api.operations import Call, operation
from tipline.portals.agencies.api.shapes import Body, Line, Moment, Shape


class NeighbourShape(Shape):
    """Another agency that works on the same, and whom to call there."""

    agency: str
    contact: str
    phone: str
    email: str
    kinds: list[str]


class MetShape(Shape):
    """Whom the agency may call, and whether there is somebody beside."""

    neighbours: list[NeighbourShape]
    is_somebody_there: bool


class DeskShape(Shape):
    """Whom other agencies are told to call; empty until somebody says it.

    `stance` is what becomes known when another agency works on the same.
    """

    contact: str
    phone: str
    email: str
    stance: str


class LookUpBody(Body):
    """Digests of identifiers (docs/api/deconfliction.md), and the agency's own case."""

    digests: Annotated[list[Line], Field(min_length=1, max_length=DIGESTS_MOST)]
    reference: Line


class LookedUp(Shape):
    """Who works on the identifier of each digest."""

    met: dict[str, MetShape]


class Notice(Shape):
    """Another agency met this one on what a report of this one names."""

    agency: str
    contact: str
    phone: str
    email: str
    report_id: int
    kinds: list[str]
    is_look_up: bool
    reference: str
    at: Moment


class Notices(Shape):
    """Who met the agency, the newest first."""

    notices: list[Notice]


def _met(found: Met) -> MetShape:
    return MetShape(
        neighbours=[
            NeighbourShape.model_validate({**vars(each), "kinds": list(each.kinds)})
            for each in found.neighbours
        ],
        is_somebody_there=found.is_somebody_there,
    )


@operation(
    "POST",
    "reports/<int:report_id>/neighbours",
    name="neighbours",
    group="Deconfliction",
    answers=MetShape,
    refuses=(NotFoundError,),
)
def neighbours(call: Call, report_id: int) -> MetShape:
    """Ask who else works on what a report names; they are told that the agency asked.

    It is posted, since others are told.
    """
    return _met(services.ask_about_report(call.principal, report_id, at=call.at))


@operation("GET", "desk", name="desk", group="Deconfliction", answers=DeskShape)
def desk(call: Call) -> DeskShape:
    """Say whom other agencies are told to call; an officer changes it in the portal."""
    return DeskShape.model_validate(queries.desk_of(call.principal))


@operation(
    "POST",
    "look-ups",
    name="look-ups",
    group="Deconfliction",
    asks=LookUpBody,
    answers=LookedUp,
    refuses=(LookUpIncompleteError, LookUpLimitError),
)
def look_up(call: Call, asked: LookUpBody) -> LookedUp:
    """Ask by digests who works on identifiers that the agency may not disclose.

    At most 200 digests of an agency within 24 hours. Files, IP addresses and names have
    none: of these the answer is always that nobody works on it.
    """
    found = services.look_up(
        call.principal, asked.digests, reference=asked.reference, at=call.at
    )
    return LookedUp(met={digest: _met(each) for digest, each in found.items()})


@operation("GET", "look-ups", name="look-ups", group="Deconfliction", answers=Notices)
def notices(call: Call) -> Notices:
    """List the agencies that met this one, and whom to call there."""
    found = queries.notices_for(call.principal)
    return Notices(
        notices=[
            Notice.model_validate({**vars(each), "kinds": list(each.kinds)})
            for each in found
        ]
    )
