"""The analysts' pages of hash lists: lists, items, and votes."""

from collections.abc import Callable, Iterable, Mapping
from functools import partial

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from tipline.foundation.accounts import queries as accounts
from tipline.foundation.errors import TiplineError
from tipline.foundation.keys import read_number
from tipline.foundation.policy.principal import Principal
from tipline.hashlist import queries, review_queue, reviewing
from tipline.hashlist.states import REVIEWED_KINDS, ItemState, ProposalKind
from tipline.matching import proposing
from tipline.portals.console.list_forms import (
    ClassifiedForm,
    Data,
    LookForm,
    MoveForm,
    ProposeForm,
    ReasonForm,
    VoteForm,
)
from tipline.portals.console.viewing_views import ViewerRequest
from tipline.portals.console.views import SignedInRequest, around
from tipline.review import queries as review_queries
from tipline.viewing.list_looks import Copy, copy_of


def lists(request: SignedInRequest) -> HttpResponse:
    reader = request.principal
    context = {
        "lists": queries.lists(reader),
        "waiting": review_queue.waiting_for(reader),
        **around(reader),
    }
    return render(request, "console/lists.html", context)


def one_list(request: SignedInRequest, list_id: int) -> HttpResponse:
    reader = request.principal
    found = queries.hash_list(reader, list_id)
    state = request.GET.get("state", "")
    if state not in ("", *ItemState.values):
        raise Http404
    before = request.GET.get("before", "")
    context = {
        "list": found,
        "state": state,
        "counts": queries.state_counts(reader, list_id),
        "states": ItemState.values,
        "page": queries.items_of(
            reader,
            list_id,
            state=state,
            before=read_number(before) or 0,
        ),
        "is_first": not before,
        **around(reader),
    }
    return render(request, "console/list.html", context)


def item(request: SignedInRequest, item_id: int) -> HttpResponse:
    reader = request.principal
    found = queries.item(reader, item_id)
    history = queries.history_of(reader, item_id)
    actors = {found.listed_by, *(event.actor for event in history)}
    context = {
        "item": found,
        "names": accounts.names_of(reader, actors),
        "is_live": queries.is_item_live(reader, item_id),
        "is_reviewed": found.hash_list.kind in REVIEWED_KINDS,
        "history": history,
        "may_withdraw": reviewing.may_withdraw(reader),
        "decided": review_queue.decided(reader, item_id),
        **around(reader),
    }
    return render(request, "console/item.html", context)


def next_review(request: SignedInRequest) -> HttpResponse:
    after = read_number(request.GET.get("after")) or 0
    found = review_queue.next_for(request.principal, after=after)
    if found is not None:
        return redirect("console:review", found.proposal_id)
    return render(request, "console/no_review.html", around(request.principal))


def review(request: ViewerRequest, proposal_id: int) -> HttpResponse:
    proposal = review_queue.proposal_for(request.principal, proposal_id)

    def do(form: forms.Form) -> str:
        assert isinstance(form, VoteForm)  # noqa: S101 - it is the form below
        reviewing.review(
            request.principal,
            proposal_id,
            concurs=form.cleaned_data["vote"] == "concur",
            look=form.look(),
            reason=form.cleaned_data["reason"],
            at=timezone.now(),
        )
        messages.success(request, _("Your vote is kept. Here is what waits next."))
        return reverse("console:next-review")

    prints = proposal.fingerprints
    copy = _copy(request, (value for kind, value in prints if kind == "sha256"))

    def new_form(data: Data) -> VoteForm:
        return VoteForm(data, copy=copy)

    context = {"proposal": proposal, "copy": copy, "back": reverse("console:lists")}
    return _asked(request, "console/review.html", new_form, do=do, context=context)


