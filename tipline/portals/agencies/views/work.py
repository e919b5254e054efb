from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from tipline.casework import notes, working
from tipline.casework.errors import (
    CaseClosedError,
    CaseworkIncompleteError,
    ChangedMeanwhileError,
)
from tipline.casework.working import Mark
from tipline.foundation.keys import read_number
from tipline.foundation.web.refusals import in_words
from tipline.portals.agencies.asking import OfficerRequest
from tipline.portals.agencies.reading import change_of


def work(request: OfficerRequest, report_id: int) -> HttpResponse:
    said = request.POST
    mark = Mark(report_id=report_id, version=read_number(said.get("version")) or 0)
    try:
        working.change_work(request.principal, mark, change_of(said), at=timezone.now())
    except (CaseworkIncompleteError, ChangedMeanwhileError, CaseClosedError) as refusal:
        messages.error(request, in_words(refusal))
    else:
        messages.success(request, _("Saved."))
    case_id = read_number(said.get("back_to_case"))
    if case_id is not None:
        return redirect("agencies:case", case_id)
    return redirect("agencies:report", report_id)


def note(request: OfficerRequest, report_id: int) -> HttpResponse:
    said = request.POST
    try:
        notes.note_on_report(
            request.principal,
            report_id,
            said.get("text", ""),
            is_private=said.get("private") == "yes",
            at=timezone.now(),
        )
    except CaseworkIncompleteError as refusal:
        messages.error(request, in_words(refusal))
    return redirect("agencies:report", report_id)
