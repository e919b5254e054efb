"""The tables that decide where reports go: read, drafted, simulated, put in force."""

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from tipline import laws
from tipline.foundation.accounts import queries as accounts
from tipline.foundation.errors import ConflictError, TiplineError
from tipline.foundation.keys import read_number
from tipline.portals.operations.asking import SignedInRequest
from tipline.portals.operations.routing_forms import DraftForm, SimulateForm
from tipline.portals.operations.routing_lines import narrowed
from tipline.portals.operations.views.acting import Change, change_page
from tipline.referral import editions, jobs, simulating
from tipline.referral import table_queries as queries
from tipline.referral.table_states import RoutingTable

CSV = "text/csv; charset=utf-8"
AGAIN_SECONDS = 5
TURNS_MOST = 60  # five minutes without a hand: the session must be able to end


def routing_table(request: SignedInRequest, table: str) -> HttpResponse:
    found = queries.sheet(request.principal, queries.table_named(table))
    said = (found.in_force, *found.drafts, *found.history)
    context = {
        "sheet": found,
        "page": narrowed(found, request.GET),
        "search": request.GET.get("q", "").strip(),
        "names": accounts.names_of(
            request.principal,
            {who for each in said for who in (each.made_by, each.activated_by)},
        ),
        "file": _named_file(table),
    }
    return render(request, "operations/routing_table.html", context)


def export_routing(request: SignedInRequest, table: str) -> HttpResponse:
    found = queries.newest(request.principal, queries.table_named(table))
    return _download(found.content, f"{table}-{found.number}.csv")


def draft_routing(request: SignedInRequest, table: str) -> HttpResponse:
    kind = queries.table_named(table)
    now = queries.newest(request.principal, kind)
    context = {"table": kind, "in_force": now, "file": _named_file(table)}
    if request.method != "POST":
        context["form"] = DraftForm(initial={"content": now.content})
        return render(request, "operations/routing_draft.html", context)
    context["form"] = form = DraftForm(request.POST, request.FILES)
    status = 400
    if form.is_valid():
        # What was read of the file is shown, so that it need not be chosen again.
        form.data = {**request.POST.dict(), "content": form.cleaned_data["content"]}
        try:
            if "check" not in request.POST:
                return _keep_draft(request, kind, form)
            content = form.cleaned_data["content"]
            context["proposal"] = editions.check(request.principal, kind, content)
            status = 200
        except TiplineError as refusal:
            form.add_error(None, str(refusal))
            status = refusal.http_status
    return render(request, "operations/routing_draft.html", context, status=status)


def _keep_draft(
    request: SignedInRequest, table: RoutingTable, form: DraftForm
) -> HttpResponse:
    made = editions.draft(
        request.principal,
        table,
        form.cleaned_data["content"],
        reason=form.cleaned_data["reason"],
        is_in_a_file=_named_file(table) is not None,
        at=timezone.now(),
    )
    return redirect("operations:edition", made.pk)


def edition(request: SignedInRequest, edition_id: int) -> HttpResponse:
    return _edition_page(request, edition_id)


def _edition_page(
    request: SignedInRequest,
    edition_id: int,
    *,
    form: SimulateForm | None = None,
    status: int = 200,
) -> HttpResponse:
    found = queries.draft_sheet(request.principal, edition_id)
    said = found.edition
    context = {
        "sheet": found,
        "form": form or SimulateForm(),
        "names": accounts.names_of(
            request.principal, {said.made_by, said.activated_by, said.withdrawn_by}
        ),
        "may_change": "operator" in request.principal.roles,
    }
    return render(request, "operations/edition.html", context, status=status)


def simulate(request: SignedInRequest, edition_id: int) -> HttpResponse:
    form = SimulateForm(request.POST)
    if not form.is_valid():
        return _edition_page(request, edition_id, form=form, status=400)
    now = timezone.now()
    try:
        asked = simulating.ask(
            request.principal, edition_id, since=now - form.span, until=now, at=now
        )
    except TiplineError as refusal:
        form.add_error(None, str(refusal))
        return _edition_page(request, edition_id, form=form, status=refusal.http_status)
    jobs.begin(asked.pk)
    return redirect("operations:simulation", asked.pk)


def simulation(request: SignedInRequest, simulation_id: int) -> HttpResponse:
    found = queries.simulation(request.principal, simulation_id)
    last, turn = (read_number(request.GET.get(name)) or 0 for name in ("after", "turn"))
    reads_itself = not found.ended_at and turn < TURNS_MOST
    page = queries.changes(request.principal, simulation_id, after=last)
    counts = [
        {"code": code, "before": before, "after": now, "difference": now - before}
        for code, (before, now) in found.counts.items()
    ]
    counts.sort(key=lambda count: (-abs(count["difference"]), count["code"]))
    context = {
        "simulation": found,
        "moved": [count for count in counts if count["difference"]],
        "steady": [count for count in counts if not count["difference"]],
        "page": page,
        "is_first": last == 0,
        "kept_most": simulating.KEPT_MOST,
        "reads_itself": reads_itself,
        "seconds": AGAIN_SECONDS,
        "turns_most": TURNS_MOST,
    }
    answer = render(request, "operations/simulation.html", context)
    if reads_itself:
        answer["Refresh"] = f"{AGAIN_SECONDS}; url=?turn={turn + 1}"
    return answer


def export_simulation(
    request: SignedInRequest, simulation_id: int
) -> StreamingHttpResponse:
    queries.simulation(request.principal, simulation_id)
    lines = queries.changes_as_csv(request.principal, simulation_id)
    answer = StreamingHttpResponse(lines, content_type=CSV)
    answer["Content-Disposition"] = 'attachment; filename="changed-reports.csv"'
    return answer


def activate_edition(request: SignedInRequest, edition_id: int) -> HttpResponse:
    found = queries.edition(request.principal, edition_id)

    def do(form: forms.Form) -> None:
        del form
        editions.activate(request.principal, edition_id, at=timezone.now())
        laws.ask_soon()
        messages.success(request, _("It is in force. Reports go by it from now on."))

    change = Change(
        title=_("Put this edition in force"),
        explanation=_(
            "Every report that is routed from now on goes by it. What agencies have"
            " already stays with them."
        ),
        button=_("Put in force"),
        back=reverse("operations:edition", args=[found.pk]),
        about=_("Edition %(number)s") % {"number": found.number},
    )
    return change_page(request, change, do)


def withdraw_edition(request: SignedInRequest, edition_id: int) -> HttpResponse:
    try:
        taken = editions.withdraw(request.principal, edition_id, at=timezone.now())
    except ConflictError as refusal:
        messages.error(request, str(refusal))
        return redirect("operations:edition", edition_id)
    messages.success(request, _("The draft is withdrawn."))
    return redirect("operations:routing-table", taken.table)


def _download(content: str, name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=CSV)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _named_file(table: str) -> str | None:
    """Give the name of the file that the settings name for a table."""
    environment = settings.ENVIRONMENT
    named = {
        "agencies": environment.agencies_file,
        "routing-rules": environment.routing_rules_file,
        "national-law": environment.national_law_file,
    }[table]
    return named.name if named else None
