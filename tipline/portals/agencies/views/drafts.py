from dataclasses import replace

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from tipline.casework.errors import ChangedMeanwhileError
from tipline.foundation.errors import NotFoundError
from tipline.foundation.keys import read_number
from tipline.foundation.web.refusals import in_words
from tipline.paperwork import queries, services
from tipline.paperwork.errors import TextFaultyError
from tipline.paperwork.facts import LISTS, NAMES
from tipline.paperwork.kinds import DraftKind
from tipline.paperwork.language import LONGEST_TEXT
from tipline.paperwork.queries import TextInUse
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
        return _page(request, queries.text_for(request.principal, kind))
    text = request.POST.get("text", "").replace("\r\n", "\n")
    version = read_number(request.POST.get("version")) or 0
    at = timezone.now()
    try:
        services.save_text(request.principal, kind, text, version=version, at=at)
    except TextFaultyError as fault:
        typed = TextInUse(kind=kind, text=text, version=version)
        return _page(request, typed, refusal=fault)
    except ChangedMeanwhileError as refusal:
        # What the colleague wrote is among the earlier texts of this page.
        newer = queries.text_for(request.principal, kind)
        return _page(request, replace(newer, text=text), refusal=refusal)
    messages.success(request, _("The text is kept. The next draft is made of it."))
    return redirect("agencies:draft", kind.value)


def _page(
    request: OfficerRequest,
    shown: TextInUse,
    *,
    refusal: TextFaultyError | ChangedMeanwhileError | None = None,
) -> HttpResponse:
    context = {
        "kind": shown.kind.value,
        "title": KIND_WORDS[shown.kind],
        "text": shown.text,
        "version": shown.version,
        "problem": in_words(refusal) if refusal else "",
        "saved": queries.saved_texts(request.principal, shown.kind),
        "names": NAMES.items(),
        "lists": [(name, fields.items()) for name, fields in LISTS.items()],
        "longest": LONGEST_TEXT,
    }
    status = refusal.http_status if refusal else 200
    return render(request, "agencies/draft.html", context, status=status)
