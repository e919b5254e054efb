"""What the laws of recipients hold back, and letting it go."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from tipline import laws
from tipline.foundation.errors import ConflictError, InvalidRequestError
from tipline.portals.console.views import SignedInRequest, around
from tipline.referral import withholding

_DIGITS_MOST = 18  # of a key


def withheld(request: SignedInRequest) -> HttpResponse:
    after = request.GET.get("after", "")
    is_number = after.isascii() and after.isdecimal() and len(after) <= _DIGITS_MOST
    last = int(after) if is_number else 0
    context = {
        "page": withholding.page(request.principal, after=last),
        "is_first": last == 0,
        **around(request.principal),
    }
    return render(request, "console/withheld.html", context)


def send_withheld(request: SignedInRequest, withholding_id: int) -> HttpResponse:
    reader = request.principal
    found = withholding.one(reader, withholding_id)
    try:
        laws.let_go(
            reader,
            withholding_id,
            reason=request.POST.get("reason", ""),
            at=timezone.now(),
        )
    except (ConflictError, InvalidRequestError) as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The agency receives it, as the rules say."))
    return redirect("console:report", found.report_id)
