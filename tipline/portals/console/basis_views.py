"""Legal bases on which a file may be opened: put on record, and withdrawn."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from tipline.foundation.errors import NotFoundError, TiplineError
from tipline.portals.console.viewing_forms import BasisForm, WithdrawalForm
from tipline.portals.console.viewing_views import ViewerRequest, viewer_of
from tipline.portals.console.views import around
from tipline.viewing import bases, queries


def basis(request: ViewerRequest, report_id: int, file_id: str) -> HttpResponse:
    terms, at = settings.VIEWING, timezone.now()
    sight = queries.sight_of(request.principal, report_id, file_id, terms=terms, at=at)
    posted = request.POST if request.method == "POST" else None
    form = BasisForm(posted, kinds=terms.policy.kinds)
    back = f"{reverse('console:report', args=[report_id])}#files"
    status = 200
    if posted is not None:
        status = 400
        if form.is_valid():
            try:
                bases.record_basis(
                    viewer_of(request),
                    report_id,
                    file_id,
                    **form.cleaned_data,
                    terms=terms,
                    at=at,
                )
            except NotFoundError:
                raise
            except TiplineError as refusal:
                form.add_error(None, str(refusal))
            else:
                messages.success(request, _("The legal basis is on record."))
                return redirect(back)
    context = {"form": form, "sight": sight, "back": back, "policy": terms.policy}
    everything = {**context, **around(request.principal)}
    return render(request, "console/basis.html", everything, status=status)


def withdraw_basis(
    request: ViewerRequest, report_id: int, basis_id: int
) -> HttpResponse:
    found = queries.basis_of(request.principal, report_id, basis_id)
    form = WithdrawalForm(request.POST if request.method == "POST" else None)
    back = f"{reverse('console:report', args=[report_id])}#files"
    status = 400 if form.is_bound else 200
    if form.is_valid():
        terms, at = settings.VIEWING, timezone.now()
        reason = form.cleaned_data["reason"]
        try:
            bases.withdraw_basis(
                viewer_of(request),
                report_id,
                basis_id,
                reason=reason,
                terms=terms,
                at=at,
            )
        except NotFoundError:
            raise
        except TiplineError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The legal basis is withdrawn."))
            return redirect(back)
    context = {"form": form, "basis": found, "back": back, **around(request.principal)}
    return render(request, "console/withdraw_basis.html", context, status=status)
