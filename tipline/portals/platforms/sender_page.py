"""A platform's own page: what its noise costs in the queue, and its appeal."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string

from tipline import senders
from tipline.foundation.errors import ConflictError, InvalidRequestError
from tipline.intake.callers import Caller
from tipline.portals.platforms.errors import FormOfAnotherSiteError
from tipline.portals.platforms.wire import endpoint
from tipline.triage import noise_reading
from tipline.triage.appeals import TEXT_MAX

_OWN_SITE = {"same-origin", "none"}


@endpoint(method="GET", action="priors.read")
def page(request: HttpRequest, caller: Caller) -> HttpResponse:
    del request
    return _page(caller)


@endpoint(method="POST", action="priors.appeal")
def appeal(request: HttpRequest, caller: Caller) -> HttpResponse:
    _require_own_form(request)
    reason = request.POST.get("reason", "")
    try:
        senders.appeal(caller.platform, reason=reason, at=caller.at)
    except (ConflictError, InvalidRequestError) as refusal:
        return _page(
            caller, error=str(refusal), typed=reason, status=refusal.http_status
        )
    return redirect("platforms:sender")


def _require_own_form(request: HttpRequest) -> None:
    """Refuse a form that another site sends: a browser adds the password to it, too.

    Every browser says where a form is from; a program says nothing, and needs not.
    """
    own = {settings.ENVIRONMENT.public_url, f"{request.scheme}://{request.get_host()}"}
    origin = request.headers.get("Origin")
    site = request.headers.get("Sec-Fetch-Site", "none")
    if site not in _OWN_SITE or (origin is not None and origin not in own):
        raise FormOfAnotherSiteError


def _page(
    caller: Caller, *, error: str = "", typed: str = "", status: int = 200
) -> HttpResponse:
    platform, own = caller.platform, caller.platform.organization_id
    context = {
        "sender": noise_reading.sender_of(platform, own, at=caller.at),
        "history": noise_reading.history_of(platform, own),
        "appeals": noise_reading.appeals_of(platform, own),
        "most": settings.PRIOR_POLICY.most,
        "text_most": TEXT_MAX,
        "error": error,
        "typed": typed,
        "is_demo": settings.DEMO,
    }
    html = render_to_string("platforms/sender.html", context)
    return HttpResponse(html, status=status)
