import json
import re
from datetime import UTC, datetime

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.foundation.accounts.authenticator import Authenticator
from tipline.foundation.accounts import entry, services
from tipline.foundation.policy.principal import Kind, Principal

pytestmark = pytest.mark.django_db

OPERATOR = Principal(
    kind=Kind.CLEARINGHOUSE, actor="person:1", roles=frozenset({"operator"})
)
INLINE = re.compile(
    r"<style|\sstyle=|<script(?![^>]*\ssrc=)|\son\w+=|javascript:", re.IGNORECASE
)


@pytest.fixture(autouse=True)
def one_home(settings):
    settings.PASSKEY_RP_ID = "localhost"
    settings.PASSKEY_ORIGINS = ["http://localhost:8080"]
    settings.HOME_BY_ROLE = {"officer": "public:robots"}
    settings.DEMO = False


@pytest.fixture
def agency():
    at = timezone.now()
    return services.add_organization(
        OPERATOR, kind="agency", name="Kestrel Bay task force", at=at
    )


@pytest.fixture
def token(agency):
    _, token = services.invite(
        OPERATOR,
        organization=agency,
        name="Rosa Lindqvist",
        email="rosa@example.org",
        role="officer",
        at=timezone.now(),
    )
    return token


@pytest.fixture
def device():
    return Authenticator()


@pytest.fixture
def rosa(token, device):
    at = timezone.now()
    options, attempt = entry.begin_registration(token, at=at)
    answer = device.make(options)
    return entry.accept_invitation(token, attempt.as_json(), answer, at=at)


def post(client, name, body=None, *args, query=""):
    url = reverse(f"door:{name}", args=args) + query
    return client.post(url, json.dumps(body), content_type="application/json")


def sign_in(client, device, query=""):
    options = post(client, "sign-in-begin").json()
    return post(client, "sign-in-finish", device.sign(options), query=query)


def test_a_visitor_finds_a_button_and_no_form_for_a_password(client):
    page = client.get(reverse("door:sign-in"))
    assert page.status_code == 200
    assert 'data-passkey="get"' in page.text
    assert 'type="password"' not in page.text


def test_rosa_accepts_her_invitation_in_the_browser(client, token, device):
    page = client.get(reverse("door:invitation", args=[token]))
    assert "Rosa Lindqvist" in page.text
    options = post(client, "invitation-begin", None, token).json()
    done = post(client, "invitation-finish", device.make(options), token)
    assert done.json() == {"next": "/robots.txt"}
    assert client.get(reverse("door:sign-in")).url == "/robots.txt"
    assert client.get(reverse("door:invitation", args=[token])).status_code == 404


def test_an_invitation_that_was_never_made_says_whom_to_ask(client):
    page = client.get(reverse("door:invitation", args=["x" * 43]))
    assert page.status_code == 404
    assert "Ask your operator" in page.text


