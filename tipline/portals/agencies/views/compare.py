from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from tipline.foundation.errors import NotFoundError
from tipline.portals.agencies.asking import OfficerRequest
from tipline.portals.agencies.comparison import FEWEST, MOST, lines_of, shared_by
from tipline.referral import services
from tipline.referral.assembly import sheet_for

_LONGEST_NUMBER = 18


def compare(request: OfficerRequest) -> HttpResponse:
    numbers = _numbers(request.GET.getlist("report"))
    context: dict[str, object] = {
        "places": [
            (place, numbers[place - 1] if place <= len(numbers) else "")
            for place in range(1, MOST + 1)
        ],
        "fewest": FEWEST,
        "is_asked": "report" in request.GET,
    }
    if len(numbers) >= FEWEST:
        at = timezone.now()
        sheets = [
            sheet_for(request.principal, request.person, number, at=at)
            for number in numbers
        ]
        for sheet in sheets:
            services.note_opened(request.principal, sheet.referral, at=at)
        reports = [sheet.contents for sheet in sheets]
        context |= {
            "reports": reports,
            "shared": shared_by(reports),
            "lines": lines_of(reports),
        }
    return render(request, "agencies/compare.html", context)


def _numbers(asked: list[str]) -> list[int]:
    """Read up to four different numbers of reports.

    Raises:
        NotFoundError: one is no number.
    """
    texts = [text.strip() for text in asked if text.strip()]
    for text in texts:
        is_number = text.isascii() and text.isdecimal()
        if not is_number or len(text) > _LONGEST_NUMBER:
            raise NotFoundError
    return list(dict.fromkeys(map(int, texts)))[:MOST]
