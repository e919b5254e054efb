from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from tipline.casework import cases as services
from tipline.casework import hints, notes, queries
from tipline.casework.cases import CaseFacts, NewTask
from tipline.casework.errors import (
    CaseNumberTakenError,
    CaseworkIncompleteError,
    ChangedMeanwhileError,
)
from tipline.casework.queue import read_rows
from tipline.casework.wording import CASE_STATE_WORDS
from tipline.clearance import queries as clearances
from tipline.foundation.keys import read_number
from tipline.foundation.web.refusals import in_words
from tipline.portals.agencies.asking import OfficerRequest
from tipline.portals.agencies.portions import Part, part_of, portions
from tipline.portals.agencies.reading import day, one_of

PARTS = {
    "hints": Part("agencies/_hints.html", 5, 50),
    "reports": Part("agencies/_case_reports.html", 10, 40),
    "tasks": Part("agencies/_tasks.html", 10, 50),
    "evidence": Part("agencies/_evidence.html", 10, 75),
    "events": Part("agencies/_case_events.html", 10, 150),
    "notes": Part("agencies/_notes.html", 3, 5),  # each can fill pages
    "log": Part("agencies/_log.html", 10, 150),
}


def cases(request: OfficerRequest) -> HttpResponse:
    if request.method == "POST":
        return _open(request)
    state = one_of(request.GET.get("state"), ("open", "closed", "all")) or "open"
    mine = request.GET.get("whose") == "mine"
    text = request.GET.get("text", "").strip()
    page = queries.cases(
        request.principal,
        state="" if state == "all" else state,
        mine=request.person.pk if mine else None,
        text=text,
        after=read_number(request.GET.get("after")),
    )
    kept = {"state": state, "whose": "mine" if mine else "", "text": text}
    context = {
        "page": page,
        "state": state,
        "mine": mine,
        "text": text,
        "chosen": urlencode({name: value for name, value in kept.items() if value}),
        "after": request.GET.get("after", ""),
        "today": timezone.now().date(),
        "is_cases": True,
    }
    return render(request, "agencies/cases.html", context)


def _open(request: OfficerRequest) -> HttpResponse:
    said = request.POST
    facts = CaseFacts(
        number=said.get("case_number", ""),
        title=said.get("title", ""),
        members=(request.person.pk,),
        lead=request.person.pk,
    )
    try:
        case = services.open_case(request.principal, facts, at=timezone.now())
    except (CaseworkIncompleteError, CaseNumberTakenError) as refusal:
        messages.error(request, in_words(refusal))
        return redirect("agencies:cases")
    return redirect("agencies:case", case.pk)


def case(request: OfficerRequest, case_id: int) -> HttpResponse:
    if request.method == "POST":
        return _change(request, case_id)
    officer = request.principal
    found = queries.read_case(officer, case_id)
    shown = portions(
        {
            "hints": hints.hints_of(officer, found),
            "reports": queries.reports_of(officer, found),
            "tasks": queries.tasks_of(officer, found),
            "evidence": queries.evidence_of_case(officer, found),
            "events": queries.timeline_of_case(officer, found),
            "notes": notes.notes_on_case(officer, case_id),
            "log": queries.log_of_case(officer, found),
        },
        PARTS,
        request.GET,
    )
    part = part_of(request.GET, PARTS)
    rows = read_rows(officer, list(shown["reports"].rows))
    context = {
        "case": found,
        "portions": shown,
        "part_template": PARTS[part].template if part else None,
        "rows": rows,
        "cleared": clearances.states_of(officer, [row.report_id for row in rows]),
        "members": queries.member_ids(officer, found),
        "officers": queries.officers(officer),
        "states": CASE_STATE_WORDS.items(),
        "today": timezone.now().date(),
        "is_cases": True,
    }
    template = "agencies/case_part.html" if part else "agencies/case.html"
    return render(request, template, context)


def _change(request: OfficerRequest, case_id: int) -> HttpResponse:
    said = request.POST
    try:
        services.change_case(
            request.principal,
            case_id,
            _facts(said),
            version=read_number(said.get("version")) or 0,
            at=timezone.now(),
        )
    except (
        CaseworkIncompleteError,
        CaseNumberTakenError,
        ChangedMeanwhileError,
    ) as refusal:
        messages.error(request, in_words(refusal))
    else:
        messages.success(request, _("Saved."))
    return redirect("agencies:case", case_id)


def _facts(said: QueryDict) -> CaseFacts:
    return CaseFacts(
        number=said.get("case_number", ""),
        title=said.get("title", ""),
        state=said.get("state", ""),
        lead=read_number(said.get("lead")),
        members=[pk for text in said.getlist("member") if (pk := read_number(text))],
        due_on=day(said.get("due")),
        is_watched=said.get("watched") == "yes",
    )


def case_note(request: OfficerRequest, case_id: int) -> HttpResponse:
    said = request.POST
    try:
        notes.note_on_case(
            request.principal,
            case_id,
            said.get("text", ""),
            is_private=said.get("private") == "yes",
            at=timezone.now(),
        )
    except CaseworkIncompleteError as refusal:
        messages.error(request, in_words(refusal))
    return redirect("agencies:case", case_id)


def add_task(request: OfficerRequest, case_id: int) -> HttpResponse:
    said = request.POST
    wanted = NewTask(
        title=said.get("title", ""),
        assignee=read_number(said.get("assignee")) or None,
        due_on=day(said.get("due")),
    )
    try:
        services.add_task(request.principal, case_id, wanted, at=timezone.now())
    except CaseworkIncompleteError as refusal:
        messages.error(request, in_words(refusal))
    return redirect("agencies:case", case_id)


def finish_task(request: OfficerRequest, task_id: int) -> HttpResponse:
    case_id = services.finish_task(request.principal, task_id, at=timezone.now())
    return redirect("agencies:case", case_id)


def hint(request: OfficerRequest, hint_id: int) -> HttpResponse:
    case_id = hints.set_aside(request.principal, hint_id, at=timezone.now())
    return redirect("agencies:case", case_id)
