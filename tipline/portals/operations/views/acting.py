"""One change on one page: what will happen, a button, and what was refused."""

from collections.abc import Callable
from dataclasses import dataclass

from django import forms
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render

from tipline.foundation.errors import TiplineError
from tipline.portals.operations.asking import SignedInRequest
from tipline.portals.operations.forms import SureForm


@dataclass(frozen=True, kw_only=True)
class Change:
    """The page of a change: its title, what follows from it, and its button.

    `back` is where it came from, and where it ends unless `do` gives an answer of its
    own, such as a secret that is shown once.
    """

    title: str
    explanation: str
    button: str
    back: str
    about: str = ""
    is_danger: bool = False


def change_page(
    request: SignedInRequest,
    change: Change,
    do: Callable[[forms.Form], HttpResponse | None],
    *,
    form: forms.Form | None = None,
) -> HttpResponse:
    """Show a change and its form; on POST do it, or say beside the form why not.

    The page is read before it is written, so that whoever must confirm with a passkey
    does so before typing, and loses nothing.
    """
    form = form if form is not None else SureForm(posted(request))
    if request.method != "POST":
        return _shown(request, change, form, status=200)
    if not form.is_valid():
        return _shown(request, change, form, status=400)
    try:
        answer = do(form)
    except TiplineError as refusal:
        form.add_error(None, str(refusal))
        return _shown(request, change, form, status=refusal.http_status)
    return answer if answer is not None else redirect(change.back)


def posted(request: SignedInRequest) -> QueryDict | None:
    """Give what was sent, though it be nothing; None if the page is only read."""
    return request.POST if request.method == "POST" else None


def _shown(
    request: SignedInRequest, change: Change, form: forms.Form, *, status: int
) -> HttpResponse:
    context = {"change": change, "form": form}
    return render(request, "operations/change.html", context, status=status)
