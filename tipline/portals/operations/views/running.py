"""Whether reports flow, and what to do when a step does not."""

from datetime import timedelta

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from tipline import pipeline
from tipline.alerting import clocks
from tipline.foundation.errors import TiplineError
from tipline.foundation.jobs import queries as jobs
from tipline.matching import queries as matches
from tipline.portals.operations.asking import SignedInRequest
from tipline.takeitdown.ceilings import ceilings
from tipline.triage import queries as triage
from tipline.triage.priority import ALWAYS
from tipline.triage.terms import Term


def steps(request: SignedInRequest) -> HttpResponse:
    return _steps_page(request)


def retry_step(request: SignedInRequest, report_id: int, step: str) -> HttpResponse:
    try:
        pipeline.retry_step(request.principal, report_id, step)
    except TiplineError as refusal:
        return _steps_page(request, refusal=refusal)
    messages.success(request, _("It is being tried again."))
    return redirect("operations:steps")


def _steps_page(
    request: SignedInRequest, *, refusal: TiplineError | None = None
) -> HttpResponse:
    context = {
        "page": jobs.failed_steps(
            request.principal, after=request.GET.get("after", "")
        ),
        "is_first": "after" not in request.GET,
        "refusal": refusal,
        "may_retry": "operator" in request.principal.roles,
    }
    status = refusal.http_status if refusal else 200
    return render(request, "operations/steps.html", context, status=status)


def health(request: SignedInRequest) -> HttpResponse:
    reader, now = request.principal, timezone.now()
    context = {
        "now": now,
        "reports": triage.reports_since(reader, now - timedelta(days=1)),
        "unrouted": triage.unrouted(reader),
        "oldest": triage.oldest_by_level(reader),
        "levels": triage.level_counts(reader),
        "counted_most": triage.COUNTED_MOST,
        "steps": jobs.steps_in_trouble(reader),
        "queue": jobs.queue_figures(reader),
        "sweeps": matches.sweeps(reader),
        "ceilings": ceilings(reader, settings.TAKE_IT_DOWN_LIMITS, at=now),
        "clock": clocks.station_figures(reader, since=now - timedelta(days=1)),
    }
    return render(request, "operations/health.html", context)


def priority(request: SignedInRequest) -> HttpResponse:
    table = settings.PRIORITY_TABLE
    languages: dict[str, list[Term]] = {}
    for term in table.terms.terms:
        languages.setdefault(term.language, []).append(term)
    context = {"rules": table.rules, "always": ALWAYS, "languages": languages}
    return render(request, "operations/priority.html", context)
