"""The form: one address, one page at a time, and nothing left in the browser.

Each page carries the key of the report in itself, so there is no cookie; and since the
address never changes, the browser's history says nothing of what was answered.
"""

from dataclasses import dataclass
from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.csrf import csrf_exempt

from tipline import web_form
from tipline.foundation.errors import ConflictError, InvalidRequestError
from tipline.foundation.policy.principal import Principal
from tipline.intake import call_queries, web_forms
from tipline.intake.errors import CallOverError
from tipline.intake.public_form import SECTIONS_BY_ID
from tipline.intake.public_pages import DANGER, PAGES_BY_ID, WHERE, FormPage
from tipline.intake.public_pages import sections_of as sections_of_page
from tipline.intake.receipt_digits import to_digits
from tipline.intake.receipt_words import KEY_BYTES, to_words
from tipline.portals.public import form_pages
from tipline.portals.public.form_pages import END
from tipline.portals.public.slow_down import GATE, Answer, address_of
from tipline.portals.public.visiting import private, show

_ON = ("next", "on")  # `on` leaves what could not be understood as it is


@dataclass(frozen=True, kw_only=True)
class Step:
    """What somebody sent: the page that they saw, where they go, and the answers."""

    page: FormPage | None
    go: str
    key: bytes | None
    answers: dict[str, str]

    @property
    def is_blank(self) -> bool:
        """Nothing was answered."""
        return not any(text.strip() for text in self.answers.values())


