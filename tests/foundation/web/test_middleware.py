import json
import os
import subprocess
import sys
import time
from datetime import UTC, datetime

import pytest
from django.test import Client

from tests import cast, factories
from tipline.foundation.accounts import services
from tipline.foundation.audit.models import Entry
from tipline.foundation.policy.scope import acting

pytestmark = pytest.mark.django_db

HOURS = 3600
EVIL_HOSTS = [
    "evil.example.net",
    "localhost.evil.example.net",
    "localhost:80@evil.example.net",
    "localhost, evil.example.net",
    "localhost\tevil",
    "localhost:port",
    "/localhost",
    "",
]
COOKIES = """
import json
import django
django.setup()
from django.conf import settings
names = [n for n in dir(settings) if n.startswith(("SESSION_COOKIE", "CSRF_COOKIE"))]
print(json.dumps({name: getattr(settings, name) for name in names}))
"""


@pytest.fixture
def ana():
    return factories.browser_of(cast.ana())


def is_in(browser):
    return browser.get("/console/").status_code == 200


def age(browser, **seconds):
    """Make the session's times older."""
    session = browser.session
    for name, ago in seconds.items():
        session[name] = time.time() - ago
    session.save()


def test_a_session_that_idled_for_half_an_hour_is_over(ana):
    age(ana, seen_at=29 * 60)
    assert is_in(ana)
    age(ana, seen_at=31 * 60)
    assert not is_in(ana)
    assert "person_id" not in ana.session


def test_a_session_is_over_after_twelve_hours_however_busy(ana):
    age(ana, opened_at=11.9 * HOURS, seen_at=90)
    assert is_in(ana)
    age(ana, opened_at=12.1 * HOURS, seen_at=1)
    assert not is_in(ana)
    assert "person_id" not in ana.session


def test_a_busy_session_is_noted_as_seen(ana):
    age(ana, seen_at=20 * 60)
    assert is_in(ana)
    assert time.time() - ana.session["seen_at"] < 60


def test_a_suspended_person_is_out_with_the_next_request(ana):
    assert is_in(ana)
    services.suspend_person(cast.STAGE, cast.ana(), at=datetime.now(UTC))
    assert not is_in(ana)
    services.resume_person(cast.STAGE, cast.ana())
    assert not is_in(ana)


def test_a_suspended_organizations_people_are_out_with_the_next_request():
    lena = cast.lena()
    browser = factories.browser_of(lena)
    assert browser.get("/agency/").status_code == 200
    services.suspend_organization(cast.STAGE, lena.organization, at=datetime.now(UTC))
    assert browser.get("/agency/").status_code == 302


def test_somebody_elses_session_id_is_not_taken_over():
    fixed = "a" * 32
    browser = Client(headers={"host": "localhost"})
    browser.cookies["tipline"] = fixed
    browser.post("/sign-in/begin")
    assert browser.session.session_key != fixed


def test_signing_out_ends_the_session_for_all_who_hold_its_key(ana):
    copy = Client(headers={"host": "localhost"})
    copy.cookies["tipline"] = ana.cookies["tipline"].value
    assert is_in(copy)
    assert ana.get("/sign-out/").status_code == 405
    assert is_in(copy)
    ana.post("/sign-out/")
    assert not is_in(copy)


@pytest.mark.parametrize("host", EVIL_HOSTS)
@pytest.mark.parametrize("path", ["/", "/sign-in/", "/console/", "/robots.txt", "/x"])
def test_a_name_that_is_not_ours_is_refused(host, path, ana):
    for browser in (Client(), ana):
        refused = browser.get(path, headers={"host": host})
        assert refused.status_code == 400
        assert refused.headers["Request-ID"]
        assert b"evil" not in refused.content
        assert "evil" not in str(refused.headers)


def test_a_forwarded_name_changes_nothing(ana):
    page = ana.get("/console/", headers={"x-forwarded-host": "evil.example.net"})
    assert page.status_code == 200
    assert b"evil.example.net" not in page.content


@pytest.mark.parametrize(
    "wanted", ["https://evil.example.net/", "//evil.example.net", "/\\evil.example.net"]
)
def test_who_is_signed_in_already_is_not_led_away(ana, wanted):
    onward = ana.get("/sign-in/", {"next": wanted})
    assert onward.status_code == 302
    assert onward.headers["Location"] == "/console/"


def test_a_method_that_a_page_does_not_know_is_answered_with_those_it_knows(ana):
    assert ana.delete("/console/").headers["Allow"] == "GET, HEAD"
    assert ana.get("/sign-out/").headers["Allow"] == "POST"


def test_the_page_of_another_role_is_missing_and_the_attempt_is_noted(ana):
    hidden = ana.get("/operations/")
    missing = ana.get("/no-such-page/")
    assert (hidden.status_code, missing.status_code) == (404, 404)
    with acting(cast.STAGE):
        noted = Entry.objects.filter(action="access.refused").latest("id")
        assert noted.subject == "route:operations:organizations"
        assert noted.actor == f"person:{cast.ana().pk}"


@pytest.mark.parametrize(
    ("address", "is_secure"),
    [("https://tipline.example.org", True), ("http://localhost:8080", False)],
)
def test_cookies_are_bound_to_the_site_and_hidden_from_scripts(address, is_secure):
    shown = subprocess.run(
        [sys.executable, "-c", COOKIES],
        env={
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "tipline.config.settings",
            "TIPLINE_PUBLIC_URL": address,
        },
        capture_output=True,
        check=True,
    )
    cookies = json.loads(shown.stdout)
    assert cookies["SESSION_COOKIE_HTTPONLY"]
    assert cookies["SESSION_COOKIE_SAMESITE"] == "Strict"
    assert cookies["CSRF_COOKIE_SAMESITE"] == "Strict"
    assert cookies["SESSION_COOKIE_DOMAIN"] is None
    assert cookies["SESSION_COOKIE_PATH"] == "/"
    assert cookies["SESSION_COOKIE_SECURE"] is is_secure
    assert cookies["CSRF_COOKIE_SECURE"] is is_secure
    assert cookies["SESSION_COOKIE_NAME"].startswith("__Host-") is is_secure
    assert cookies["CSRF_COOKIE_NAME"].startswith("__Host-") is is_secure
