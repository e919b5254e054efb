"""A real browser with a virtual authenticator walks through the door."""

from contextlib import contextmanager

import pytest
from django.utils import timezone
from playwright.sync_api import expect, sync_playwright
from pytest_django.live_server_helper import LiveServer

from tests.browser import launched
from tipline.foundation.accounts import queries, services
from tipline.foundation.accounts.models import Invitation, Passkey, Person
from tipline.foundation.policy.principal import Kind, Principal
from tipline.foundation.policy.scope import acting

pytestmark = pytest.mark.browser

OPERATOR = Principal(
    kind=Kind.CLEARINGHOUSE, actor="person:1", roles=frozenset({"operator"})
)
PHONE = {"width": 390, "height": 844}
AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
}


class Device:
    """A phone: a browser page and the authenticator that is built into it."""

    def __init__(self, page):
        self.page = page
        self.complaints = []
        page.on("console", self._listen)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.devtools = page.context.new_cdp_session(page)
        self.devtools.send("WebAuthn.enable")
        self._add()

    def _listen(self, message):
        if "Content Security Policy" in message.text:
            self.complaints.append(message.text)

    def _add(self):
        added = self.devtools.send(
            "WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR}
        )
        self.name = {"authenticatorId": added["authenticatorId"]}

    def recognize_user(self, *, recognized):
        self.devtools.send(
            "WebAuthn.setUserVerified", {**self.name, "isUserVerified": recognized}
        )

    def go_back_to_a_copy(self):
        """Put a copy of the passkey, as it was long ago, in the place of it."""
        passkeys = self.devtools.send("WebAuthn.getCredentials", self.name)
        (copy,) = passkeys["credentials"]
        self.devtools.send("WebAuthn.removeVirtualAuthenticator", self.name)
        self._add()
        copy["signCount"] = 0
        self.devtools.send("WebAuthn.addCredential", {**self.name, "credential": copy})

    def fits(self):
        wide = "document.documentElement.scrollWidth > innerWidth"
        return not self.page.evaluate(wide)


# Playwright's loop forbids database calls in this thread: they stand before and after.
@contextmanager
def a_phone():
    with sync_playwright() as playwright:
        browser = launched(playwright)
        page = browser.new_context(viewport=PHONE).new_page()
        page.set_default_timeout(15_000)
        device = Device(page)
        yield device
        browser.close()
    assert device.complaints == []


@pytest.fixture(scope="module")
def server(django_db_setup, django_db_blocker):  # noqa: ARG001 - must run before
    with django_db_blocker.unblock():
        server = LiveServer("localhost")
        yield server
        server.stop()


@pytest.fixture
def here(server, settings):
    settings.PASSKEY_RP_ID = "localhost"
    settings.PASSKEY_ORIGINS = [server.url]
    settings.HOME_BY_ROLE = {"officer": "duty:alarms"}
    return server.url


# The server's thread sees what is committed only, so this is, and is removed again.
@pytest.fixture
def token(here):  # noqa: ARG001 - the server must run
    at = timezone.now()
    agency = services.add_organization(
        OPERATOR, kind="agency", name="Kestrel Bay task force", at=at
    )
    _, token = services.invite(
        OPERATOR,
        organization=agency,
        name="Rosa Lindqvist",
        email="rosa@example.org",
        role="officer",
        at=at,
    )
    yield token
    with acting(OPERATOR):
        Person.objects.filter(organization=agency).delete()
        Invitation.objects.filter(organization=agency).delete()
        agency.delete()


def accept(device, here, token):
    device.page.goto(f"{here}/invitation/{token}/")
    device.page.get_by_role("button", name="Make my passkey").click()
    device.page.wait_for_url(f"{here}/alarms/")


def press_sign_in(device, here):
    device.page.goto(f"{here}/sign-in/")
    device.page.get_by_role("button", name="Sign in with a passkey").click()


def sign_out(device, here):
    device.page.get_by_role("button", name="Sign out").click()
    device.page.wait_for_url(f"{here}/sign-in/")


def test_rosa_comes_in_leaves_and_comes_back(here, token):
    with a_phone() as device:
        accept(device, here, token)
        sign_out(device, here)
        assert device.fits()
        press_sign_in(device, here)
        device.page.wait_for_url(f"{here}/alarms/")
        assert device.fits()
        device.page.goto(f"{here}/confirm/?next=/robots.txt")
        device.page.get_by_role("button", name="Confirm with your passkey").click()
        device.page.wait_for_url(f"{here}/robots.txt")
    with acting(OPERATOR):
        passkey = Passkey.objects.select_related("person").latest("pk")
    assert passkey.person.name == "Rosa Lindqvist"
    assert queries.passkeys_of(OPERATOR, passkey.person) == [passkey]
    assert passkey.sign_count > 1


def test_a_finger_that_is_not_hers_leaves_the_door_shut_and_says_so(here, token):
    with a_phone() as device:
        accept(device, here, token)
        sign_out(device, here)
        device.recognize_user(recognized=False)
        press_sign_in(device, here)
        expect(device.page.get_by_role("alert")).to_contain_text("You can try again")
        device.recognize_user(recognized=True)
        device.page.get_by_role("button", name="Sign in with a passkey").click()
        device.page.wait_for_url(f"{here}/alarms/")


def test_a_copied_passkey_is_refused_in_the_page(here, token):
    with a_phone() as device:
        accept(device, here, token)
        sign_out(device, here)
        device.go_back_to_a_copy()
        press_sign_in(device, here)
        expect(device.page.get_by_role("alert")).to_contain_text("cannot be used here")


def test_a_browser_without_passkeys_is_told(here):
    with a_phone() as device:
        device.page.add_init_script("delete window.PublicKeyCredential")
        device.page.goto(f"{here}/sign-in/")
        expect(device.page.get_by_role("alert")).to_contain_text("cannot use passkeys")
        expect(device.page.get_by_role("button", name="passkey")).to_be_disabled()
