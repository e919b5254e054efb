from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from tipline.foundation.accounts import agency_tokens
from tipline.foundation.accounts.agency_tokens import DAYS_MOST, NAME_MAX, NewToken
from tipline.foundation.accounts.errors import TokenIncompleteError, TokenOverError
from tipline.foundation.keys import read_number
from tipline.foundation.web.refusals import in_words
from tipline.portals.agencies.api.wording import SCOPE_WORDS
from tipline.portals.agencies.asking import OfficerRequest


def tokens(request: OfficerRequest) -> HttpResponse:
    if request.method != "POST":
        return _page(request)
    said = request.POST
    wanted = NewToken(
        name=said.get("name", ""),
        officer_id=request.person.pk,
        scopes=said.getlist("scope"),
        days=read_number(said.get("days")) or 0,
    )
    agency = request.person.organization
    try:
        _, secret = agency_tokens.issue(
            request.principal, agency, wanted, at=timezone.now()
        )
    except TokenIncompleteError as refusal:
        return _page(request, status=400, said=said, problem=in_words(refusal))
    return _page(request, secret=secret)


def revoke(request: OfficerRequest, token_id: int) -> HttpResponse:
    try:
        agency_tokens.revoke(request.principal, token_id, at=timezone.now())
    except TokenOverError as refusal:
        messages.error(request, in_words(refusal))
    else:
        messages.success(request, _("The token opens nothing any more."))
    return redirect("agencies:tokens")


def _page(
    request: OfficerRequest, *, status: int = 200, **more: object
) -> HttpResponse:
    officer = request.principal
    context = {
        "tokens": [
            (token, [SCOPE_WORDS[each] for each in token.scopes.split()])
            for token in agency_tokens.tokens_of(officer, officer.organization_id)
        ],
        "leads": agency_tokens.is_lead(officer),
        "scopes": SCOPE_WORDS.items(),
        "name_max": NAME_MAX,
        "days_most": DAYS_MOST,
        "now": timezone.now(),
        **more,
    }
    return render(request, "agencies/tokens.html", context, status=status)
