from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import urlencode

from tipline.foundation.errors import NotFoundError
from tipline.portals.agencies.asking import OfficerRequest
from tipline.portals.agencies.comparison import FEWEST, MOST, lines_of, shared_by
from tipline.referral import services
from tipline.referral.assembly import ReportSheet, sheet_for

_LONGEST_NUMBER = 18


def compare(request: OfficerRequest) -> HttpResponse:
    numbers = numbers_of(request)
    context: dict[str, object] = {
        "places": [
            (place, numbers[place - 1] if place <= len(numbers) else "")
            for place in range(1, MOST + 1)
        ],
        "fewest": FEWEST,
        "is_asked": "report" in request.GET,
    }
    if len(numbers) >= FEWEST:
        reports = [opened(request, number).contents for number in numbers]
        context |= {
            "reports": reports,
            "shared": shared_by(reports),
            "lines": lines_of(reports),
            "query": urlencode([("report", number) for number in numbers]),
        }
    return render(request, "agencies/compare.html", context)


def opened(request: OfficerRequest, report_id: int) -> ReportSheet:
    """Give what a report's page shows; reading it is noted, as its page does.

    Raises:
        NotFoundError: absent, or not made available to the officer's agency.
    """
    at = timezone.now()
    sheet = sheet_for(request.principal, request.person, report_id, at=at)
    services.note_opened(request.principal, sheet.referral, at=at)
    return sheet


def numbers_of(request: OfficerRequest) -> list[int]:
    """Read up to four different numbers of reports.

    Raises:
        NotFoundError: one is no number.
    """
    asked = request.GET.getlist("report")
    texts = [text.strip() for text in asked if text.strip()]
    for text in texts:
        is_number = text.isascii() and text.isdecimal()
        if not is_number or len(text) > _LONGEST_NUMBER:
            raise NotFoundError
    return list(dict.fromkeys(map(int, texts)))[:MOST]
