from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from tipline.exchange import webhooks as services
from tipline.exchange.errors import WebhookIncompleteError, WebhookOverError
from tipline.foundation.accounts import agency_tokens
from tipline.foundation.keys import read_number
from tipline.foundation.web.refusals import in_words
from tipline.portals.agencies.asking import OfficerRequest


def webhooks(request: OfficerRequest) -> HttpResponse:
    if request.method != "POST":
        return _page(request)
    officer, url = request.principal, request.POST.get("url", "")
    try:
        _, secret = services.add(
            officer, officer.organization_id, url, at=timezone.now()
        )
    except WebhookIncompleteError as refusal:
        return _page(request, status=400, url=url, problem=in_words(refusal))
    return _page(request, secret=secret)


def renew(request: OfficerRequest, webhook_id: int) -> HttpResponse:
    try:
        secret = services.renew_secret(request.principal, webhook_id, at=timezone.now())
    except WebhookOverError as refusal:
        messages.error(request, in_words(refusal))
        return redirect("agencies:webhooks")
    return _page(request, secret=secret)


def end(request: OfficerRequest, webhook_id: int) -> HttpResponse:
    try:
        services.end(request.principal, webhook_id, at=timezone.now())
    except WebhookOverError as refusal:
        messages.error(request, in_words(refusal))
    else:
        messages.success(request, _("The address is told nothing any more."))
    return redirect("agencies:webhooks")


def _page(
    request: OfficerRequest, *, status: int = 200, **more: object
) -> HttpResponse:
    officer = request.principal
    agency_id = officer.organization_id
    after = read_number(request.GET.get("after"))
    deliveries = services.deliveries_of(officer, agency_id, after=after)
    is_more = len(deliveries) == services.DELIVERIES_PAGE
    context = {
        "webhooks": services.webhooks_of(officer, agency_id),
        "deliveries": deliveries,
        "next_after": deliveries[-1].pk if is_more else None,
        "leads": agency_tokens.is_lead(officer),
        "now": timezone.now(),
        **more,
    }
    return render(request, "agencies/webhooks.html", context, status=status)
