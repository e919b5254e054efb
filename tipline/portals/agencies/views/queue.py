from collections.abc import Iterable

from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from tipline.clearance import queries as clearances
from tipline.intake.wording import INCIDENT_WORDINGS, incident_wire
from tipline.portals.agencies.asking import OfficerRequest
from tipline.referral import queries as referral
from tipline.referral.queries import Order, QueueFilters

LEVELS = {
    "1": _("1: a child may be in danger now"),
    "2": _("2: today"),
    "3": _("3: in turn"),
    "E": _("E: not ranked yet"),
}
DESIGNATIONS = {
    "referral": _("Referral"),
    "informational": _("Informational"),
}
NO_SUCH_REPORT = 0  # no report has this number, so what is no number finds nothing
LONGEST_NUMBER = 16  # digits of the largest key
CHOICES = (
    "order",
    "priority",
    "designation",
    "type",
    "unopened",
    "supplemented",
    "number",
)


def queue(request: OfficerRequest) -> HttpResponse:
    filters = filters_of(request.GET)
    after = request.GET.get("after", "")
    page = referral.queue_for(request.principal, filters=filters, after=after)
    context = {
        "page": page,
        "cleared": clearances.states_of(
            request.principal, [row.report_id for row in page.rows]
        ),
        "filters": filters,
        "after": after,
        "number": request.GET.get("number", "").strip(),
        "chosen": _chosen(request.GET),
        "priorities": LEVELS.items(),
        "designations": DESIGNATIONS.items(),
        "incident_types": INCIDENT_WORDINGS,
        "incident_type": request.GET.get("type", ""),
        "urgent_unopened": referral.urgent_unopened(request.principal),
    }
    return render(request, "agencies/queue.html", context)


def filters_of(asked: QueryDict) -> QueueFilters:
    """Read what a queue is narrowed to; what is not understood narrows nothing.

    Only a report's number that is none finds nothing: a list of other reports would be
    a wrong answer to it.
    """
    number = asked.get("number", "").strip().removeprefix("#")
    return QueueFilters(
        priority=_one_of(asked.get("priority"), LEVELS),
        designation=_one_of(asked.get("designation"), DESIGNATIONS),
        incident_type=incident_wire(asked.get("type", "")),
        is_unopened=asked.get("unopened") == "yes",
        is_supplemented=asked.get("supplemented") == "yes",
        report_number=_number(number) if number else None,
        order=Order(_one_of(asked.get("order"), Order) or Order.URGENT),
    )


def _one_of(value: str | None, allowed: Iterable[str]) -> str | None:
    return value if value in set(allowed) else None


def _number(text: str) -> int:
    is_number = text.isascii() and text.isdecimal() and len(text) <= LONGEST_NUMBER
    return int(text) if is_number else NO_SUCH_REPORT


def _chosen(asked: QueryDict) -> str:
    """Give the query that keeps what was chosen on the next page."""
    given = ((name, asked.get(name, "")) for name in CHOICES)
    return urlencode([(name, value) for name, value in given if value])
