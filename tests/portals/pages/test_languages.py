"""Officers read in eight languages, the public in 25: whole, and from both sides."""

import re
from dataclasses import replace
from urllib.parse import urlencode

import pytest
from django.urls import reverse

from tests.access import stage as staging
from tests.access.principals import Asker, everybody
from tests.portals.pages import gathering, lettering, showing
from tests.portals.pages.reading import english_of
from tipline.foundation.languages import Audience, offered_to
from tipline.intake.public_pages import PAGES
from tipline.portals.public import form_views
from tipline.portals.public.slow_down import CALM_A_MINUTE, Gate

pytestmark = pytest.mark.browser

OFFERED = offered_to(Audience.AGENCIES)
PUBLIC = offered_to(Audience.PUBLIC)
PUBLIC_PAGES = (
    "public:home",
    "public:report",
    "public:report-danger",
    "public:return",
    "public:helplines",
    "take-it-down:home",
    "take-it-down:pictures",
    "take-it-down:help",
    "take-it-down:case",
    "take-it-down:how-it-works",
)
# The longest words, the other direction, and a script without spaces between words.
LOOKED_AT = ("de", "ar", "th")
KEY = re.compile(rb'name="key" value="([0-9a-f]{32})"')
LENA = "Lena, officer of the receiving agency"
HTML = re.compile(r'<html lang="([\w-]+)" dir="(ltr|rtl)">')


@pytest.fixture(scope="module")
def gathered(django_db_setup, django_db_blocker):
    """What Lena sees, and the public, by language; before the browser's loop runs."""
    del django_db_setup
    with django_db_blocker.unblock(), staging.superuser():
        stage = staging.build()
        lena = next(each for each in everybody(stage) if each.name == LENA)
        staging.become("tipline_web")
        hers = {each.code: list(shown(lena, stage, each.code)) for each in OFFERED}
        return hers, {each.code: list(public(each.code)) for each in PUBLIC}


@pytest.fixture
def pages(gathered):
    return gathered[0]


@pytest.fixture
def public_pages(gathered):
    return gathered[1]


def public(code):
    visitor = Asker("visitor")
    prefix = "" if code == "en" else f"/{code}"
    for name in PUBLIC_PAGES:
        yield looked_at_by(visitor, f"{code} {name}", f"{prefix}{reverse(name)}")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(form_views, "GATE", Gate())
        yield from steps(visitor, code, f"{prefix}{reverse('public:report')}")


def steps(visitor, code, path):
    """Every page of the form, what is told in danger, the receipt, and the wait."""

    def sent(name, **fields):
        data = urlencode(fields).encode()
        return looked_at_by(visitor, f"{code} {name}", path, data=data)

    for name in [*(page.id for page in PAGES), "end"]:
        yield sent(name, go=f"page:{name}")
    told = sent("told", page="danger", danger="Abstract")
    key = KEY.search(told.content)[1].decode()
    child = sent("told-by-child", page="you", told_by="child", key=key)
    end, receipt = (sent(go, go=go, key=key) for go in ("page:end", "send"))
    for _ in range(CALM_A_MINUTE):
        form_views.GATE.admit("", ticket="", proof="", is_urgent=False)
    wait = sent("wait", page="where", service="Exemplar")
    assert b'value="send"' in end.content
    assert b"words__word" in receipt.content
    assert b"data-prove=" in wait.content
    yield from (told, child, end, receipt, wait)


