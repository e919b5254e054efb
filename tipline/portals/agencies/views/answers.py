from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from tipline.feedback import links, queries, services
from tipline.feedback.answers import MOST_VICTIMS, Answer, Way
from tipline.feedback.errors import AnswerIncompleteError
from tipline.feedback.wording import REASON_WORDS, STATUS_WORDS, WHY_NOT_WORDS
from tipline.foundation.web.refusals import in_words
from tipline.portals.agencies.asking import OfficerRequest

_THREE = {"yes": True, "no": False}
_LONGEST_NUMBER = 9
_CHOICES: dict[str, Any] = {
    "statuses": [each for each in STATUS_WORDS.items() if each[0] != "closed"],
    "close_reasons": REASON_WORDS.items(),
    "why_not": WHY_NOT_WORDS.items(),
    "most_victims": MOST_VICTIMS,
}


def answer_address(secret: str) -> str:
    """Give the whole address of an answer link, as it is printed."""
    base: str = settings.ENVIRONMENT.public_url
    return base + reverse("agencies:answer-link", args=[secret])


def feedback_context(request: OfficerRequest, report_id: int) -> dict[str, Any]:
    """Give what the panel of a report's page shows."""
    answers = queries.answers_of(request.principal, report_id)
    ground = queries.ground_of(answers)
    return {"answers": answers, "clears": ground, **_CHOICES}


def give(request: OfficerRequest, report_id: int) -> HttpResponse:
    try:
        is_cleared = services.give(
            request.principal,
            report_id,
            _read(request.POST),
            way=Way.PORTAL,
            how_known=request.POST.get("how_known", ""),
            at=timezone.now(),
        )
    except AnswerIncompleteError as refusal:
        messages.error(request, in_words(refusal))
        return redirect("agencies:report", report_id)
    if is_cleared:
        said = _(
            "Thank you. The clearinghouse, the platform and every agency that has the"
            " report are told that it is unfounded; an analyst decides."
        )
    else:
        said = _("Thank you. Your answer is kept; you can correct it at any time.")
    messages.success(request, said)
    return redirect("agencies:report", report_id)


def answer(request: HttpRequest, answer_secret: str) -> HttpResponse:
    """Ask, to whoever has a link, what became of the report that it is for.

    The page is the same for every report. Opening it changes nothing, so that what
    looks at links in mails answers nothing.
    """
    at = timezone.now()
    holder, report_id = links.answering(answer_secret, at=at)
    context: dict[str, Any] = {**_CHOICES, "answer_secret": answer_secret}
    if request.method == "POST":
        said = _read(request.POST)
        try:
            services.give(holder, report_id, said, way=Way.LINK, at=at)
            context["is_kept"] = True
        except AnswerIncompleteError as refusal:
            context["problem"] = in_words(refusal)
    status = 400 if "problem" in context else 200
    response = render(request, "agencies/answer.html", context, status=status)
    response["X-Robots-Tag"] = "noindex"
    return response


def _read(said: QueryDict) -> Answer:
    """Read a form; `status` may name a reason behind a slash, for one click."""
    status, _slash, reason = said.get("status", "").partition("/")
    number = said.get("more_victims_number", "").strip()
    is_number = number.isascii() and number.isdecimal()
    return Answer(
        status=status,
        close_reason=reason or said.get("close_reason", ""),
        child_identified=_THREE.get(said.get("child_identified", "")),
        more_victims=_THREE.get(said.get("more_victims", "")),
        more_victims_number=(
            int(number) if is_number and len(number) <= _LONGEST_NUMBER else None
        ),
        is_self_produced=_THREE.get(said.get("self_produced", "")),
        was_useful=_THREE.get(said.get("was_useful", "")),
        why_not_useful=said.get("why_not_useful", ""),
    )
