"""How the officer who answers for the token looks at the queue: filters and columns.

They are that officer's own, as in the portal: who saves a filter under the name of one
of theirs replaces it, and only they remove it. Filters that colleagues share are read.
"""

from typing import Annotated, Literal

from django.http import QueryDict
from pydantic import AfterValidator, Field

from tipline.casework import views
from tipline.casework.errors import CaseworkIncompleteError
from tipline.casework.queue import NOBODY, QueueFilters
from tipline.casework.views import NAME_MAX, Saved
from tipline.foundation.errors import NotFoundError
from tipline.foundation.keys import MAX_KEY
from tipline.intake.wording import INCIDENT_WORDINGS, incident_code
from tipline.portals.agencies.api.operations import Call, operation
from tipline.portals.agencies.api.shapes import (
    NO_NUL,
    Body,
    Designation,
    Done,
    Key,
    Level,
    Line,
    ListOrder,
    Shape,
    State,
)
from tipline.portals.agencies.columns import COLUMNS, columns_for
from tipline.portals.agencies.filtering import filters_of, kept_in, query_of

INCIDENT_TYPES = [each.wire for each in INCIDENT_WORDINGS]


def _incident_type(name: str) -> str:
    if name not in INCIDENT_TYPES:
        raise ValueError("Choose a type as reports in the list have it")
    return name


def _column(name: str) -> str:
    if name not in COLUMNS:
        raise ValueError("Choose one of " + ", ".join(COLUMNS))
    return name


IncidentType = Annotated[
    str,
    AfterValidator(_incident_type),
    Field(json_schema_extra={"enum": [*INCIDENT_TYPES]}),
]
Column = Annotated[
    str, AfterValidator(_column), Field(json_schema_extra={"enum": [*COLUMNS]})
]


class FiltersBody(Body):
    """What the queue is narrowed to; what is left out, or null, narrows nothing.

    `assignee` is an officer's id, 0 for nobody, or `me`: whoever reads by it. Closed
    reports are left out unless `state`, `case_id`, `number` or `text` asks for them.
    """

    order: ListOrder = "urgent"
    priority: Level | None = None
    designation: Designation | None = None
    incident_type: IncidentType | None = None
    state: State | None = None
    assignee: Annotated[int, Field(ge=0, le=MAX_KEY)] | Literal["me"] | None = None
    case_id: Key | None = None
    number: Key | None = None
    unopened: bool = False
    supplemented: bool = False
    overdue: bool = False
    text: Line = ""


class FiltersShape(Shape):
    """What the queue is narrowed to, as the portal reads it; `number` 0 finds none."""

    order: str
    priority: str | None
    designation: str | None
    incident_type: str | None
    state: str | None
    assignee: int | Literal["me"] | None
    case_id: int | None
    number: int | None
    unopened: bool
    supplemented: bool
    overdue: bool
    text: str


class SavedFilterShape(Shape):
    """Filters under a name: the officer's own, or shared by a colleague."""

    filter_id: int
    name: str
    filters: FiltersShape
    is_shared: bool
    is_own: bool


class SavedFilters(Shape):
    """The officer's saved filters and those that colleagues share, by name."""

    saved_filters: list[SavedFilterShape]


class SavedFilterBody(Body):
    """Filters and their name; `is_shared` shows them to the whole agency."""

    name: Annotated[str, Field(min_length=1, max_length=NAME_MAX, pattern=NO_NUL)]
    filters: FiltersBody
    is_shared: bool = False


class Columns(Shape):
    """The columns of the officer's queue, and all that it can have."""

    columns: list[str]
    offered: list[str]


class ColumnsBody(Body):
    """The columns to be shown; none brings the usual ones back."""

    columns: Annotated[list[Column], Field(max_length=len(COLUMNS))]


def filters_behind(call: Call, view_id: int) -> QueueFilters:
    """Give the filters of a saved filter, for whoever answers for the token.

    Raises:
        NotFoundError: no such filter, or a colleague's who does not share it.
    """
    saved = views.saved_view(call.principal, view_id)
    asked = kept_in(QueryDict(saved.query))
    return filters_of(asked, me=call.principal.person_id)


def _shape(call: Call, saved: Saved) -> SavedFilterShape:
    asked = kept_in(QueryDict(saved.query))
    found = filters_of(asked, me=call.principal.person_id)
    return SavedFilterShape(
        filter_id=saved.view_id,
        name=saved.name,
        is_shared=saved.is_shared,
        is_own=saved.is_own,
        filters=FiltersShape(
            order=found.order.value,
            priority=found.priority,
            designation=found.designation,
            incident_type=found.incident_type,
            state=found.state,
            assignee="me" if asked.get("assignee") == "me" else found.assignee,
            case_id=found.case_id,
            number=found.report_number,
            unopened=found.is_unopened,
            supplemented=found.is_supplemented,
            overdue=found.overdue_on is not None,
            text=found.text,
        ),
    )


def _assignee(said: int | str | None) -> str:
    return "nobody" if said == NOBODY else str(said or "")


def _query(said: FiltersBody) -> str:
    """Write filters as the portal's address has them."""
    return query_of(
        {
            "order": "" if said.order == "urgent" else said.order,
            "priority": said.priority or "",
            "designation": said.designation or "",
            "type": incident_code(said.incident_type or "") or "",
            "unopened": "yes" if said.unopened else "",
            "supplemented": "yes" if said.supplemented else "",
            "number": str(said.number or ""),
            "state": said.state or "",
            "assignee": _assignee(said.assignee),
            "case": str(said.case_id or ""),
            "due": "overdue" if said.overdue else "",
            "text": said.text.strip(),
        }
    )


@operation(
    "GET",
    "saved-filters",
    name="saved-filters",
    group="Saved filters",
    answers=SavedFilters,
)
def saved_filters(call: Call) -> SavedFilters:
    """List the saved filters of the officer who answers for the token.

    Those that colleagues share are among them. `reports?saved_filter=` reads by one.
    """
    found = views.saved_views(call.principal)
    return SavedFilters(saved_filters=[_shape(call, each) for each in found])


@operation(
    "POST",
    "saved-filters",
    name="saved-filters",
    group="Saved filters",
    asks=SavedFilterBody,
    answers=SavedFilterShape,
    refuses=(CaseworkIncompleteError,),
)
def save_filter(call: Call, asked: SavedFilterBody) -> SavedFilterShape:
    """Keep filters under a name; the officer's own of this name is replaced."""
    saved = views.save_view(
        call.principal, asked.name, _query(asked.filters), is_shared=asked.is_shared
    )
    return _shape(call, saved)


@operation(
    "POST",
    "saved-filters/<int:filter_id>/removal",
    name="saved-filter-removal",
    group="Saved filters",
    answers=Done,
    refuses=(NotFoundError,),
)
def remove_filter(call: Call, filter_id: int) -> Done:
    """Remove a saved filter of the officer's own, also for those who shared in it."""
    views.drop_view(call.principal, filter_id)
    return Done()


@operation("GET", "columns", name="columns", group="Saved filters", answers=Columns)
def columns(call: Call) -> Columns:
    """Give the columns that the officer's queue has in the portal."""
    return Columns(columns=list(columns_for(call.principal)), offered=list(COLUMNS))


@operation(
    "POST",
    "columns",
    name="columns",
    group="Saved filters",
    asks=ColumnsBody,
    answers=Columns,
)
def choose_columns(call: Call, asked: ColumnsBody) -> Columns:
    """Say which columns the officer's queue has; their order is the portal's."""
    chosen = [name for name in COLUMNS if name in asked.columns]
    views.choose_columns(call.principal, chosen)
    return columns(call)