def test_rosa_signs_in_under_a_new_session_id(client, rosa, device):
    post(client, "sign-in-begin")
    before = client.session.session_key
    assert sign_in(client, device).json() == {"next": "/robots.txt"}
    assert client.session.session_key != before
    assert client.session["person_id"] == rosa.pk
    cookie = client.cookies["tipline"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Strict"


def test_an_answer_is_taken_once(client, rosa, device):
    options = post(client, "sign-in-begin").json()
    answer = device.sign(options)
    other = Client()
    other.cookies["tipline"] = client.cookies["tipline"].value
    assert post(client, "sign-in-finish", answer).status_code == 200
    again = post(other, "sign-in-finish", answer)
    assert again.status_code == 400
    assert again.json()["code"] == "passkey-attempt-expired"
    assert client.session["person_id"] == rosa.pk


def test_a_strangers_passkey_is_refused_in_words(client, rosa, device):
    refused = sign_in(client, Authenticator())
    assert refused.status_code == 403
    assert refused.json()["code"] == "passkey-refused"
    assert "person_id" not in client.session
    assert sign_in(client, device).status_code == 200
    assert client.session["person_id"] == rosa.pk


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[" * 60_000, b"\xff", b"1" * 70_000, b"null"]
)
def test_nonsense_is_refused_and_not_an_accident(client, body):
    post(client, "sign-in-begin")
    url = reverse("door:sign-in-finish")
    refused = client.post(url, body, content_type="application/json")
    assert refused.status_code in {400, 403}
    assert refused.json()["message"]


@pytest.mark.parametrize(
    "wanted",
    [
        "https://example.com/",
        "//example.com/",
        "/\\example.com/",
        "javascript:alert(1)",
        "robots.txt",
        "",
    ],
)
@pytest.mark.usefixtures("rosa")
def test_after_signing_in_nobody_is_led_astray(client, device, wanted):
    ours = sign_in(client, device, "?next=/.well-known/security.txt%3Fa=1")
    assert ours.json() == {"next": "/.well-known/security.txt?a=1"}
    client.post(reverse("door:sign-out"))
    assert sign_in(client, device, f"?next={wanted}").json() == {"next": "/robots.txt"}


def test_signing_out_needs_a_post(client, rosa, device):
    sign_in(client, device)
    assert client.get(reverse("door:sign-out")).status_code == 405
    assert client.session["person_id"] == rosa.pk
    assert client.post(reverse("door:sign-out")).url == reverse("door:sign-in")
    assert "person_id" not in client.session


def test_a_suspended_person_is_out_with_the_next_request(client, rosa, device):
    sign_in(client, device)
    assert client.get(reverse("door:confirm")).status_code == 200
    services.suspend_person(OPERATOR, rosa, at=timezone.now())
    assert client.get(reverse("door:confirm")).status_code == 302
    assert "person_id" not in client.session


def test_confirming_renews_the_session_and_its_time(client, rosa, device):
    sign_in(client, device)
    session = client.session
    session["verified_at"] = datetime(2026, 1, 1, tzinfo=UTC).timestamp()
    session.save()
    options = post(client, "confirm-begin").json()
    back = "?next=/.well-known/security.txt"
    done = post(client, "confirm-finish", device.sign(options), query=back)
    assert done.json() == {"next": "/.well-known/security.txt"}
    assert client.session.session_key != session.session_key
    assert client.session["verified_at"] > session["verified_at"]
    assert client.session["person_id"] == rosa.pk


@pytest.mark.usefixtures("rosa")
def test_confirming_is_for_people_who_are_signed_in(client, device):
    options = post(client, "sign-in-begin").json()
    assert post(client, "confirm-begin").status_code == 401
    assert post(client, "confirm-finish", device.sign(options)).status_code == 401


def test_every_step_needs_the_token_of_the_page():
    guarded = Client(enforce_csrf_checks=True)
    for name in ("sign-in-begin", "sign-in-finish", "sign-out"):
        refused = post(guarded, name)
        assert refused.status_code == 403
        assert "Load the page again" in refused.text


def test_a_link_is_used_by_the_button_and_not_by_looking(client, settings, rosa):
    settings.DEMO = True
    token = entry.make_sign_in_link(OPERATOR, rosa, at=timezone.now(), demo=True)
    url = reverse("door:link", args=[token])
    assert client.get(url).status_code == 200
    assert client.head(url).status_code == 200
    assert "person_id" not in client.session
    assert client.post(url).url == "/robots.txt"
    assert client.session["person_id"] == rosa.pk
    used = Client().post(url)
    assert used.status_code == 404
    assert "not valid any more" in used.text


def test_outside_the_demonstration_a_link_is_nothing(client, settings, rosa):
    token = entry.make_sign_in_link(OPERATOR, rosa, at=timezone.now(), demo=True)
    url = reverse("door:link", args=[token])
    assert client.get(url).status_code == 404
    assert client.post(url).status_code == 404
    settings.DEMO = True
    assert client.post(url).status_code == 302


def test_no_page_of_the_door_holds_a_script_or_style(client, settings, token):
    settings.DEMO = True
    pages = [
        client.get("/"),
        client.get(reverse("door:sign-in")),
        client.get(reverse("door:invitation", args=[token])),
        client.get(reverse("door:invitation", args=["never"])),
        client.get(reverse("door:link", args=["any"])),
        client.post(reverse("door:link", args=["any"])),
    ]
    options = post(client, "invitation-begin", None, token).json()
    post(client, "invitation-finish", Authenticator().make(options), token)
    pages.append(client.get(reverse("door:confirm")))
    for page in pages:
        assert "<h1" in page.text
        assert not INLINE.search(page.text)
        assert "script-src 'self'" in page["Content-Security-Policy"]
