from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.utils.translation import ngettext

from tipline.casework import queries as casework
from tipline.casework import views, working
from tipline.casework.errors import CaseworkIncompleteError
from tipline.casework.handovers import waiting_count
from tipline.casework.hints import hint_count
from tipline.casework.queue import (
    NOBODY,
    Order,
    QueueFilters,
    queue_for,
    urgent_unopened,
)
from tipline.casework.wording import STATE_WORDS
from tipline.clearance import queries as clearances
from tipline.intake.wording import INCIDENT_WORDINGS, incident_wire
from tipline.portals.agencies.asking import OfficerRequest
from tipline.portals.agencies.columns import COLUMNS, columns_for
from tipline.portals.agencies.reading import change_of, mark_of, number, one_of

LEVELS = {
    "1": _lazy("1: a child may be in danger now"),
    "2": _lazy("2: today"),
    "3": _lazy("3: in turn"),
    "E": _lazy("E: not ranked yet"),
}
DESIGNATIONS = {
    "referral": _lazy("Referral"),
    "informational": _lazy("Informational"),
}
NO_SUCH_REPORT = 0  # no report has this number, so what is no number finds nothing
CHOICES = (
    "order",
    "priority",
    "designation",
    "type",
    "unopened",
    "supplemented",
    "number",
    "state",
    "assignee",
    "case",
    "due",
    "text",
)
SHOWN_LEFT = 10  # of those that a change left as they were, with their reasons


def queue(request: OfficerRequest) -> HttpResponse:
    me = request.person.pk
    filters = filters_of(request.GET, me=me)
    after = request.GET.get("after", "")
    page = queue_for(request.principal, filters=filters, after=after)
    chosen = chosen_of(request.GET)
    context = {
        "page": page,
        "cleared": clearances.states_of(
            request.principal, [row.report_id for row in page.rows]
        ),
        "filters": filters,
        "asked": {name: request.GET.get(name, "") for name in CHOICES},
        "after": after,
        "chosen": chosen,
        "here": f"{chosen}&after={after}" if after else chosen,
        "me": me,
        "columns": columns_for(request.principal),
        "all_columns": COLUMNS.items(),
        "saved": views.saved_views(request.principal),
        "priorities": LEVELS.items(),
        "designations": DESIGNATIONS.items(),
        "incident_types": INCIDENT_WORDINGS,
        "states": STATE_WORDS.items(),
        "officers": casework.officers(request.principal),
        "cases": casework.case_choices(request.principal),
        "today": timezone.now().date(),
        "urgent_unopened": urgent_unopened(request.principal),
        "offers": waiting_count(request.principal),
        "hints": hint_count(request.principal),
        "is_queue": True,
    }
    return render(request, "agencies/queue.html", context)


def bulk(request: OfficerRequest) -> HttpResponse:
    """Change all reports that were chosen, and say what was left and why."""
    said = request.POST
    marks = [mark for text in said.getlist("mark") if (mark := mark_of(text))]
    try:
        changed = working.change_many(
            request.principal, marks, change_of(said), at=timezone.now()
        )
    except CaseworkIncompleteError as refusal:
        messages.error(request, str(refusal))
        return redirect(_back(said))
    if changed.done:
        done = len(changed.done)
        messages.success(
            request,
            ngettext(
                "%(done)s report was changed.", "%(done)s reports were changed.", done
            )
            % {"done": done},
        )
    for left in changed.left[:SHOWN_LEFT]:
        messages.warning(
            request,
            _("Report %(number)s was left as it is: %(why)s")
            % {"number": left.report_id, "why": left.why},
        )
    if len(changed.left) > SHOWN_LEFT:
        more = len(changed.left) - SHOWN_LEFT
        messages.warning(
            request, _("%(more)s more were left as they are.") % {"more": more}
        )
    return redirect(_back(said))


def save_view(request: OfficerRequest) -> HttpResponse:
    said = request.POST
    query = chosen_of(QueryDict(said.get("query", "")))
    try:
        views.save_view(
            request.principal,
            said.get("name", ""),
            query,
            is_shared=said.get("shared") == "yes",
        )
    except CaseworkIncompleteError as refusal:
        messages.error(request, str(refusal))
    return redirect(f"{reverse('agencies:queue')}?{query}")


def drop_view(request: OfficerRequest, view_id: int) -> HttpResponse:
    views.drop_view(request.principal, view_id)
    return redirect("agencies:queue")


def choose_columns(request: OfficerRequest) -> HttpResponse:
    asked = request.POST.getlist("column")
    views.choose_columns(request.principal, [name for name in COLUMNS if name in asked])
    return redirect(_back(request.POST))


def _back(said: QueryDict) -> str:
    """Give the address of the queue as it was, whatever else a form says of it."""
    was = QueryDict(said.get("here", ""))
    query, after = chosen_of(was), was.get("after", "")
    more = urlencode({"after": after}) if after else ""
    kept = "&".join(part for part in (query, more) if part)
    return f"{reverse('agencies:queue')}?{kept}"


def filters_of(asked: QueryDict, *, me: int) -> QueueFilters:
    """Read what a queue is narrowed to; what is not understood narrows nothing.

    Only a report's number that is none finds nothing: a list of other reports would be
    a wrong answer to it. `me` is the id of the account of who asks.
    """
    named = asked.get("number", "").strip().removeprefix("#")
    today = timezone.now().date()
    return QueueFilters(
        priority=one_of(asked.get("priority"), LEVELS),
        designation=one_of(asked.get("designation"), DESIGNATIONS),
        incident_type=incident_wire(asked.get("type", "")),
        state=one_of(asked.get("state"), STATE_WORDS),
        assignee=_assignee(asked.get("assignee", ""), me),
        case_id=number(asked.get("case")),
        overdue_on=today if asked.get("due") == "overdue" else None,
        is_unopened=asked.get("unopened") == "yes",
        is_supplemented=asked.get("supplemented") == "yes",
        report_number=(number(named) or NO_SUCH_REPORT) if named else None,
        text=asked.get("text", "").strip(),
        order=Order(one_of(asked.get("order"), Order) or Order.URGENT),
    )


def _assignee(asked: str, me: int) -> int | None:
    return {"me": me, "nobody": NOBODY}.get(asked, number(asked))


def chosen_of(asked: QueryDict) -> str:
    """Give the query that keeps what was chosen on the next page."""
    given = ((name, asked.get(name, "")) for name in CHOICES)
    return urlencode([(name, value) for name, value in given if value])
