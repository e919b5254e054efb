"""Forms that a page's script sends: answered with the page that they lead to."""

import pytest
from django.test import Client

from tests import cast, factories
from tipline.foundation.audit.models import Entry
from tipline.foundation.policy.scope import acting

pytestmark = pytest.mark.django_db
SWAP = {"Tipline-Swap": "main"}


@pytest.fixture
def ana():
    return factories.browser_of(cast.ana())


def chosen(browser, back, **headers):
    """Choose a language: whoever does is led back to a page."""
    said = {"language": "en", "back": back}
    return browser.post("/language/", said, headers=SWAP | headers)


def test_the_page_that_a_form_leads_to_comes_with_its_address_and_no_frame(ana):
    page = chosen(ana, "/console/?platform=1")
    assert (page.status_code, page["Content-Location"]) == (200, "/console/?platform=1")
    whole = ana.get("/console/?platform=1").text
    main = whole[whole.index("<main") : whole.index("</main>")]
    assert (
        main.split()
        == page.text[page.text.index("<main") :].split("</main>")[0].split()
    )
    for of_the_frame in ("<nav", "<footer", "<script", "data-alarms"):
        assert of_the_frame in whole
        assert of_the_frame not in page.text


def test_a_page_of_somebody_else_is_refused_as_if_the_browser_had_asked(ana):
    assert chosen(ana, "/operations/").status_code == 404
    with acting(cast.STAGE):
        noted = Entry.objects.filter(action="access.refused").latest("id")
    assert noted.subject == "route:operations:organizations"
    assert noted.actor == f"person:{cast.ana().pk}"


def test_a_redirect_that_leads_nowhere_is_a_missing_page(ana):
    assert chosen(ana, "/no-such-page/").status_code == 404


def test_who_is_not_signed_in_or_has_just_signed_out_is_led_as_ever(ana):
    assert chosen(Client(headers={"host": "localhost"}), "/").status_code == 302
    assert ana.post("/sign-out/", headers=SWAP).status_code == 302
