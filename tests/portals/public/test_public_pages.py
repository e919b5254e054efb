import gzip

import pytest
from django.urls import reverse

from tests import cast, factories


def test_a_visitor_finds_both_doors(client):
    page = client.get("/")
    assert page.status_code == 200
    assert 'href="/ispws/documentation"' in page.text
    assert f'href="{reverse("door:sign-in")}"' in page.text
    assert "tipline demo sign-in" not in page.text


def test_in_the_demonstration_a_visitor_learns_how_to_look_around(client, settings):
    settings.DEMO = True
    page = client.get("/")
    assert "tipline demo sign-in" in page.text
    assert "invented" in page.text


def test_search_engines_are_asked_to_stay_out(client):
    assert client.get("/robots.txt").text == "User-agent: *\nDisallow: /\n"


@pytest.mark.parametrize("path", ["/security.txt", "/.well-known/security.txt"])
def test_whoever_finds_a_weakness_learns_whom_to_tell(client, settings, path):
    settings.SECURITY_CONTACT = "mailto:security@example.org"
    page = client.get(path)
    assert page["Content-Type"].startswith("text/plain")
    assert "Contact: mailto:security@example.org\n" in page.text
    assert "Expires: 20" in page.text
    settings.SECURITY_CONTACT = ""
    assert client.get(path).status_code == 404


def test_a_lost_visitor_gets_a_page_with_the_number_of_the_request(client):
    page = client.get("/nowhere/")
    assert page.status_code == 404
    assert "There is nothing here" in page.text
    assert page["Request-ID"] in page.text


@pytest.mark.parametrize("name", ["public:home", "public:report", "take-it-down:home"])
@pytest.mark.django_db
def test_what_the_public_reads_travels_compressed(client, name):
    plain = client.get(reverse(name))
    answer = client.get(reverse(name), headers={"accept-encoding": "gzip, br"})
    assert answer["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in answer["Vary"]
    assert len(answer.content) < len(plain.content) / 2
    assert b"</html>" in gzip.decompress(answer.content)


@pytest.mark.django_db
def test_what_staff_reads_does_not_for_its_length_would_tell_of_the_session():
    browser = factories.browser_of(cast.ana())
    answer = browser.get("/console/", headers={"accept-encoding": "gzip"})
    assert answer.status_code == 200
    assert "Content-Encoding" not in answer.headers
