from datetime import date

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import urlencode

from tipline.casework import queries as casework
from tipline.casework.figures import Dashboard, dashboard
from tipline.foundation.keys import read_number
from tipline.portals.agencies.asking import OfficerRequest
from tipline.portals.agencies.charts import bar_chart
from tipline.portals.agencies.reading import one_of

MONTHS = ("3", "6", "12", "24", "36")


def figures(request: OfficerRequest) -> HttpResponse:
    shown = dashboard_of(request)
    today = timezone.now().date()
    received = {each.name: each.received for each in shown.by_month}
    months = _months(today, _count(request))
    whose = request.GET.get("whose", "")
    context = {
        "shown": shown,
        "chart": bar_chart([(name[2:], received.get(name, 0)) for name in months]),
        "levels": bar_chart([(each.name, each.received) for each in shown.by_level]),
        "months": MONTHS,
        "asked_months": str(_count(request)),
        "whose": whose,
        "officers": casework.officers(request.principal),
        "chosen": urlencode([("months", str(_count(request))), ("whose", whose)]),
        "is_figures": True,
    }
    return render(request, "agencies/figures.html", context)


def _count(request: OfficerRequest) -> int:
    return int(one_of(request.GET.get("months"), MONTHS) or "12")


def dashboard_of(request: OfficerRequest) -> Dashboard:
    """Give the figures, narrowed as the page's address says."""
    whose = request.GET.get("whose", "")
    return dashboard(
        request.principal,
        months=_count(request),
        today=timezone.now().date(),
        assignee=request.person.pk if whose == "me" else read_number(whose),
    )


def _months(today: date, count: int) -> list[str]:
    """Name the months that end with this one, as 2026-11."""
    last = today.year * 12 + today.month - 1
    return [
        f"{index // 12}-{index % 12 + 1:02}"
        for index in range(last - count + 1, last + 1)
    ]