# What is sent carries its own key, and a browser adds nothing by itself that could be
# misused: there is no cookie. So there is nothing that a forged request could borrow.
@csrf_exempt
@private
def report(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return _page(request, WHERE, key=None, answers={})
    step = read_step(request)
    who = web_form.returning(step.key) if step.key else None
    if step.key and who is None:
        return show(request, "public/form_gone.html", status=404)
    if who and not web_forms.told(who).is_open:
        return _receipt(request, step.key)
    return _taken(request, step, who)


@private
def danger(request: HttpRequest) -> HttpResponse:
    return _page(request, DANGER, key=None, answers={})


def read_step(request: HttpRequest) -> Step:
    """Read what was sent; what is no question of the page is not looked at."""
    sent = request.POST
    page = PAGES_BY_ID.get(str(sent.get("page", "")))
    names = page.names if page else ()
    answers = {name: str(sent.get(name, "")) for name in names if name in sent}
    go = str(sent.get("go", "next"))
    if page is DANGER and go in _ON:
        answers["danger_now"] = "yes"
    return Step(page=page, go=go, key=read_key(sent.get("key")), answers=answers)


def read_key(text: str | None) -> bytes | None:
    """Give a key as a page carries it, or None."""
    try:
        key = bytes.fromhex(text or "")
    except ValueError:
        return None
    return key if len(key) == KEY_BYTES else None


def _taken(request: HttpRequest, step: Step, who: Principal | None) -> HttpResponse:
    """Keep what was answered, and show what comes next."""
    key, delay = step.key, timedelta()
    if who is None and not step.is_blank:
        answer = _asked_of_gate(request, step)
        if not answer.is_free and not _is_kept_first(request, step):
            return _not_yet(request, answer)
        delay = timedelta(seconds=answer.wait_seconds)
        key = web_forms.new_key()
        who = web_form.begin(key, at=timezone.now())
        _keep_language(who)
    try:
        if who:
            _save(who, step, delay=delay)
    except CallOverError:
        return _receipt(request, key)
    except (ConflictError, InvalidRequestError) as refusal:
        return _page(
            request,
            step.page or WHERE,
            key=key,
            answers={**_answers(who), **step.answers},
            refusal=str(refusal),
        )
    return _onward(request, step, who, key=key)


def _is_kept_first(request: HttpRequest, step: Step) -> bool:
    """Whoever is in danger may have to close the page before a wait is over."""
    return step.page is DANGER and GATE.keep_first(address_of(request))


def _asked_of_gate(request: HttpRequest, step: Step) -> Answer:
    return GATE.admit(
        address_of(request),
        ticket=str(request.POST.get("ticket", "")),
        proof=str(request.POST.get("proof", "")),
        is_urgent=step.page is DANGER,
    )


def _onward(
    request: HttpRequest, step: Step, who: Principal | None, *, key: bytes | None
) -> HttpResponse:
    answers, here = _answers(who), step.page.id if step.page else END
    if step.go == "send" and who:
        try:
            web_form.send(who, at=timezone.now())
        except InvalidRequestError as refusal:
            return _end(request, answers, key=key, refusal=str(refusal))
        return _receipt(request, key)
    if step.go == "next" and step.page:
        shown = form_pages.view_of(step.page, answers, with_troubles=True)
        if shown.has_trouble:
            return _page(request, step.page, key=key, answers=answers, troubled=True)
    onward = _next(step.go, here)
    if onward == END:
        return _end(request, answers, key=key)
    is_told = step.page is DANGER and step.go in _ON
    return _page(
        request, PAGES_BY_ID[onward], key=key, answers=answers, is_told=is_told
    )


def _next(go: str, here: str) -> str:
    """Name the page to show."""
    if go.startswith("page:") and form_pages.is_page(go[5:]):
        return go[5:]
    if go == "back":
        return form_pages.before(here)
    if go == "calm":
        return WHERE.id
    return here if go == "country" else form_pages.after(here)


def _save(who: Principal, step: Step, *, delay: timedelta) -> None:
    """Keep a page's answers, section by section; danger by mistake is undone."""
    at = timezone.now()
    answers = step.answers
    if step.go == "calm":
        answers = {**answers, "danger_now": "no"}
    sections = sections_of_page(step.page) if step.page else ()
    for section in sections:
        names = {field.name for field in section.fields}
        sent = {name: text for name, text in answers.items() if name in names}
        if sent:
            web_form.save(who, section, sent, at=at, delay=delay)


def _keep_language(who: Principal) -> None:
    """Keep in which language somebody reads, so that they can be answered in it."""
    sent = {"language": (get_language() or "en").partition("-")[0]}
    web_form.save(who, SECTIONS_BY_ID["reporter"], sent, at=timezone.now())


def _answers(who: Principal | None) -> dict[str, str]:
    return call_queries.answers_of(who, who.organization_id) if who else {}


def _page(
    request: HttpRequest,
    page: FormPage,
    *,
    key: bytes | None,
    answers: dict[str, str],
    troubled: bool = False,
    **more: object,
) -> HttpResponse:
    return show(
        request,
        "public/form_page.html",
        status=400 if more.get("refusal") else 200,
        view=form_pages.view_of(page, answers, with_troubles=troubled),
        stations=form_pages.stations(answers, page.id),
        key=key.hex() if key else "",
        ticket="" if key else GATE.ticket(),
        told_by=answers.get("told_by", ""),
        says_danger=answers.get("danger_now") == "yes",
        is_danger=page is DANGER,
        is_first=page is WHERE,
        **more,
    )


def _end(
    request: HttpRequest,
    answers: dict[str, str],
    *,
    key: bytes | None,
    refusal: str = "",
) -> HttpResponse:
    return show(
        request,
        "public/form_end.html",
        status=400 if refusal else 200,
        stations=form_pages.stations(answers, END),
        key=key.hex() if key else "",
        told_by=answers.get("told_by", ""),
        refusal=refusal,
    )


def _receipt(request: HttpRequest, key: bytes | None) -> HttpResponse:
    return show(
        request,
        "public/form_sent.html",
        words=to_words(key) if key else (),
        digits=to_digits(key) if key else (),
        key=key,
    )


def _not_yet(request: HttpRequest, answer: Answer) -> HttpResponse:
    """Let somebody wait with all that they wrote in the page, or turn a flood away."""
    if answer.is_refused:
        return show(request, "public/form_refused.html", status=429)
    kept = [
        (name, text)
        for name, texts in request.POST.lists()
        for text in texts[:1]
        if name not in {"ticket", "proof"}
    ]
    response = show(
        request,
        "public/form_wait.html",
        kept=kept,
        ticket=answer.ticket,
        seconds=answer.wait_seconds,
    )
    response["Retry-After"] = str(answer.wait_seconds)
    return response
