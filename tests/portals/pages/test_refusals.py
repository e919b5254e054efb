"""What an officer is refused is said in their language, on whatever page says it."""

from html import unescape
from urllib.parse import urlencode

import pytest
from django.utils.translation import gettext, override

from tests.access import expected, routes
from tests.access import stage as staging
from tests.access.principals import Asker, everybody
from tests.portals.pages.reading import english_of
from tests.portals.platforms.reporter import FORM

LENA = "Lena, officer of the receiving agency"
LANGUAGES = ("ar", "th")  # other letters, so that English stands out
SPACES = ("agencies:", "duty:")
IN_ENGLISH = "agencies:draft"  # it describes the names of values in English
# Fields of officers' forms that a text can be too long for.
LONG = ("case_number", "title", "name", "text", "reason", "url", "recipient", "digests")
# An empty form, one whose texts are too long, and what fits nothing that there is.
FORMS: tuple[dict[str, str], ...] = (
    {},
    dict.fromkeys(LONG, "x " * 9000) | {"kind": "share", "mark": "1-1"},
    {"kind": "share", "reason": "why", "agency": "ZZ", "choice": "declined"}
    | {"state": "ongoing", "status": "closed", "version": "0", "assignee": "1"}
    | {"digests": "none", "reference": "R-1", "url": "https://a@example.org"}
    | {"name": "one", "scope": "read", "days": "9999", "starts_at": "x"}
    | {"case_number": "C-1", "title": "one", "text": "{{ nothing }}"},
)
# One refusal of each capability.
REFUSALS = (
    "A case needs a number and a title.",
    "Say whether it was answered.",
    "Choose what became of the report.",
    "Choose what you found, and a ground that goes with it.",
    "Give at least one digest.",
    "This is no address.",
    "Choose what the token may do.",
    "This is no public age key: it begins with age1 and has 62 characters.",
)


@pytest.fixture(scope="module")
def answered(django_db_setup, django_db_blocker):
    """What each form of each route answers, and the page that it leads to."""
    del django_db_setup
    with django_db_blocker.unblock(), staging.superuser():
        stage = staging.build()
        lena = next(each for each in everybody(stage) if each.name == LENA)
        staging.become("tipline_web")
        return {code: list(_posted(lena, stage, code)) for code in LANGUAGES}


def _posted(lena, stage, code):
    officer = Asker(
        "Lena", headers={"accept-language": code}, session_key=lena.session_key
    )
    for route in routes.every():
        row = expected.rows().get((route.name, "POST"))
        if not route.name.startswith(SPACES) or not row or "officer" not in row.who:
            continue
        paths = [routes.path(route, each, stage) for each in routes.things(route)]
        for number, form in enumerate(FORMS):
            pages = (_page_after(officer, path, form) for path in paths)
            if page := next(filter(None, pages), None):
                yield f"{code} {route.name}, form {number}", page


def _page_after(officer, path, form):
    """Give the page that a form ends on, unless nothing is there or it is a table."""
    client = officer.client()
    with staging.undone():
        answer = client.post(path, urlencode(form), content_type=FORM)
        if answer.status_code == 302:
            answer = client.get(answer.url)
        is_page = answer.headers.get("Content-Type", "").startswith("text/html")
        return answer.getvalue() if is_page and answer.status_code != 404 else None


def test_each_capability_refuses_in_the_language_of_the_page(answered):
    for code in LANGUAGES:
        said = unescape(b"".join(page for _name, page in answered[code]).decode())
        with override(code):
            missing = [text for text in REFUSALS if gettext(text) not in said]
        assert missing == []


def test_no_refusal_is_left_in_english(answered):
    left = {
        name: words
        for code in LANGUAGES
        for name, page in answered[code]
        if IN_ENGLISH not in name and (words := english_of(page))
    }
    assert left == {}