def propose(request: ViewerRequest, report_id: int, file_id: str) -> HttpResponse:
    reader = request.principal
    file = proposing.proposable(reader, report_id, file_id)
    labeled = review_queries.classification_of(reader, file.content_id)
    prints = file.fingerprints
    copy = _copy(request, (one.value for one in prints if one.algorithm == "sha256"))

    def new_form(data: Data) -> ProposeForm:
        lists = _own_lists(reader)
        return ProposeForm(data, copy=copy, lists=lists, is_labeled=bool(labeled))

    def do(form: forms.Form) -> str:
        assert isinstance(form, ProposeForm)  # noqa: S101 - it is the form above
        made = proposing.propose_file(
            reader,
            file,
            list_id=form.cleaned_data["hash_list"],
            classification=labeled or form.cleaned_data["classification"],
            look=form.look(),
            at=timezone.now(),
        )
        messages.success(
            request, _("Proposed. Two more people must agree, each after a look.")
        )
        return reverse("console:item", args=[made.item_id])

    context = {
        "file": file,
        "copy": copy,
        "labeled": labeled,
        "has_lists": bool(_own_lists(reader)),
        "back": reverse("console:report", args=[report_id]),
    }
    return _asked(request, "console/propose.html", new_form, do=do, context=context)


def withdraw_item(request: SignedInRequest, item_id: int) -> HttpResponse:
    if not reviewing.may_withdraw(request.principal):
        raise Http404
    return _take_off(request, item_id, what="withdraw", act=reviewing.withdraw)


def change_item(request: ViewerRequest, item_id: int, what: str) -> HttpResponse:
    if what == "challenge":
        return _take_off(request, item_id, what=what, act=reviewing.challenge)
    found = queries.item(request.principal, item_id)
    back = reverse("console:item", args=[item_id])
    entries = found.entries.all()
    copy = _copy(request, (one.value for one in entries if one.algorithm == "sha256"))
    context = {"item": found, "what": what, "copy": copy, "back": back}

    def wish(form: forms.Form) -> str:
        assert isinstance(form, LookForm)  # noqa: S101 - each form of a wish is one
        reviewing.propose_change(
            request.principal,
            item_id,
            kind=what,
            look=form.look(),
            classification=form.cleaned_data.get("classification"),
            target_id=form.cleaned_data.get("target"),
            at=timezone.now(),
        )
        messages.success(request, _("Proposed. Two more people must agree."))
        return back

    def move_form(data: Data) -> MoveForm:
        others = [
            row for row in _own_lists(request.principal) if row[0] != found.hash_list_id
        ]
        return MoveForm(data, copy=copy, lists=others)

    forms_of: dict[str, Callable[[Data], forms.Form]] = {
        ProposalKind.RECLASSIFY: partial(ClassifiedForm, copy=copy),
        ProposalKind.MOVE: move_form,
        ProposalKind.REINSTATE: partial(LookForm, copy=copy),
    }
    if what not in forms_of:
        raise Http404
    page = "console/change_item.html"
    return _asked(request, page, forms_of[what], do=wish, context=context)


def _take_off(
    request: SignedInRequest, item_id: int, *, what: str, act: Callable[..., object]
) -> HttpResponse:
    back = reverse("console:item", args=[item_id])
    context = {
        "item": queries.item(request.principal, item_id),
        "what": what,
        "back": back,
    }

    def do(form: forms.Form) -> str:
        reason = form.cleaned_data["reason"]
        act(request.principal, item_id, reason=reason, at=timezone.now())
        messages.success(request, _("It is off the list, and leaves every feed."))
        return back

    page = "console/change_item.html"
    return _asked(request, page, ReasonForm, do=do, context=context)


def _copy(request: ViewerRequest, sha256s: Iterable[str]) -> Copy | None:
    """Give the file as the person saw it, or can see it; None where nobody can."""
    if not settings.EVIDENCE_URL:
        return None
    return copy_of(request.principal, request.person.pk, sha256s)


def _own_lists(reader: Principal) -> list[tuple[int, str]]:
    return [(one.pk, one.name) for one in queries.own_lists(reader)]


def _asked(
    request: SignedInRequest,
    template: str,
    new_form: Callable[[Data], forms.Form],
    *,
    do: Callable[[forms.Form], str],
    context: Mapping[str, object],
) -> HttpResponse:
    """Show a form; on POST do what it asks and go on, or say beside it why not."""
    form = new_form(request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            try:
                return redirect(do(form))
            except TiplineError as refusal:
                form.add_error(None, str(refusal))
                status = refusal.http_status
    everything = {"form": form, **context, **around(request.principal)}
    return render(request, template, everything, status=status)
