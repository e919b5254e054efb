"""The audit, to auditors."""

from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render

from tipline.foundation.audit import queries
from tipline.foundation.audit.queries import EntryFilters
from tipline.portals.operations.asking import SignedInRequest
from tipline.portals.operations.forms import AuditForm


def audit(request: SignedInRequest) -> HttpResponse:
    return _audit_page(request)


def verify_audit(request: SignedInRequest) -> HttpResponse:
    return _audit_page(request, verification=queries.verified(request.principal))


def _audit_page(request: SignedInRequest, **more: object) -> HttpResponse:
    form = AuditForm(request.GET)
    form.is_valid()
    kept = {name: text.strip() for name, text in form.cleaned_data.items() if text}
    context = {
        "form": form,
        "page": queries.entries(
            EntryFilters(**kept), before=request.GET.get("before", "")
        ),
        "kept": urlencode(kept),
        "is_first": "before" not in request.GET,
        **more,
    }
    return render(request, "operations/audit.html", context)
