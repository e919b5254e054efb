"""Who a program is to the interface, and whom and what it can name."""

from typing import Any

from django.conf import settings

from tipline.casework import handovers
from tipline.casework import queries as casework
from tipline.foundation.accounts.agency_tokens import SCOPES
from tipline.portals.agencies.api.operations import Call, operation
from tipline.portals.agencies.api.shapes import Moment, Shape


class About(Shape):
    """The agency that the token acts for, and what the token may do."""

    agency: str
    token: str
    officer: str
    scopes: list[str]
    requests_per_minute: int
    now: Moment


class OfficerShape(Shape):
    """An officer of the agency, to whom work can be assigned."""

    id: int
    name: str


class Officers(Shape):
    """The officers of the agency who can sign in, by name."""

    officers: list[OfficerShape]


class AgencyShape(Shape):
    """Another agency, to which reports and cases can be handed on by its code."""

    code: str
    name: str


class Agencies(Shape):
    """The other agencies, by name."""

    agencies: list[AgencyShape]


@operation("GET", "", name="about", group="About", answers=About)
def about(call: Call) -> About:
    """Say for which agency the token acts, and what it may do.

    A program asks this first: the answer shows that address, token and clock are right.
    """
    roles = call.principal.roles
    return About(
        agency=call.officer.organization.name,
        token=call.principal.program,
        officer=call.officer.name,
        scopes=[value for value, _words in SCOPES if value in roles],
        requests_per_minute=settings.ENVIRONMENT.agency_requests_per_minute,
        now=call.at,
    )


@operation("GET", "officers", name="officers", group="About", answers=Officers)
def officers(call: Call) -> Officers:
    """List the officers to whom work can be assigned."""
    found: list[Any] = casework.officers(call.principal)
    return Officers(
        officers=[OfficerShape(id=each.pk, name=each.name) for each in found]
    )


@operation("GET", "agencies", name="agencies", group="About", answers=Agencies)
def agencies(call: Call) -> Agencies:
    """List the agencies to which something can be handed on."""
    found = handovers.agency_choices(call.principal)
    return Agencies(agencies=[AgencyShape.model_validate(each) for each in found])
