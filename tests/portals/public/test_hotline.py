"""A national hotline shows the form as its own, and nobody else can frame it."""

from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from tipline.foundation.languages import LANGUAGES
from tipline.foundation.web.territories import is_territory, territory
from tipline.portals.public.countries import guessed
from tipline.portals.public.hotline import (
    CONTRAST_LEAST,
    MalformedHotlineError,
    contrast,
    load_hotline,
)

HOTLINES = Path(__file__).parent / "hotlines"
colors = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


def pages(client):
    names = ("home", "report", "report-danger", "return", "helplines")
    return [client.get(reverse(f"public:{name}")) for name in names]


def take_it_down(client):
    """Nobody frames these pages, and whose hotline it is can be seen on them."""
    found = [client.get(reverse(f"take-it-down:{n}")) for n in ("home", "pictures")]
    for page in found:
        assert "frame-ancestors 'none'" in page["Content-Security-Policy"]
        assert "911" not in page.text
    door = '<a class="go go--wide" href="/take-it-down/" target="_top">'
    assert door in client.get(reverse("public:home")).text
    return found


@pytest.mark.django_db
def test_two_hotlines_show_their_own_name_numbers_colors_and_texts(settings):
    settings.HOTLINE = load_hotline(HOTLINES / "northern.toml")
    for page in pages(Client()):
        for said in ("Northern Watch", "Call 112", "Sweden", "Invented act"):
            assert said.lower() in page.text.lower(), said
        assert 'href="https://weather.example.org/"' in page.text
        assert page["Onion-Location"].endswith(".onion" + page.request["PATH_INFO"])
        assert "frame-ancestors 'none'" in page["Content-Security-Policy"]
    for page in take_it_down(Client()):
        for said in ("Call 112 now", "In Sweden:", "invented act"):
            assert said in page.text, said
    swedish = Client().get("/sv/").text
    assert "påhittad stiftelse" in swedish
    assert "an invented foundation" not in swedish
    look = Client().get(reverse("public:look")).text
    assert "--accent: #5b2a86" in look
    assert "--accent: #cbb1f0" in look
    settings.HOTLINE = load_hotline(HOTLINES / "harbor.toml")
    for page in pages(Client(headers={"accept-language": "en"})):
        assert "Safe Harbor" in page.text
        assert "Call 0123" in page.text
        assert "Harborland" in page.text
        framed = "frame-ancestors 'self' https://harbor.example.org"
        assert framed in page["Content-Security-Policy"]
        assert not page.cookies
    for page in take_it_down(Client(headers={"accept-language": "en"})):
        for said in ("In Harborland:", "Call 0123 now", "Safe Harbor is invented"):
            assert said in page.text, said


def test_by_the_onion_service_nobody_is_taken_for_an_american(settings):
    settings.HOTLINE = load_hotline(HOTLINES / "northern.toml")
    settings.ALLOWED_HOSTS = ["testserver", *settings.HOTLINE.onion_hosts]
    language = {"accept-language": "en-US,en;q=0.5"}  # Tor's browser, everywhere
    hidden = {**language, "host": settings.HOTLINE.onion_hosts[0]}
    assert "Call 911" in Client(headers=language).get("/report/danger/").text
    assert "Call 112" in Client(headers=hidden).get("/report/danger/").text
    canada = Client(headers=hidden).get("/report/danger/", {"in": "CA"})
    assert "Call 911" in canada.text


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('name = ""', "name: "),
        ('title = "x"', "title: "),
        ('exit_url = "javascript:alert(1)"', "write a whole address"),
        ('embed_origins = ["https://*.example.org"]', "write one web site"),
        ('onion_url = "http://short.onion"', "an onion service of 56 letters"),
        ('default_country = "XX"', "it is none of the countries"),
        ('[countries.US]\nemergency = "call us"', "a telephone number"),
        ('[countries.QQ]\nemergency = "1"', "countries.QQ: give it a name"),
        ('[colors.day]\nband = "#ffffff"', "day.on_band"),
        (
            '[legal]\ntitle = "x"\n[legal.languages.xx]\ntitle = "x"',
            "languages.xx: write one of ar, bn",
        ),
        ("name = ", "Invalid value"),
    ],
)
def test_a_mistake_in_the_file_is_named(tmp_path, line, said):
    file = tmp_path / "hotline.toml"
    file.write_text(line)
    with pytest.raises(MalformedHotlineError) as refusal:
        load_hotline(file)
    assert said in str(refusal.value)
    assert str(file) in str(refusal.value)


@given(colors, colors)
def test_contrast_is_the_same_from_both_sides_and_never_out_of_range(one, other):
    assert contrast(one, other) == contrast(other, one)
    assert 1 <= contrast(one, other) <= 21.01


def test_black_on_white_has_the_most_contrast():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") < CONTRAST_LEAST


@given(st.text(max_size=30))
def test_whatever_a_browser_says_of_languages_names_a_country_or_none(accepted):
    found = guessed(accepted)
    assert found == "" or is_territory(found)


@pytest.mark.parametrize("language", [each.code for each in LANGUAGES])
def test_every_country_of_the_shipped_file_has_a_name_in_every_language(language):
    with translation.override(language):
        named = {code: territory(code) for code in load_hotline().countries}
    assert all(name and name != code for code, name in named.items())
    assert {"de": "Schweiz", "ja": "スイス"}.get(language, named["CH"]) == named["CH"]
    assert not is_territory("ZZ")
    assert territory("ZZ") == "ZZ"


@pytest.mark.parametrize(
    ("accepted", "country"),
    [
        ("en-GB,en;q=0.8", "GB"),
        ("de", "DE"),
        ("en", ""),
        ("zh-Hant-TW", "TW"),
        ("ar-XX", ""),
    ],
)
def test_a_country_is_guessed_by_the_language_alone(accepted, country):
    assert guessed(accepted) == country
