from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tipline.casework import queries as casework
from tipline.casework import views, working
from tipline.casework.errors import CaseworkIncompleteError
from tipline.casework.handovers import waiting_count
from tipline.casework.hints import hint_count
from tipline.casework.queue import queue_for, urgent_unopened
from tipline.casework.wording import STATE_WORDS
from tipline.clearance import queries as clearances
from tipline.foundation.errors import NotFoundError, TiplineError
from tipline.foundation.web.refusals import in_words
from tipline.intake.wording import INCIDENT_WORDINGS
from tipline.portals.agencies.asking import OfficerRequest
from tipline.portals.agencies.columns import COLUMNS, columns_for
from tipline.portals.agencies.filtering import (
    DESIGNATIONS,
    LEVELS,
    TEXT_MAX,
    address_of,
    asked_in,
    filters_of,
    kept_in,
    posted,
    query_of,
)
from tipline.portals.agencies.reading import change_of, mark_of

ROWS = 25  # with every column and mark, in Thai, as light as a page may be
SHOWN_LEFT = 10  # of those that a change left as they were, with their reasons


def queue(request: OfficerRequest) -> HttpResponse:
    """Show the queue; what is typed to narrow it is posted, and leads to a page."""
    me = request.person.pk
    if request.method == "POST":
        return _queue_at(address_of(posted(request.POST), me=me))
    asked = asked_in(request.GET, me=me)
    filters = filters_of(asked, me=me)
    after = request.GET.get("after", "")
    page = queue_for(request.principal, filters=filters, after=after, most=ROWS)
    chosen = address_of(asked, me=me)
    context = {
        "page": page,
        "cleared": clearances.states_of(
            request.principal, [row.report_id for row in page.rows]
        ),
        "filters": filters,
        "asked": asked,
        "text_max": TEXT_MAX,
        "after": after,
        "chosen": chosen,
        "here": f"{chosen}&after={after}" if after else chosen,
        "me": me,
        "columns": columns_for(request.principal),
        "all_columns": COLUMNS.items(),
        "saved": [
            (view, address_of(kept_in(QueryDict(view.query)), me=me))
            for view in views.saved_views(request.principal)
        ],
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
        messages.error(request, in_words(refusal))
        return _back(request)
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
            % {"number": left.report_id, "why": _why(left.refusal)},
        )
    if len(changed.left) > SHOWN_LEFT:
        more = len(changed.left) - SHOWN_LEFT
        messages.warning(
            request, _("%(more)s more were left as they are.") % {"more": more}
        )
    return _back(request)


def _why(refusal: TiplineError) -> str:
    if isinstance(refusal, NotFoundError):
        return _("There is nothing here, or it is not yours to see.")
    return in_words(refusal)


def save_view(request: OfficerRequest) -> HttpResponse:
    said, me = request.POST, request.person.pk
    asked = asked_in(QueryDict(said.get("query", "")), me=me)
    try:
        views.save_view(
            request.principal,
            said.get("name", ""),
            query_of(asked),
            is_shared=said.get("shared") == "yes",
        )
    except CaseworkIncompleteError as refusal:
        messages.error(request, in_words(refusal))
    return _queue_at(address_of(asked, me=me))


def drop_view(request: OfficerRequest, view_id: int) -> HttpResponse:
    views.drop_view(request.principal, view_id)
    return redirect("agencies:queue")


def choose_columns(request: OfficerRequest) -> HttpResponse:
    asked = request.POST.getlist("column")
    views.choose_columns(request.principal, [name for name in COLUMNS if name in asked])
    return _back(request)


def _back(request: OfficerRequest) -> HttpResponse:
    """Lead to the queue as it was, whatever else a form says of it."""
    was, me = QueryDict(request.POST.get("here", "")), request.person.pk
    query, after = address_of(asked_in(was, me=me), me=me), was.get("after", "")
    more = urlencode({"after": after}) if after else ""
    return _queue_at("&".join(part for part in (query, more) if part))


def _queue_at(query: str) -> HttpResponse:
    return redirect(f"{reverse('agencies:queue')}{'?' if query else ''}{query}")
