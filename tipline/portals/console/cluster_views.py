"""Analysts read and change clusters, and search identifiers."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from tipline.foundation.accounts import queries as accounts
from tipline.foundation.errors import ConflictError, InvalidRequestError
from tipline.foundation.keys import MAX_KEY
from tipline.linking import cluster_reading as reading
from tipline.linking import clusters as moving
from tipline.linking import searching
from tipline.linking.identifiers import RAW_MAX
from tipline.portals.console.views import SignedInRequest, around

_REFUSALS = (ConflictError, InvalidRequestError)


def clusters(request: SignedInRequest) -> HttpResponse:
    before = _number(request.GET.get("before", ""))
    most = reading.PAGE_SIZE
    lines = reading.clusters(request.principal, before=before, most=most + 1)
    context = {
        "lines": lines[:most],
        "next_before": lines[most - 1].newest_report_id if len(lines) > most else None,
        "is_first": before is None,
        "now": timezone.now(),
        **around(request.principal),
    }
    return render(request, "console/clusters.html", context)


def cluster(request: SignedInRequest, cluster_id: int) -> HttpResponse:
    found = reading.read_cluster(request.principal, cluster_id)
    people = {change.changed_by for change in found.changes}
    people |= {member.joined_by for member in found.members}
    context = {
        "cluster": found,
        "names": accounts.names_of(request.principal, people),
        "reason_max": moving.REASON_MAX,
        "now": timezone.now(),
        **around(request.principal),
    }
    return render(request, "console/cluster.html", context)


def bring(request: SignedInRequest, report_id: int) -> HttpResponse:
    """Bring another report into the cluster of this one; both come from the page."""
    other = _number(request.POST.get("other", ""))
    reason = request.POST.get("reason", "")
    try:
        cluster_id = moving.bring_together(
            request.principal, report_id, other or 0, reason=reason, at=timezone.now()
        )
    except _REFUSALS as refusal:
        messages.error(request, str(refusal))
        return redirect("console:report", report_id)
    messages.success(request, _("They are together now."))
    return redirect("console:cluster", cluster_id)


def split(request: SignedInRequest, cluster_id: int) -> HttpResponse:
    chosen = [_number(text) or 0 for text in request.POST.getlist("report")]
    reason = request.POST.get("reason", "")
    try:
        moving.split(
            request.principal, cluster_id, chosen, reason=reason, at=timezone.now()
        )
    except _REFUSALS as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("They are apart now. No rule brings them back."))
    return redirect("console:cluster", cluster_id)


def search(request: SignedInRequest) -> HttpResponse:
    """Show the form and what was found; the text never stands in an address."""
    text = request.POST.get("text", "")[: RAW_MAX + 1]
    asked = request.method == "POST"
    context = {
        "text": text,
        "text_max": RAW_MAX,
        "found": searching.search(request.principal, text) if asked else None,
        "now": timezone.now(),
        **around(request.principal),
    }
    return render(request, "console/search.html", context)


def _number(text: str) -> int | None:
    """Read a report's number; None for anything else."""
    text = text.strip()
    is_number = text.isascii() and text.isdecimal() and len(text) <= 16  # noqa: PLR2004
    return int(text) if is_number and 0 < int(text) <= MAX_KEY else None
