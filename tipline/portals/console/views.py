"""The analysts' pages: the queue, one report, what the machine could not do."""

from functools import partial
from urllib.parse import urlencode

from django.conf import settings
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from tipline.clearance import queries as clearances
from tipline.clearance.wording import finding_choices
from tipline.foundation.accounts import queries as accounts
from tipline.foundation.jobs import queries as jobs
from tipline.foundation.policy.principal import Principal
from tipline.portals.console import dossier
from tipline.portals.console.forms import (
    EscalateForm,
    FilterForm,
    IntentForm,
    LowerForm,
    NumberForm,
    TakeOutForm,
)
from tipline.portals.console.supplement_forms import SupplementForm
from tipline.referral import withholding
from tipline.retention import queries as retention
from tipline.triage import queries

_FORMS: dict[str, type[Form]] = {
    "escalate_form": EscalateForm,
    "intent_form": IntentForm,
    "lower_form": LowerForm,
    "supplement_form": SupplementForm,
    "take_out_form": TakeOutForm,
}


class SignedInRequest(HttpRequest):
    """A request whose sender the access middleware has found and admitted."""

    principal: Principal


def queue(request: SignedInRequest) -> HttpResponse:
    reader = request.principal
    number = NumberForm(request.GET) if "report" in request.GET else NumberForm()
    if number.is_bound and number.is_valid():
        report_id = number.cleaned_data["report"]
        if queries.is_findable(reader, report_id):
            return redirect("console:report", report_id)
        number.add_error("report", _("No finished report has this number."))
    platforms = [
        (p.pk, p.name) for p in accounts.organizations(reader, kind="platform")
    ]
    form = FilterForm(request.GET, platforms=platforms)
    filters = form.filters()
    page = queries.queue(reader, filters, after=request.GET.get("after", ""))
    context = {
        "form": form,
        "number": number,
        "filters": filters,
        "page": page,
        "counts": queries.level_counts(reader),
        "counted_most": queries.COUNTED_MOST,
        "is_first": "after" not in request.GET,
        "kept": _without(request, "after"),
        "now": timezone.now(),
        **around(reader),
    }
    return render(request, "console/queue.html", context)


def report(request: SignedInRequest, report_id: int) -> HttpResponse:
    return report_page(request, report_id)


def steps(request: SignedInRequest) -> HttpResponse:
    page = jobs.failed_steps(request.principal, after=request.GET.get("after", ""))
    context = {
        "page": page,
        "is_first": "after" not in request.GET,
        **around(request.principal),
    }
    return render(request, "console/steps.html", context)


def report_page(
    request: SignedInRequest,
    report_id: int,
    form: Form | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    """Give a report's page, with a form as it was sent if it is to be mended."""
    now = timezone.now()
    gathered = dossier.gather(request.principal, report_id, at=now)
    context = {
        "dossier": gathered,
        "report": gathered.report,
        "cleared": clearances.of_report(request.principal, report_id),
        "findings": finding_choices(),
        "keeping": retention.keeping_of(request.principal, report_id, at=now),
        "withheld": withholding.of_report(request.principal, report_id),
        "purge_after_days": settings.PURGE_AFTER_DAYS,
        **{
            name: form if isinstance(form, kind) else kind()
            for name, kind in _FORMS.items()
        },
        **around(request.principal),
    }
    return render(request, "console/report.html", context, status=status)


def around(reader: Principal) -> dict[str, object]:
    """Give what every page of the console shows: how much waits for a person.

    It is counted when a page shows it: what takes another's place does not.
    """
    return {
        "failed_steps": SimpleLazyObject(partial(jobs.failed_count, reader)),
        "failed_most": jobs.COUNTED_MOST,
        "clearances_waiting": SimpleLazyObject(
            partial(clearances.waiting_count, reader)
        ),
    }


def _without(request: HttpRequest, name: str) -> str:
    """Give the query of this page without one of its parameters, for the pager."""
    return urlencode([(key, v) for key, v in request.GET.items() if v and key != name])
