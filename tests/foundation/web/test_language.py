"""A page is in the language of whoever reads it, and says so."""

import re

import pytest
from django.test import Client

from tests import cast, factories
from tipline.foundation.languages import LANGUAGES

pytestmark = pytest.mark.django_db

HTML = re.compile(r'<html lang="([\w-]+)" dir="(ltr|rtl)">')


def language_of(answer):
    return HTML.search(answer.content.decode()).groups()


@pytest.mark.parametrize(
    ("asked", "given"),
    [
        ("", ("en", "ltr")),
        ("ar-EG,en;q=0.5", ("ar", "rtl")),
        ("en;q=0.5, pt-BR", ("pt", "ltr")),
        ("it, fr;q=0.8", ("fr", "ltr")),
        ("tlh, ../../x, de;q=x", ("en", "ltr")),
    ],
)
def test_the_browser_says_the_language_of_the_sign_in_page(asked, given):
    answer = Client(headers={"accept-language": asked}).get("/sign-in/")
    assert language_of(answer) == given
    assert answer.headers["Content-Language"] == given[0]
    assert "Accept-Language" in answer.headers["Vary"]


def test_lena_chooses_a_language_and_keeps_it():
    lena = factories.browser_of(cast.lena())
    page = lena.get("/agency/?priority=1", headers={"accept-language": "fr"})
    assert language_of(page) == ("fr", "ltr")
    for each in LANGUAGES[:8]:
        assert f'value="{each.code}"' in page.content.decode()
    chosen = {"language": "th", "back": "/agency/?priority=1"}
    answer = lena.post("/language/", chosen)
    assert answer.headers["Location"] == "/agency/?priority=1"
    assert lena.cookies["tipline-language"]["httponly"]
    page = lena.get("/agency/", headers={"accept-language": "fr"})
    assert language_of(page) == ("th", "ltr")
    assert "รายงานสำหรับหน่วยงานของคุณ" in page.content.decode()
    # In another browser too, until that one is told otherwise.
    elsewhere = factories.browser_of(cast.lena())
    page = elsewhere.get("/agency/", headers={"accept-language": "fr"})
    assert language_of(page) == ("th", "ltr")


def test_an_analysts_account_keeps_no_language_of_agencies():
    ana = factories.browser_of(cast.ana())
    ana.post("/language/", {"language": "de"})
    assert cast.ana().language == ""


@pytest.mark.parametrize("back", ["//evil.example.org/", "https://evil.example.org"])
def test_the_menu_leads_nowhere_else(back):
    answer = Client().post("/language/", {"language": "de", "back": back})
    assert answer.headers["Location"] == "/"


def test_a_language_that_is_not_offered_is_refused():
    answer = Client().post("/language/", {"language": "it"})
    assert answer.status_code == 400
    assert "tipline-language" not in answer.cookies


def test_pages_that_are_not_translated_are_english_whole():
    ana = factories.browser_of(cast.ana())
    for path in ("/console/", "/alarms/"):
        page = ana.get(path, headers={"accept-language": "ar"})
        assert language_of(page) == ("en", "ltr"), path
        assert "/language/" not in page.content.decode()


def test_a_public_page_takes_its_language_from_the_address_and_leaves_nothing():
    visitor = Client(headers={"accept-language": "ar"})
    assert visitor.get("/xx/").status_code == 404
    assert language_of(visitor.get("/")) == ("ar", "rtl")
    page = visitor.get("/he/")
    assert language_of(page) == ("he", "rtl")
    text = page.content.decode()
    assert 'href="/he/sign-in/"' in text
    assert 'href="/ar/"' in text
    assert 'href="/"' in text
    assert not visitor.cookies


def test_a_refusal_is_said_in_the_language_of_the_page():
    lena = factories.browser_of(cast.lena())
    roster = {
        "person": cast.lena().pk,
        "starts_at": "2026-01-01T10:00",
        "ends_at": "2026-01-01T09:00",
        "turn": 1,
    }
    page = lena.post("/alarms/roster/", roster, headers={"accept-language": "de"})
    assert "und in der Zukunft enden." in page.text
