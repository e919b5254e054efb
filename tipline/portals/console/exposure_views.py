"""How much somebody sees: one's own exposure, company for it, and the loads of all."""

from datetime import timedelta

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from tipline.foundation.errors import NotFoundError, TiplineError
from tipline.foundation.web.sessions import home_of
from tipline.portals.console.viewing_forms import BuddyForm, LookForm, ZoneForm
from tipline.portals.console.viewing_views import ViewerRequest
from tipline.portals.console.views import around
from tipline.viewing import concerns, queries, services
from tipline.viewing.errors import BuddyUnknownError
from tipline.viewing.exposure import left_seconds, next_lease


def exposure(request: ViewerRequest) -> HttpResponse:
    if request.method != "POST":
        return _exposure_page(request, _look_form(request))
    form = _look_form(request, request.POST)
    if not form.is_valid():
        return _exposure_page(request, form, status=400)
    services.set_preference(request.principal, request.person, form.look())
    messages.success(request, _("Saved. It holds from the next preview on."))
    return redirect("console:exposure")


def buddy(request: ViewerRequest) -> HttpResponse:
    form = _buddy_form(request, request.POST)
    if not form.is_valid():
        refusal = BuddyUnknownError()
        messages.error(request, str(refusal))
        look_form = _look_form(request)
        return _exposure_page(request, look_form, status=refusal.http_status)
    chosen = form.cleaned_data["buddy"]
    look = settings.VIEWING.look
    concerns.choose_buddy(request.principal, request.person, chosen, default=look)
    messages.success(request, _("Saved."))
    return redirect("console:exposure")


def company(request: ViewerRequest) -> HttpResponse:
    concerns.ask_company(request.principal, request.person, at=timezone.now())
    messages.success(request, _("Your colleagues are told that you want company."))
    return redirect("console:exposure")


def answer_concern(request: ViewerRequest, concern_id: int) -> HttpResponse:
    at = timezone.now()
    concerns.answer(request.principal, request.person, concern_id, at=at)
    messages.success(request, _("Thank you. It is on nobody's page any more."))
    return redirect(home_of(request.person))


def _look_form(request: ViewerRequest, posted: QueryDict | None = None) -> LookForm:
    look = settings.VIEWING.look
    now = queries.look_of(request.principal, request.person.pk, default=look)
    return LookForm(posted, initial={"grey": now.grey, "blur": now.blur.value})


def _buddy_form(request: ViewerRequest, posted: QueryDict | None = None) -> BuddyForm:
    reader, person = request.principal, request.person
    now = queries.buddy_of(reader, person.pk)
    found = [(each.pk, each.name) for each in queries.colleagues_of(reader, person)]
    return BuddyForm(posted, colleagues=found, now=now.pk if now else None)


def _exposure_page(
    request: ViewerRequest, form: LookForm, *, status: int = 200
) -> HttpResponse:
    reader, person, terms = request.principal, request.person, settings.VIEWING
    at = timezone.now()
    spans = queries.spans_of(reader, person.pk, at=at)
    zone = queries.zone_of(reader, person.pk)
    hour, day = left_seconds(spans, at, terms.limits)
    context = {
        "form": form,
        "buddy_form": _buddy_form(request),
        "load": queries.load_of(reader, person, at=at),
        "asked": len(queries.veiled_since(reader, person.pk, at - timedelta(days=1))),
        "quota": terms.quota,
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
        "past": queries.past_concerns(reader, request.person),
        **around(reader),
    }
    return render(request, "console/loads.html", context, status=status)
