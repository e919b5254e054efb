from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from tipline.foundation.errors import NotFoundError
from tipline.paperwork import queries, services
from tipline.paperwork.errors import TextFaultyError
from tipline.paperwork.facts import LISTS, NAMES
from tipline.paperwork.kinds import DraftKind
from tipline.paperwork.language import LONGEST_TEXT
from tipline.paperwork.wording import KIND_WORDS
from tipline.portals.agencies.asking import OfficerRequest


def drafts(request: OfficerRequest) -> HttpResponse:
    context = {
        "texts": [
            (KIND_WORDS[kind], queries.text_for(request.principal, kind))
            for kind in DraftKind
        ]
    }
    return render(request, "agencies/drafts.html", context)


def draft(request: OfficerRequest, draft: str) -> HttpResponse:
    if draft not in set(DraftKind):
        raise NotFoundError
    kind = DraftKind(draft)
    if request.method != "POST":
        return _page(request, kind, queries.text_for(request.principal, kind).text)
    text = request.POST.get("text", "").replace("\r\n", "\n")
    try:
        services.save_text(request.principal, kind, text, at=timezone.now())
    except TextFaultyError as fault:
        return _page(request, kind, text, problem=str(fault))
    messages.success(request, _("The text is kept. The next draft is made of it."))
    return redirect("agencies:draft", kind.value)


def _page(
    request: OfficerRequest, kind: DraftKind, text: str, *, problem: str = ""
) -> HttpResponse:
    context = {
        "kind": kind.value,
        "title": KIND_WORDS[kind],
        "text": text,
        "problem": problem,
        "saved": queries.saved_texts(request.principal, kind),
        "names": NAMES.items(),
        "lists": [(name, fields.items()) for name, fields in LISTS.items()],
        "longest": LONGEST_TEXT,
    }
    status = 400 if problem else 200
    return render(request, "agencies/draft.html", context, status=status)
