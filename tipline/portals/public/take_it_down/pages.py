from collections import Counter
from datetime import UTC, datetime

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from tipline.portals.public import views
from tipline.portals.public.hotline import Country
from tipline.portals.public.take_it_down.policy import only_hashes, quiet
from tipline.portals.public.take_it_down.receiving import address_of
from tipline.portals.public.visiting import country_choices, hotline_now, show
from tipline.takeitdown import queries, services
from tipline.takeitdown.errors import CaseNotFoundError, TooManySentError
from tipline.takeitdown.limits import AddressCounter
from tipline.takeitdown.queries import CaseStanding, FileStanding
from tipline.takeitdown.states import AgeRange, PlatformAnswer

# Elsewhere: addresses that are easy to type.
STOP_NCII = "https://stopncii.org"
CHILD_HELPLINES = "https://childhelplineinternational.org"
TRIED = AddressCounter()
_FOLDER = "public/take_it_down"


@quiet
def home(request: HttpRequest) -> HttpResponse:
    return _page(
        request,
        "home",
        is_open=queries.is_open(),
        platforms=queries.participants(),
    )


@only_hashes
def pictures(request: HttpRequest) -> HttpResponse:
    return _page(
        request,
        "pictures",
        is_open=queries.is_open(),
        ages=[age.value for age in AgeRange],
        files_most=settings.TAKE_IT_DOWN_LIMITS.files_a_case,
    )


@quiet
def look(request: HttpRequest) -> HttpResponse:
    return views.look(request, "take_it_down/pages.css")


@quiet
def help_lines(request: HttpRequest) -> HttpResponse:
    return _page(
        request,
        "help",
        helplines=_helplines(),
        everywhere=CHILD_HELPLINES,
        adults=STOP_NCII,
    )


@quiet
def how_it_works(request: HttpRequest) -> HttpResponse:
    return _page(
        request,
        "how_it_works",
        is_open=queries.is_open(),
        platforms=queries.participants(),
    )


@quiet
def case(request: HttpRequest) -> HttpResponse:
    """Ask for code and PIN; with them, say how the case stands."""
    if request.method != "POST":
        return _page(request, "case")
    try:
        code, pin = _tried(request)
        found = queries.standing(code, pin, key=settings.TAKE_IT_DOWN_KEY)
    except (CaseNotFoundError, TooManySentError) as refused:
        return _no_case(request, refused)
    return _standing(request, found, code=code, pin=pin)


@quiet
def take_back(request: HttpRequest) -> HttpResponse:
    """Ask once more, then take a case back."""
    try:
        code, pin = _tried(request)
        key = settings.TAKE_IT_DOWN_KEY
        if request.POST.get("sure") != "yes":
            queries.standing(code, pin, key=key)
            return _page(request, "take_back", code=code, pin=pin)
        services.withdraw(code, pin, key=key, at=datetime.now(UTC))
    except (CaseNotFoundError, TooManySentError) as refused:
        return _no_case(request, refused)
    return _page(request, "taken_back")


@quiet
def keep(request: HttpRequest) -> HttpResponse:
    """Let a case last for its whole time again."""
    try:
        code, pin = _tried(request)
        key = settings.TAKE_IT_DOWN_KEY
        limits = settings.TAKE_IT_DOWN_LIMITS
        services.renew(code, pin, key=key, limits=limits, at=datetime.now(UTC))
        found = queries.standing(code, pin, key=key)
    except (CaseNotFoundError, TooManySentError) as refused:
        return _no_case(request, refused)
    return _standing(request, found, code=code, pin=pin, is_renewed=True)


def _helplines() -> list[tuple[str, Country]]:
    """Give the countries in which somebody listens, by their names."""
    countries = hotline_now().countries
    return [
        (name, countries[code])
        for code, name in country_choices()
        if countries[code].helplines
    ]


def _tried(request: HttpRequest) -> tuple[str, str]:
    limits = settings.TAKE_IT_DOWN_LIMITS
    # One count for all who come from nowhere known would lock them out of their cases.
    if address := address_of(request):
        TRIED.spend(address, most=limits.tries_an_hour)
    return request.POST.get("code", "")[:40], request.POST.get("pin", "")[:20]


def _standing(
    request: HttpRequest,
    found: CaseStanding,
    *,
    code: str,
    pin: str,
    is_renewed: bool = False,
) -> HttpResponse:
    return _page(
        request,
        "standing",
        case=found,
        platforms=_by_platform(found.files),
        held_back=sum(file.is_held_back for file in found.files),
        is_renewed=is_renewed,
        code=code,
        pin=pin,
    )


def _by_platform(files: tuple[FileStanding, ...]) -> list[dict[str, object]]:
    """Count each platform's answers, platforms in the order of their names."""
    said: dict[str, Counter[PlatformAnswer]] = {}
    for file in files:
        for name, answer in file.answers:
            said.setdefault(name, Counter())[answer] += 1
    return [
        {
            "name": name,
            "blocked": answers[PlatformAnswer.BLOCKED],
            "not_blocked": answers[PlatformAnswer.NOT_BLOCKED],
            "pending": answers[PlatformAnswer.PENDING],
        }
        for name, answers in said.items()
    ]


def _no_case(
    request: HttpRequest, refused: CaseNotFoundError | TooManySentError
) -> HttpResponse:
    is_limited = isinstance(refused, TooManySentError)
    response = _page(request, "case", is_wrong=not is_limited, is_limited=is_limited)
    response.status_code = 429 if is_limited else 400
    return response


def _page(request: HttpRequest, name: str, **said: object) -> HttpResponse:
    return show(request, f"{_FOLDER}/{name}.html", 200, **said)