def shown(lena, stage, code):
    headers = {"accept-language": f"xx, {code}-ZZ;q=0.9, en;q=0.1"}
    visitor = Asker("visitor", headers=headers)
    officer = Asker("Lena", headers=headers, session_key=lena.session_key)
    for asker, name, *arguments in (
        (visitor, "door:sign-in"),
        (officer, "door:confirm"),
        (officer, "agencies:queue"),
        (officer, "agencies:report", stage.theirs.report_id),
        (officer, "agencies:report", stage.ours.report_id),
        (officer, "agencies:cases"),
        (officer, "agencies:case", stage.casework.case_id),
        (officer, "agencies:handovers"),
        (officer, "agencies:figures"),
        (officer, "agencies:due-dates"),
        (officer, "agencies:deconfliction"),
        (officer, "agencies:keys"),
        (officer, "agencies:hand-on", stage.ours.report_id),
        (officer, "duty:alarms"),
        (officer, "duty:roster"),
    ):
        yield looked_at_by(asker, f"{code} {name}", reverse(name, args=arguments))


def looked_at_by(asker, name, path, *, data=b""):
    posted = "application/x-www-form-urlencoded"
    more = {"data": data, "content_type": posted} if data else {}
    answer = asker.send("POST" if data else "GET", path, **more)
    return gathering.Page(
        name=f"{name} {answer.status_code}",
        path=path,
        content=answer.getvalue(),
        policy=answer.headers["Content-Security-Policy"],
    )


def test_every_page_says_its_language_and_its_direction(pages, public_pages):
    for read, offered in ((pages, OFFERED), (public_pages, PUBLIC)):
        said = {
            (code, *HTML.search(page.content.decode()).groups())
            for code, answered in read.items()
            for page in answered
        }
        assert said == {(each.code, each.code, each.direction) for each in offered}


def test_countries_have_the_names_of_the_language(pages):
    for code, name in (("de", "Vereinigte Staaten"), ("ar", "الولايات المتحدة")):
        reports = b"".join(page.content for page in pages[code]).decode()
        assert f"MA, {name}" in reports
    assert (
        "MA, United States" in b"".join(page.content for page in pages["en"]).decode()
    )


def test_nothing_on_a_page_is_left_in_english(pages, public_pages):
    left = {
        page.name: words
        for page in [
            *pages["ar"],
            *pages["th"],
            *public_pages["ar"],
            *public_pages["ja"],
        ]
        if (words := english_of(page.content))
    }
    assert left == {}


def test_no_page_is_wider_than_the_screen_in_long_words_or_from_right_to_left(
    pages,
):
    looked_at = [each.code for each in OFFERED] if showing.PICTURES else LOOKED_AT
    faults = showing.too_wide([page for code in looked_at for page in pages[code]])
    assert not faults, "\n".join(faults)


def test_signing_out_stands_beside_the_portals_name_on_a_phone(pages):
    queues = [
        page
        for answered in pages.values()
        for page in answered
        if "agencies:queue" in page.name
    ]
    assert len(queues) == len(OFFERED)
    phone = [look.width for look in showing.LOOKS if look.is_phone]
    faults = showing.too_wide(queues, phone, question=showing.APART)
    assert not faults, "\n".join(faults)


def test_no_public_page_is_wider_than_the_smallest_phone_in_any_language(public_pages):
    answered = [page for each in PUBLIC for page in public_pages[each.code]]
    widths = showing.WIDTHS if showing.PICTURES else [showing.NARROWEST]
    faults = showing.too_wide(answered, widths)
    assert not faults, "\n".join(faults)


def test_every_letter_that_the_public_reads_is_of_a_font_made_for_it(public_pages):
    lettering.need_fonts()
    homes = {code: answered[0] for code, answered in public_pages.items()}
    pages = [(home, lettering.words_of(code)) for code, home in homes.items()]
    # A letter of another script, and a character that is none: both are found out.
    strange = [replace(homes[code], name="strange") for code in ("ar", "ja")]
    faults = lettering.faults([*pages, *zip(strange, "ក\u0378", strict=True)])
    assert [each for each in faults if not each.startswith("strange:")] == []
    assert [each.partition(": ")[2] for each in faults] == [
        "1 letters of p: taken from Noto Sans Khmer",
        "1 letters of h1: taken from Noto Sans Khmer",
        "1 letters of p: no font has them",
        "1 letters of h1: no font has them",
    ]
