"""Reports: the list to follow, each one as police JSON, and who named an identifier."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from tipline.casework.queue import Order, QueueFilters, QueueRow, queue_for
from tipline.clearance import queries as clearances
from tipline.foundation.errors import NotFoundError
from tipline.foundation.policy.principal import Principal
from tipline.linking import searching
from tipline.linking.identifiers import RAW_MAX
from tipline.portals.agencies.api.operations import Call, Tagged, operation
from tipline.portals.agencies.api.saved_filters import IncidentType, filters_behind
from tipline.portals.agencies.api.shapes import (
    Body,
    Designation,
    Key,
    Level,
    Line,
    ListOrder,
    Moment,
    Query,
    Shape,
    State,
)
from tipline.referral import services as referral
from tipline.referral.assembly import sheet_for
from tipline.referral.packet.police_json import packet_values

# A report gets its place in the list when its transaction begins, and is seen when that
# has ended. Whoever follows the list in order would pass one over that ends late.
SETTLED_AFTER = timedelta(seconds=10)
_WITH_SAVED_FILTER = {"saved_filter", "after", "limit"}


class ReportsQuery(Query):
    """What the list is narrowed to, in which order, and from where on."""

    saved_filter: Key | None = Field(
        None,
        description="filter_id of a saved filter: the list as it narrows and orders"
        " it, for the officer who answers for the token; only after and limit go along",
    )
    order: ListOrder = Field(
        "oldest",
        description="oldest: as they were made available, to follow; with it a report"
        " appears ten seconds after it was made available",
    )
    after: Annotated[str, Field(max_length=60)] = Field(
        "", description="next_after of the page before; empty begins anew"
    )
    limit: Annotated[int, Field(ge=1, le=200)] = 50
    since: datetime | None = Field(None, description="made available at or after")
    until: datetime | None = Field(None, description="made available before")
    priority: Level | None = None
    designation: Designation | None = None
    incident_type: IncidentType | None = None
    state: State | None = None
    country: Annotated[str, Field(pattern="^[A-Z]{2}$")] | None = Field(
        None, description="where it happened: two letters of ISO 3166-1"
    )
    region: Annotated[str, Field(pattern="^[A-Z]{2}$")] | None = Field(
        None, description="the state, within the United States"
    )
    number: Key | None = Field(None, description="one report by its number")
    case_id: Key | None = None
    assignee: Annotated[int, Field(ge=0)] | None = Field(
        None, description="an officer's id; 0 for what is assigned to nobody"
    )
    unopened: bool = False
    supplemented: bool = False
    overdue: bool = False
    closed: bool = Field(
        default=True, description="false leaves out what the agency has closed"
    )

    @model_validator(mode="after")
    def _narrows_once(self) -> Self:
        if self.saved_filter and self.model_fields_set - _WITH_SAVED_FILTER:
            raise ValueError("Only after and limit go along with saved_filter")
        return self


class ReportsBody(ReportsQuery):
    """What the list is narrowed to, with what must stand in no address.

    `text` is words that must all be in a report, or an e-mail address, a telephone
    number, an IP address, a web address or a file's hash.
    """

    text: Annotated[Line, Field(min_length=1)]


class ReportLine(Shape):
    """One report in the list: what it is about, and how far the agency is with it.

    `clearance` says how its newest clearance stands, or null if nobody cleared it.
    """

    report_id: int
    priority: str
    designation: str
    incident_type: str
    platform: str
    origin: str
    completeness: int | None
    file_count: int
    is_escalated: bool
    received_at: Moment
    made_available_at: Moment
    first_opened_at: Moment | None
    supplemented_at: Moment | None
    acknowledged_at: Moment | None
    has_news: bool
    state: str
    assignee: str
    due_on: date | None
    case_id: int | None
    case_number: str
    version: int
    clearance: Literal["said", "confirmed", "declined"] | None


_OF_ROW = set(ReportLine.model_fields) - {"clearance"}


class Reports(Shape):
    """A page of the list.

    `next_after` goes on behind the last report of the page, `has_more` says whether
    there is something now. In the order `oldest` keep it, and ask again later.
    """

    reports: list[ReportLine]
    next_after: str
    has_more: bool


class Packet(BaseModel):
    """A report in the shape that police tools read; docs/api/packet-json.md has it."""

    model_config = ConfigDict(extra="forbid")

    reportId: int  # noqa: N815 - the name in the format
    dateReceived: str | None  # noqa: N815 - the name in the format
    reportedInformation: dict[str, Any]  # noqa: N815 - the name in the format
    tipline: dict[str, Any]


class Wanted(Body):
    """An identifier as it was found: an address, a number, a name, a file's hash."""

    text: Annotated[str, Field(min_length=1, max_length=RAW_MAX)]


class NamedInShape(Shape):
    """A report of the agency that names it, in which roles and spellings."""

    report_id: int
    incident_type: str
    platform: str
    received_at: Moment
    roles: list[str]
    originals: list[str]


