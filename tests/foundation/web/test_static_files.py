"""Styles and scripts of portals are kept until they change, the public's nowhere."""

import gzip
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.templatetags.static import static
from django.test import Client
from django.urls import reverse

from tests import cast, factories
from tipline.foundation.web.static_files import FOR_GOOD, sheet

pytestmark = pytest.mark.django_db
NEVER_KEPT = (
    "public/leave.js",
    "public/plain.svg",
    "public/prove.js",
    "take_it_down/pdq.js",
)
SHEETS = {
    "public:look": ("tipline/css/base.css", "public/public.css", "public/form.css"),
    "take-it-down:look": (
        "tipline/css/tokens.css",
        "public/public.css",
        "tipline/css/components/form.css",
        "take_it_down/take_it_down.css",
    ),
}


@pytest.fixture
def visitor():
    return Client(headers={"host": "localhost"})


def kept(browser, address):
    """Give how long a static file may be kept."""
    answer = browser.get(address)
    answer.close()  # a file that WhiteNoise holds open
    return answer.headers["cache-control"]


def styles(digest):
    return reverse("door:styles", args=[digest])


def test_a_page_links_one_sheet_that_has_every_layer_and_is_kept(visitor):
    page = factories.browser_of(cast.ana()).get("/console/").text
    (address,) = re.findall(r'<link rel="stylesheet" href="(/styles/[^"]+)">', page)
    plain = visitor.get(address)
    small = visitor.get(address, headers={"accept-encoding": "br, gzip"})
    assert gzip.decompress(small.content) == plain.content == sheet().plain
    assert b"@import" not in plain.content
    for name in ("reset", "tokens", "base", "components/queue", "utilities"):
        part = Path(str(finders.find(f"tipline/css/{name}.css")))
        assert part.read_bytes() in plain.content
    for answer in (plain, small):
        assert answer.headers["cache-control"] == FOR_GOOD
        assert answer.headers["content-type"] == "text/css; charset=utf-8"
        assert "Accept-Encoding" in answer.headers["vary"]
        assert not answer.cookies


def test_a_page_from_before_an_update_gets_todays_sheet_and_keeps_it_not(visitor):
    answer = visitor.get(styles("0" * 12))
    assert answer.content == sheet().plain
    assert answer.headers["cache-control"] == "no-store"
    assert visitor.get("/styles/a/b.css").status_code == 404


def test_a_portals_file_is_kept_under_an_address_that_names_its_content(visitor):
    address = static("console/review.js")
    assert re.fullmatch(r"/static/console/review\.js\?[0-9a-f]{12}", address)
    assert kept(visitor, address) == FOR_GOOD


@pytest.mark.parametrize("name", NEVER_KEPT)
def test_nothing_that_the_public_fetches_is_written_down(visitor, name):
    assert static(name) == f"/static/{name}"
    assert kept(visitor, static(name)) == "no-store"


@pytest.mark.parametrize("name", SHEETS)
def test_the_publics_pages_link_one_sheet_with_the_hotlines_colors_last(visitor, name):
    page = visitor.get(reverse(name.replace("look", "home"))).text
    assert re.findall(r'rel="stylesheet" href="([^"]+)"', page) == [reverse(name)]
    answer = visitor.get(reverse(name), headers={"accept-encoding": "gzip"})
    text = gzip.decompress(answer.content).decode()
    for part in SHEETS[name]:
        assert Path(str(finders.find(part))).read_text() in text
    assert "@import" not in text
    assert text.rindex("--accent: ") > text.index(".top__leave")
    assert answer.headers["cache-control"] == "no-store"


def test_no_module_of_a_portal_names_another_by_an_address_without_its_digest():
    tipline = Path(__file__).parents[3] / "tipline"
    modules = [
        file
        for file in tipline.rglob("static/**/*.js")
        if "take_it_down" not in file.parts
    ]
    assert len(modules) > 5
    assert not [
        m
        for m in modules
        if re.search(r"^\s*import\b|\bimport\(", m.read_text(), re.MULTILINE)
    ]
