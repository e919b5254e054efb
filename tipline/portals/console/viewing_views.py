"""Previews: ask, hold, prolong, let go."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpResponse, JsonResponse
from django.urls import reverse
from django.utils import timezone

from tipline.foundation.errors import NotFoundError, TiplineError
from tipline.portals.console.views import SignedInRequest
from tipline.viewing import services
from tipline.viewing.services import Held, Viewer, Wanted


class ViewerRequest(SignedInRequest):
    """A request of somebody at a screen."""

    person: Any


def veil(request: ViewerRequest, report_id: int, file_id: str) -> HttpResponse:
    wanted = _wanted(request, report_id, file_id)

    def do() -> dict[str, object]:
        token = services.veil(
            viewer_of(request), wanted, terms=settings.VIEWING, at=timezone.now()
        )
        return {"url": _preview(token)}

    return _answered(do)


def hold(request: ViewerRequest, report_id: int, file_id: str) -> HttpResponse:
    wanted = _wanted(request, report_id, file_id)

    def do() -> dict[str, object]:
        held = services.hold(
            viewer_of(request), wanted, terms=settings.VIEWING, at=timezone.now()
        )
        beats = reverse("console:beat", args=[held.hold_id])
        release = reverse("console:let-go", args=[held.hold_id])
        links = {"url": _preview(held.token), "beat": beats, "release": release}
        return {**links, **_lease(held)}

    return _answered(do)


def beat(request: ViewerRequest, hold_id: int) -> HttpResponse:
    def do() -> dict[str, object]:
        at = timezone.now()
        held = services.beat(viewer_of(request), hold_id, terms=settings.VIEWING, at=at)
        return _lease(held)

    return _answered(do)


def release(request: ViewerRequest, hold_id: int) -> HttpResponse:
    def do() -> dict[str, object]:
        at = timezone.now()
        services.release(viewer_of(request), hold_id, terms=settings.VIEWING, at=at)
        return {}

    return _answered(do)


def viewer_of(request: ViewerRequest) -> Viewer:
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
