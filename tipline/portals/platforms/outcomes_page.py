"""A platform's own page: what agencies answered on its reports, month by month."""

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from tipline.feedback import queries
from tipline.feedback.hiding import SMALLEST, Shown
from tipline.feedback.wording import REASON_WORDS, STATUS_WORDS
from tipline.intake.callers import Caller
from tipline.portals.platforms.wire import endpoint

_USEFUL = {"yes": "The information helped", "no": "It did not help"}


@endpoint(method="GET", action="outcomes.read")
def page(request: HttpRequest, caller: Caller) -> HttpResponse:
    del request
    months = [
        {
            "first_on": month.first_on,
            "tables": [
                _table("What became of them", month.statuses, STATUS_WORDS),
                _table("Why they were closed", month.reasons, REASON_WORDS),
                _table("Whether the information helped", month.useful, _USEFUL),
            ],
        }
        for month in queries.outcomes_for(caller.platform, at=caller.at)
    ]
    context = {"months": months, "smallest": SMALLEST}
    return HttpResponse(render_to_string("platforms/outcomes.html", context))


def _table(title: str, shown: Shown, words: Mapping[str, object]) -> dict[str, object]:
    rows = [(str(words[name]), shown.counts[name]) for name in words]
    return {"title": title, "total": shown.total, "rows": rows}
