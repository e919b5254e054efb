from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from tipline.foundation.accounts import services
from tipline.foundation.accounts.errors import TimeZoneUnknownError
from tipline.foundation.accounts.zones import UTC_NAME, time_zones
from tipline.foundation.web.refusals import in_words
from tipline.portals.agencies.asking import OfficerRequest


def account(request: OfficerRequest) -> HttpResponse:
    person = request.person
    context = {
        "chosen": person.time_zone,
        "of_agency": person.organization.time_zone or UTC_NAME,
        "zones": time_zones(),
        "now": timezone.now(),
    }
    if request.method != "POST":
        return render(request, "agencies/account.html", context)
    zone = request.POST.get("zone", "")
    try:
        services.choose_time_zone(person, zone=zone)
    except TimeZoneUnknownError as refusal:
        context = {**context, "problem": in_words(refusal)}
        return render(request, "agencies/account.html", context, status=400)
    messages.success(request, _("Times are shown in this zone from now on."))
    return redirect("agencies:account")
