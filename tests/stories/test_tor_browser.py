"""Somebody comes by an onion service in Tor's browser, and leaves no trace there."""

import os
import shutil
import time
from contextlib import suppress
from pathlib import Path

import httpx
import pytest

from tests import firefox
from tests.files.films import film
from tests.firefox import Firefox, FirefoxError
from tests.leaving_out import left_out
from tests.material import picture
from tests.stories.taking_part import digest, taking_part, until, with_md5
from tests.tor import ONION, SAFEST, STANDARD, Proxy, preferences
from tipline.portals.public.slow_down import CALM_OF_PLACE, WAIT_LEAST

pytestmark = pytest.mark.browser
HOME = f"http://{ONION}"
PLACE = "18.9.22.71"
NAME = "quiet_fox_94"
PATIENCE_SECONDS = 60
# As a new window of Tor's browser is, until somebody makes it larger.
WINDOW = {"width": 1000, "height": 900}
# Who wants to look with their own eyes names a folder here, and finds pictures in it.
PICTURES = os.environ.get("PICTURES_OF_PAGES", "")


@pytest.fixture(scope="module")
def proxy(product):
    with Proxy(product.port, place=PLACE) as proxy:
        yield proxy


@pytest.fixture(scope="module")
def tor(proxy, tmp_path_factory):
    if not shutil.which(firefox.PROGRAM):
        left_out("Firefox is not installed: apt-get install firefox-esr")
    profile = tmp_path_factory.mktemp("tor") / "profile"
    with Firefox(profile, preferences(proxy)) as browser:
        browser.tell("WebDriver:SetWindowRect", **WINDOW)
        yield browser


def look(tor, name):
    """Nothing is wider than the window, and no cookie is there."""
    assert tor.tell("WebDriver:GetCookies") == []
    if PICTURES:
        tor.draw(Path(PICTURES) / f"tor-{name}.png")


def busy(product):
    """Let others of the same place report until the next one has to wait."""
    named = {"x-forwarded-for": PLACE, "connection": "close"}
    with httpx.Client(base_url=product.url, headers=named, timeout=60) as browser:
        for _ in range(4 * CALM_OF_PLACE):  # each process counts for itself
            answers = {"page": "where", "service": "Exemplar Chat", "go": "next"}
            browser.post("/report/", data=answers)


def begins(tor):
    """Answer until the page asks to wait: soon, whichever process answers."""
    for _ in range(2 * CALM_OF_PLACE):
        tor.open(f"{HOME}/report/")
        tor.fill("[name=urls]", "abstract.example/page")
        tor.fill("[name=service]", "Exemplar Chat")
        tor.press("Go on")
        if "then press the button" in tor.text():
            return
    raise AssertionError(tor.text())


def waits_and_goes_on(tor):
    """No script does the task, so some seconds have to pass."""
    assert not tor.text("[data-prove-status]")
    look(tor, "wait")
    time.sleep(WAIT_LEAST)
    tor.press("Go on")


def answers(tor):
    look(tor, "you")
    tor.click("[name=told_by][value=other]")
    tor.press("Go on")
    tor.click("[name=kind][value=enticement]")
    tor.press("Go on")
    tor.fill("[name=what]", "Abstract words")
    tor.press("Go on")
    tor.click("main form summary")
    tor.fill("[name=person_screen_name]", NAME)
    look(tor, "person")
    tor.press("Go on")


def says_that_there_is_danger(tor):
    tor.press("I cannot call")
    # What the browser says of its language says nothing of the country.
    assert "112 works everywhere" in tor.text("aside.now")
    tor.fill("[name=danger]", "Abstract")
    look(tor, "danger")
    tor.press("Tell us now")
    assert "A person is told within a minute" in tor.text("[role=status]")


def sends(tor):
    tor.click(".stations summary")
    tor.click(".stations [value='page:end']")
    look(tor, "end")
    tor.press("Send the report")
    look(tor, "sent")
    return tor.text(".words")


def comes_back(tor, words):
    tor.press("I have a receipt")
    tor.fill("[name=words]", words)
    tor.press("Show me how it stands")
    assert "Nobody has read it yet" in tor.text()
    assert NAME not in tor.text()
    look(tor, "told")


def test_somebody_reports_at_the_safest_level_and_comes_back(product, proxy, tor):
    tor.prefer(SAFEST)
    busy(product)
    tor.open(f"{HOME}/")
    tor.press("Report it")
    look(tor, "where")
    begins(tor)
    waits_and_goes_on(tor)
    answers(tor)
    says_that_there_is_danger(tor)
    words = sends(tor)
    comes_back(tor, words)
    with suppress(FirefoxError):  # the proxy leads nowhere else
        tor.press("Leave this site now")
    assert set(proxy.asked) == {ONION, "www.wikipedia.org"}


def waits_until(tor, css, words):
    """Wait for the page's own script."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while words not in tor.text(css):
        assert time.monotonic() < deadline, tor.text()
        time.sleep(0.1)


def test_where_the_browser_hides_pixels_no_wrong_hash_is_sent(product, tor, tmp_path):
    files = {
        "snap.jpg": picture(9011, size=(640, 480), form="JPEG"),
        "clip.webm": film("webm", seed=9012),
    }
    tor.prefer(STANDARD)
    with taking_part(product, "Quiet Chat") as chat:
        tor.open(f"{HOME}/take-it-down/pictures/")
        waits_until(tor, "main", "Your pictures stay here")
        for number, (name, content) in enumerate(files.items(), 1):
            (tmp_path / name).write_bytes(content)
            tor.fill("#files", str(tmp_path / name))
            waits_until(tor, "[data-part=summary]", f"Ready: {number} of {number}")
        assert (
            tor.text("[data-part=files]").count("exact copies of this file only") == 2
        )
        tor.click("[name=age][value='13']")
        look(tor, "take-it-down")
        tor.press("Send the fingerprints")
        waits_until(tor, "main", "Done. Your pictures stayed here")
        for md5 in map(digest, files.values()):
            entry = until(lambda md5=md5: with_md5(chat, md5))
            assert [each["type"] for each in entry["fingerprints"]] == ["MD5"]