class HitShape(Shape):
    """An identifier that reports of the agency name."""

    kind: str
    scope: str
    value: str
    report_count: int
    reports: list[NamedInShape]


class Found(Shape):
    """What the text could be, and what of it reports of the agency name."""

    kinds: list[str]
    hits: list[HitShape]


@operation(
    "GET",
    "reports",
    name="reports",
    group="Reports",
    asks=ReportsQuery,
    answers=Reports,
    refuses=(NotFoundError,),
)
def reports(call: Call, asked: ReportsQuery) -> Reports:
    """List the agency's reports, a page at a time.

    To follow what comes, read in the order `oldest` and keep `next_after`: it goes on
    where the page ended, however much later.
    """
    return _page(call, asked, _filters(call, asked))


@operation(
    "POST",
    "reports",
    name="reports",
    group="Reports",
    asks=ReportsBody,
    answers=Reports,
    refuses=(NotFoundError,),
)
def reports_by_text(call: Call, asked: ReportsBody) -> Reports:
    """List the agency's reports that hold what is asked for, a page at a time.

    It is posted, so that it stands in no log of addresses; the same text goes along
    with `after` for the next page.
    """
    filters = replace(_filters(call, asked), text=asked.text.strip())
    return _page(call, asked, filters)


def _page(call: Call, asked: ReportsQuery, filters: QueueFilters) -> Reports:
    page = queue_for(
        call.principal, filters=filters, after=asked.after, most=asked.limit
    )
    follows = filters.order is Order.OLDEST and page.rows
    here = f"~{page.rows[-1].referral_id}" if follows else asked.after
    return Reports(
        reports=lines_of(call.principal, page.rows),
        next_after=page.next_after or here,
        has_more=page.next_after is not None,
    )


def _filters(call: Call, asked: ReportsQuery) -> QueueFilters:
    kept = asked.saved_filter
    found = filters_behind(call, kept) if kept else _narrowed(call, asked)
    if found.order is not Order.OLDEST:
        return found
    until = min(found.until or call.at, call.at - SETTLED_AFTER)
    return replace(found, until=until)


def _narrowed(call: Call, asked: ReportsQuery) -> QueueFilters:
    return QueueFilters(
        priority=asked.priority,
        designation=asked.designation,
        incident_type=asked.incident_type,
        state=asked.state,
        assignee=asked.assignee,
        case_id=asked.case_id,
        overdue_on=call.at.date() if asked.overdue else None,
        is_unopened=asked.unopened,
        is_supplemented=asked.supplemented,
        report_number=asked.number,
        since=asked.since,
        until=asked.until,
        country=asked.country,
        region=asked.region,
        with_closed=asked.closed,
        order=Order(asked.order),
    )


def lines_of(reader: Principal, rows: Sequence[QueueRow]) -> list[ReportLine]:
    """Give reports as lines of a list, each with how its clearance stands."""
    cleared = clearances.states_of(reader, [row.report_id for row in rows])
    return [_line(row, cleared.get(row.report_id)) for row in rows]


def _line(row: QueueRow, clearance: str | None) -> ReportLine:
    said = {name: getattr(row, name) for name in _OF_ROW}
    return ReportLine.model_validate({**said, "clearance": clearance})


@operation(
    "GET",
    "reports/<int:report_id>",
    name="report",
    group="Reports",
    answers=Packet,
    refuses=(NotFoundError,),
)
def report(call: Call, report_id: int) -> Tagged:
    """Give a report as JSON, in the shape that police tools read.

    The report counts as opened by the agency. Bytes of files are not in it, nor are the
    originals: `packets/json` has those, with a receipt.
    """
    sheet = sheet_for(call.principal, call.officer, report_id, at=call.at)
    referral.note_opened(call.principal, sheet.referral, at=call.at)
    values = packet_values(sheet.contents)
    answer = Packet.model_validate(values)
    # `packet` says when this answer was prepared: that makes it no other report.
    own = {name: said for name, said in answer.tipline.items() if name != "packet"}
    return Tagged(answer=answer, told_by={**values, "tipline": own})


@operation(
    "POST", "searches", name="searches", group="Reports", asks=Wanted, answers=Found
)
def searches(call: Call, asked: Wanted) -> Found:
    """Find the agency's reports that name an identifier.

    It is compared by the rules of its kind, in every spelling. It is posted, so that it
    stands in no log of addresses.
    """
    found = searching.search(call.principal, asked.text)
    return Found(
        kinds=sorted({each.kind.value for each in found.candidates}),
        hits=[_hit(each) for each in found.hits],
    )


def _hit(hit: searching.Hit) -> HitShape:
    return HitShape(
        kind=hit.kind,
        scope=hit.scope,
        value=hit.value,
        report_count=hit.report_count,
        reports=[
            NamedInShape(
                report_id=each.report_id,
                incident_type=each.incident_type,
                platform=each.platform,
                received_at=each.received_at,
                roles=list(each.roles),
                originals=list(each.originals),
            )
            for each in hit.reports
        ],
    )
