"""The agency's figures: what came, what is open, how long things take."""

from collections.abc import Iterable
from typing import Annotated

from pydantic import Field

from tipline.casework import figures as casework
from tipline.casework.figures import MONTHS_MOST, dashboard
from tipline.portals.agencies.api.operations import Call, operation
from tipline.portals.agencies.api.shapes import Key, Query, Shape


class FiguresQuery(Query):
    """Of how many months, and of whose reports."""

    months: Annotated[int, Field(ge=1, le=MONTHS_MOST)] = 12
    assignee: Key | None = None


class FiguresShape(Shape):
    """Counts of reports, and medians in hours; null where there is nothing.

    An officer's have the number of the account too: two may have one name.
    """

    name: str
    officer_id: int | None
    received: int
    open: int
    overdue: int
    closed: int
    hours_to_acknowledge: float | None
    hours_to_close: float | None


class Dashboard(Shape):
    """The figures as a whole, by month, level, incident type and officer."""

    whole: FiguresShape
    by_month: list[FiguresShape]
    by_level: list[FiguresShape]
    by_incident: list[FiguresShape]
    by_person: list[FiguresShape]


@operation(
    "GET",
    "figures",
    name="figures",
    group="Figures",
    asks=FiguresQuery,
    answers=Dashboard,
)
def figures(call: Call, asked: FiguresQuery) -> Dashboard:
    """Give the figures of the reports made available in these months."""
    found = dashboard(
        call.principal,
        months=asked.months,
        today=call.at.date(),
        assignee=asked.assignee,
    )
    return Dashboard(
        whole=FiguresShape.model_validate(found.whole),
        by_month=_every(found.by_month),
        by_level=_every(found.by_level),
        by_incident=_every(found.by_incident),
        by_person=_every(found.by_person),
    )


def _every(rows: Iterable[casework.Figures]) -> list[FiguresShape]:
    return [FiguresShape.model_validate(row) for row in rows]
