"""Appeals of platforms against their priors: the list, and an answer."""

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from tipline import senders
from tipline.portals.operations.asking import SignedInRequest
from tipline.portals.operations.forms import AppealForm
from tipline.portals.operations.views.acting import Change, change_page, posted
from tipline.triage import noise_reading


def appeals(request: SignedInRequest) -> HttpResponse:
    after = request.GET.get("after", "")
    context = {
        "page": noise_reading.appeal_page(request.principal, after=after),
        "is_first": "after" not in request.GET,
    }
    return render(request, "operations/appeals.html", context)


def answer_appeal(request: SignedInRequest, appeal_id: int) -> HttpResponse:
    appeal = noise_reading.appeal_of(request.principal, appeal_id)

    def do(form: forms.Form) -> None:
        senders.answer_appeal(
            request.principal,
            appeal_id,
            is_granted=form.cleaned_data["decision"] == "grant",
            answer=form.cleaned_data["answer"],
            at=timezone.now(),
        )

    change = Change(
        title=_("Answer the appeal of %(platform)s") % {"platform": appeal.platform},
        explanation=_(
            "It writes: “%(reason)s” In its last %(reports)s reports %(noise)s were"
            " noise, which costs %(shift)s points inside a level."
        )
        % {
            "reason": appeal.reason,
            "reports": appeal.prior.reports,
            "noise": appeal.prior.noise,
            "shift": appeal.prior.shift,
        },
        button=_("Answer"),
        back=reverse("operations:appeals"),
        about=_("Appeals"),
    )
    return change_page(request, change, do, form=AppealForm(posted(request)))
