"""Tables to take along; what was typed to find one is posted, as on its page."""

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.utils import timezone

from tipline.casework import exporting
from tipline.casework.case_tables import case_table, report_log_table
from tipline.casework.exporting import Form, Table
from tipline.foundation.errors import NotFoundError
from tipline.linking.identifiers import RAW_MAX
from tipline.paperwork.exporting import due_dates_table
from tipline.portals.agencies import tables
from tipline.portals.agencies.asking import OfficerRequest
from tipline.portals.agencies.comparison import FEWEST
from tipline.portals.agencies.filtering import asked_in, filters_of
from tipline.portals.agencies.views.compare import numbers_of, opened
from tipline.portals.agencies.views.figures import dashboard_of
from tipline.portals.agencies.views.meeting import digests_of


def export(request: OfficerRequest, exported: str) -> HttpResponse:
    """Give a table, narrowed as the page was from which it is asked for."""
    return _given(request, _table(request, exported))


def of_case(request: OfficerRequest, case_id: int, exported: str) -> HttpResponse:
    return _given(request, case_table(request.principal, case_id, exported))


def of_report(request: OfficerRequest, report_id: int, exported: str) -> HttpResponse:
    officer = request.principal
    if exported == "log":
        return _given(request, report_log_table(officer, report_id))
    if exported in tables.OF_CLUSTER:
        return _given(request, tables.cluster_table(officer, report_id, exported))
    if exported in tables.OF_SHEET:
        sheet = opened(request, report_id)
        return _given(request, tables.sheet_table(sheet, exported))
    raise NotFoundError


def search(request: OfficerRequest) -> HttpResponse:
    if request.method != "POST":
        return _back_after_passkey("agencies:search")
    text = request.POST.get("text", "")[: RAW_MAX + 1]
    return _given(request, tables.search_table(request.principal, text))


def others(request: OfficerRequest, report_id: int) -> HttpResponse:
    if request.method != "POST":
        return _back_after_passkey("agencies:report", report_id)
    at = timezone.now()
    found = tables.others_table(request.principal, report_id, at=at)
    return _given(request, found)


def look_up(request: OfficerRequest) -> HttpResponse:
    if request.method != "POST":
        return _back_after_passkey("agencies:deconfliction")
    found = tables.look_up_table(
        request.principal,
        digests_of(request.POST),
        reference=request.POST.get("reference", ""),
        at=timezone.now(),
    )
    return _given(request, found)


def _given(request: OfficerRequest, table: Table) -> HttpResponse:
    asked = request.POST if request.method == "POST" else request.GET
    said = asked.get("as", Form.CSV)
    if said not in set(Form):
        raise NotFoundError
    form, at = Form(said), timezone.now()
    content = exporting.export(request.principal, table, form=form, at=at)
    number = table.subject.partition(":")[2]
    parts = filter(None, (table.name, number, f"{at:%Y-%m-%d}"))
    return HttpResponse(
        content,
        content_type=exporting.MEDIA_TYPES[form],
        headers={
            "Content-Disposition": f'attachment; filename="{"-".join(parts)}.{form}"'
        },
    )


def _back_after_passkey(page: str, *about: int) -> HttpResponseRedirect:
    """Lead back to the page: what was posted there is gone with the confirmation."""
    return redirect(page, *about)


def _table(request: OfficerRequest, exported: str) -> Table:
    officer = request.principal
    if exported == "queue":
        me = request.person.pk
        filters = filters_of(asked_in(request.GET, me=me), me=me)
        return exporting.queue_table(officer, filters)
    if exported == "figures":
        return exporting.figures_table(dashboard_of(request))
    if exported == "due-dates":
        return due_dates_table(officer, today=timezone.now().date())
    if exported in tables.OF_SEVERAL:
        return _compared(request, exported)
    known = {
        "cases": exporting.cases_table,
        "handovers": exporting.handovers_table,
        "meetings": tables.meetings_table,
        "look-ups": tables.look_ups_table,
    }
    if exported not in known:
        raise NotFoundError
    return known[exported](officer)


def _compared(request: OfficerRequest, exported: str) -> Table:
    numbers = numbers_of(request)
    if len(numbers) < FEWEST:
        raise NotFoundError
    reports = [opened(request, number).contents for number in numbers]
    return tables.OF_SEVERAL[exported](reports)
