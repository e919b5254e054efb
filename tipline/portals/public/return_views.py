"""Coming back with a receipt: how the report stands, questions, and what is added."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from tipline import web_form
from tipline.foundation.errors import ConflictError, InvalidRequestError
from tipline.foundation.policy.principal import Principal
from tipline.intake import web_forms
from tipline.intake.receipt_digits import ReadDigits, is_in_digits, read_digits
from tipline.intake.receipt_words import ReadWords, read_words
from tipline.portals.public.form_views import read_key
from tipline.portals.public.slow_down import GATE, address_of
from tipline.portals.public.visiting import private, show


# As for the form: what is sent carries its own key, and there is no cookie to borrow.
@csrf_exempt
@private
def come_back(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return show(request, "public/return.html")
    key = read_key(request.POST.get("key"))
    if key is not None:
        who = web_form.returning(key)
        return _told(request, who, key) if who else _unknown(request)
    return _by_words(request)


def _by_words(request: HttpRequest) -> HttpResponse:
    address, typed = address_of(request), str(request.POST.get("words", ""))
    if not GATE.may_try_receipt(address):
        return show(request, "public/return.html", status=429, is_refused=True)
    read = _read(typed)
    # Whatever was typed is looked up, so that no answer comes sooner than another.
    who = web_form.returning(read.key or web_forms.new_key())
    if who is None or read.key is None:
        GATE.note_wrong_receipt(address)
        return _unknown(request, typed=typed)
    return _told(request, who, read.key)


def _read(typed: str) -> ReadWords | ReadDigits:
    return read_digits(typed) if is_in_digits(typed) else read_words(typed)


def _unknown(request: HttpRequest, *, typed: str = "") -> HttpResponse:
    return show(
        request,
        "public/return.html",
        status=400,
        typed=typed[:500],
        read=_read(typed),
        in_digits=is_in_digits(typed),
        is_wrong=True,
    )


def _told(request: HttpRequest, who: Principal, key: bytes) -> HttpResponse:
    refusal, is_kept = "", False
    text = str(request.POST.get("text", ""))
    if request.POST.get("go") == "say":
        try:
            web_form.add_message(who, text, at=timezone.now())
        except (ConflictError, InvalidRequestError) as problem:
            refusal = str(problem)
        else:
            is_kept = True
    return show(
        request,
        "public/told.html",
        status=400 if refusal else 200,
        told=web_forms.told(who),
        key=key.hex(),
        refusal=refusal,
        is_kept=is_kept,
        text="" if is_kept else text,
        longest=web_forms.MESSAGE_MAX,
    )
