"""Independent audits of hash lists: ordered by operators, done by outside auditors."""

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from tipline.foundation.accounts import queries as accounts
from tipline.foundation.errors import TiplineError
from tipline.hashlist import audit_results, auditing, queries
from tipline.portals.operations.asking import SignedInRequest
from tipline.portals.operations.list_forms import BeginAuditForm, FindingForm
from tipline.portals.operations.views.acting import Change, change_page, posted


def list_audits(request: SignedInRequest) -> HttpResponse:
    context = {
        "audits": audit_results.audits(request.principal),
        "is_auditor": _is_auditor(request),
    }
    return render(request, "operations/list_audits.html", context)


def list_audit(request: SignedInRequest, audit_id: int) -> HttpResponse:
    return _audit_page(request, audit_id, FindingForm(), status=200)


def finding(request: SignedInRequest, audit_id: int, audited_id: int) -> HttpResponse:
    form = FindingForm(request.POST)
    if not form.is_valid():
        return _audit_page(request, audit_id, form, status=400)
    try:
        auditing.record_finding(
            request.principal, audited_id, **form.cleaned_data, at=timezone.now()
        )
    except TiplineError as refusal:
        form.add_error(None, str(refusal))
        return _audit_page(request, audit_id, form, status=refusal.http_status)
    return redirect("operations:list-audit", audit_id)


def begin_audit(request: SignedInRequest, list_id: int) -> HttpResponse:
    found = queries.hash_list(request.principal, list_id)
    firms = accounts.organizations(request.principal, kind="audit-firm")

    def do(form: forms.Form) -> HttpResponse:
        firm = accounts.organization(
            request.principal, form.cleaned_data["organization"]
        )
        made = auditing.begin_audit(
            request.principal,
            found,
            organization=firm,
            number=form.cleaned_data["number"],
            at=timezone.now(),
        )
        return redirect("operations:list-audit", made.pk)

    change = Change(
        title=_("Have the list audited"),
        explanation=_(
            "An audit firm looks at a random sample or at everything. Its people see"
            " the sample, and neither votes nor members. What they find wrong is"
            " suspended at once."
        ),
        button=_("Draw and hand over"),
        back=reverse("operations:list", args=[list_id]),
        about=found.name,
    )
    form = BeginAuditForm(
        posted(request), organizations=[(each.pk, each.name) for each in firms]
    )
    return change_page(request, change, do, form=form)


def publish_audit(request: SignedInRequest, audit_id: int) -> HttpResponse:
    found = audit_results.audit_of(request.principal, audit_id)

    def do(form: forms.Form) -> None:
        del form
        auditing.publish_audit(request.principal, audit_id, at=timezone.now())
        messages.success(request, _("Published. No finding can be added any more."))

    change = Change(
        title=_("Publish the figures"),
        explanation=_("Every item needs its finding. The figures then stand."),
        button=_("Publish"),
        back=reverse("operations:list-audit", args=[audit_id]),
        about=found.hash_list.name,
    )
    return change_page(request, change, do)


def _audit_page(
    request: SignedInRequest, audit_id: int, form: FindingForm, *, status: int
) -> HttpResponse:
    reader = request.principal
    found = audit_results.audit_of(reader, audit_id)
    context = {
        "audit": found,
        "result": audit_results.result_of(reader, found),
        "next": audit_results.next_to_find(reader, audit_id),
        "form": form,
        "is_auditor": _is_auditor(request),
    }
    return render(request, "operations/list_audit.html", context, status=status)


def _is_auditor(request: SignedInRequest) -> bool:
    return "list-auditor" in request.principal.roles
