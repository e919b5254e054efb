"""Previews: ask, hold, let go; on what basis; one's own exposure, and the loads."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from tipline.foundation.errors import NotFoundError, TiplineError
from tipline.portals.console.viewing_forms import BasisForm, LookForm, ZoneForm
from tipline.portals.console.views import SignedInRequest, around
from tipline.viewing import queries, services
from tipline.viewing.exposure import left_seconds, next_lease
from tipline.viewing.services import Held, Viewer, Wanted


class ViewerRequest(SignedInRequest):
    """A request of somebody at a screen."""

    person: Any


def veil(request: ViewerRequest, report_id: int, file_id: str) -> HttpResponse:
    wanted = _wanted(request, report_id, file_id)

    def do() -> dict[str, object]:
        token = services.veil(
            _viewer(request), wanted, terms=settings.VIEWING, at=timezone.now()
        )
        return {"url": _preview(token)}

    return _answered(do)


def hold(request: ViewerRequest, report_id: int, file_id: str) -> HttpResponse:
    wanted = _wanted(request, report_id, file_id)

    def do() -> dict[str, object]:
        held = services.hold(
            _viewer(request), wanted, terms=settings.VIEWING, at=timezone.now()
        )
        beats = reverse("console:beat", args=[held.hold_id])
        release = reverse("console:release", args=[held.hold_id])
        links = {"url": _preview(held.token), "beat": beats, "release": release}
        return {**links, **_lease(held)}

    return _answered(do)


def beat(request: ViewerRequest, hold_id: int) -> HttpResponse:
    def do() -> dict[str, object]:
        at = timezone.now()
        held = services.beat(_viewer(request), hold_id, terms=settings.VIEWING, at=at)
        return _lease(held)

    return _answered(do)


def release(request: ViewerRequest, hold_id: int) -> HttpResponse:
    def do() -> dict[str, object]:
        services.release(_viewer(request), hold_id, at=timezone.now())
        return {}

    return _answered(do)


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
                services.record_basis(
                    _viewer(request),
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


def exposure(request: ViewerRequest) -> HttpResponse:
    reader, person, terms = request.principal, request.person, settings.VIEWING
    now = queries.look_of(reader, person.pk, default=terms.look)
    posted = request.POST if request.method == "POST" else None
    form = LookForm(posted, initial={"grey": now.grey, "blur": now.blur.value})
    status = 200
    if posted is not None:
        if form.is_valid():
            services.set_preference(reader, person, form.look())
            messages.success(request, _("Saved. It holds from the next preview on."))
            return redirect("console:exposure")
        status = 400
    at = timezone.now()
    spans = queries.spans_of(reader, person.pk, at=at)
    zone = queries.zone_of(reader, person.pk)
    hour, day = left_seconds(spans, at, terms.limits)
    context = {
        "form": form,
        "load": queries.load_of(reader, person, at=at),
        "limits": terms.limits,
        "zone": zone or terms.limits.time_zone,
        "lease": next_lease(spans, at, terms.limits, zone=zone),
        "hour_left": hour,
        "day_left": day,
        **around(reader),
    }
    return render(request, "console/exposure.html", context, status=status)


def loads(request: ViewerRequest) -> HttpResponse:
    return _loads_page(request)


def time_zone(request: ViewerRequest, person_id: int) -> HttpResponse:
    form = ZoneForm(request.POST)
    form.is_valid()
    try:
        services.set_time_zone(
            request.principal,
            request.person,
            person_id,
            zone=form.cleaned_data.get("zone", ""),
            default=settings.VIEWING.look,
        )
    except NotFoundError:
        raise
    except TiplineError as refusal:
        messages.error(request, str(refusal))
        return _loads_page(request, status=refusal.http_status)
    messages.success(request, _("The time zone is set."))
    return redirect("console:loads")


def _loads_page(request: ViewerRequest, *, status: int = 200) -> HttpResponse:
    reader = request.principal
    context = {
        "loads": queries.loads(reader, request.person, at=timezone.now()),
        "limits": settings.VIEWING.limits,
        **around(reader),
    }
    return render(request, "console/loads.html", context, status=status)


def _viewer(request: ViewerRequest) -> Viewer:
    return Viewer(
        principal=request.principal,
        person=request.person,
        session_key=str(request.session.session_key),
    )


def _wanted(request: ViewerRequest, report_id: int, file_id: str) -> Wanted:
    severity = str(request.POST.get("severity", ""))
    return Wanted(report_id=report_id, file_id=file_id, severity=severity)


def _preview(token: str) -> str:
    return f"{settings.EVIDENCE_URL}/preview/{token}"


def _lease(held: Held) -> dict[str, object]:
    return {"lease_seconds": held.lease_seconds}


def _answered(do: Callable[[], dict[str, object]]) -> HttpResponse:
    """Answer in JSON what was done, or why not; what is not there stays a 404."""
    try:
        return JsonResponse(do())
    except NotFoundError:
        raise
    except TiplineError as refusal:
        body = {"code": refusal.code, "message": str(refusal)}
        return JsonResponse(body, status=refusal.http_status)
