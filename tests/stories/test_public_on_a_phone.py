"""Somebody reports, or has a picture blocked, on a small phone, in three languages.

Nothing is found by its words: what is pressed and filled in is known by its name.
"""

import secrets

import httpx
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.material import picture
from tests.portals.pages.showing import AXE, WIDE
from tests.stories.taking_part import taking_part
from tests.stories.test_public_form import MOST_BYTES, telephone
from tests.takeitdown import stage as digits
from tipline.foundation.languages import SOURCE, Audience, offered_to

pytestmark = pytest.mark.browser
# From left to right, from right to left, and with letters that stand on each other.
WANTED = ("en", "ar", "hi")
OFFERED = [each for each in offered_to(Audience.PUBLIC) if each.code in WANTED]
PAGES_MOST = 12
ONWARD = '#step button[name="go"][value="next"], #step button[name="go"][value="on"]'
SEND = 'button.go[value="send"]'  # another, unseen, is what Enter presses


class Reader:
    """Somebody who reads one language on the phone, and looks at each page."""

    def __init__(self, phone, language):
        self.phone, self.page, self.language = phone, phone.page, language
        prefix = "" if language == SOURCE else f"/{language.code}"
        self.address = f"{phone.origin}{prefix}"

    def open(self, path):
        answer = self.page.goto(f"{self.address}{path}")
        assert answer is not None
        assert answer.ok, path
        self.look(path)

    def press(self, selector, name):
        with self.page.expect_navigation():
            self.page.locator(selector).first.click()
        self.look(name)

    def look(self, name):
        """Hold a page against its language, its width, and the rules of axe-core."""
        html = self.page.locator("html")
        shown = html.get_attribute("lang"), html.get_attribute("dir")
        assert shown == (self.language.code, self.language.direction), name
        wide = self.page.evaluate(WIDE, self.language.direction)
        self.phone.faults += [f"{name}: {each}" for each in wide]
        self.phone._draw(f"{self.language.code}-{name.strip('/').replace('/', '-')}")
        # The English pages are read in test_public_form.py and test_every_page.py.
        if self.phone.has_script and self.language != SOURCE:
            self.page.evaluate("window.scrollTo(0, 0)")
            self.page.evaluate(Axe().axe_script)
            found = self.page.evaluate(AXE, [])
            self.phone.faults += [f"{name}: {each}" for each in found]


@pytest.mark.parametrize("has_script", [True, False], ids=["script", "no-script"])
@pytest.mark.parametrize("language", OFFERED, ids=lambda each: each.code)
def test_somebody_reports_and_comes_back(product, chromium, *, language, has_script):
    with telephone(product, chromium, has_script=has_script) as phone:
        reader = Reader(phone, language)
        words = reports(reader, service="Exemplar Chat", what="Abstract words")
        comes_back(reader, words)
        assert "Exemplar Chat" not in phone.page.content()
        assert phone.bytes < MOST_BYTES, phone.bytes


def reports(reader, *, service, what):
    """Answer what has to be answered, send it, and give the twelve words."""
    page = reader.page
    reader.open("/")
    reader.press('main a[href$="/report/"]', "where")
    page.locator('[name="service"]').fill(service)
    reader.press(ONWARD, "you")
    page.locator('[name="told_by"][value="other"]').check()
    for number in range(PAGES_MOST):
        if page.locator(SEND).count():
            break
        if page.locator('[name="what"]').count():
            page.locator('[name="what"]').fill(what)
        reader.press(ONWARD, f"page {number}")
    reader.press(SEND, "sent")
    words = page.locator(".words__word").all_inner_texts()
    assert len(words) == 12
    return words


def comes_back(reader, words):
    reader.open("/report/return/")
    reader.page.locator("#words").fill(" ".join(words))
    reader.press('main form button[type="submit"]', "told")
    assert reader.page.locator(".progress").count() == 1


@pytest.fixture(scope="module")
def is_open(product):
    """Fingerprints are taken, and one platform takes part."""
    with taking_part(product, "Gentle Chat"):
        yield


@pytest.mark.usefixtures("is_open")
@pytest.mark.parametrize("has_script", [True, False], ids=["script", "no-script"])
@pytest.mark.parametrize("language", OFFERED, ids=lambda each: each.code)
def test_somebody_has_a_picture_blocked_and_takes_it_back(
    product, chromium, *, language, has_script
):
    with telephone(product, chromium, has_script=has_script) as phone:
        reader = Reader(phone, language)
        reader.open("/take-it-down/")
        assert phone.page.get_by_text("Gentle Chat").is_visible()
        reader.press('main a[href$="/pictures/"]', "pictures")
        number = 1000 * OFFERED.index(language) + has_script
        case = sends(reader, number) if has_script else sent_elsewhere(product)
        links = "main" if has_script else "footer"  # only a receipt has one of its own
        looks_up(reader, *case, links=links)
        answers = phone.page.locator(".take-answer", has_text="Gentle Chat")
        assert answers.locator(".take-answer__state").count() == 1
        reader.press('form[action$="/keep/"] button', "kept")
        assert phone.page.get_by_role("status").count() == 1
        reader.press('form[action$="/take-back/"] button', "take-back")
        reader.press('button[name="sure"]', "taken-back")
        assert phone.page.locator("main form").count() == 0
        for path in ("how-it-works/", "help/"):
            reader.open(f"/take-it-down/{path}")
        assert phone.bytes < MOST_BYTES, phone.bytes


def sends(reader, number, *, name="summer.png"):
    """Choose a picture and send its digits; give code and PIN as they are shown."""
    page = reader.page
    expect(page.locator("#files")).to_be_enabled()
    chosen = {"name": name, "mimeType": "", "buffer": picture(number)}
    page.locator("#files").set_input_files([chosen])
    expect(page.locator('[data-part="send"]')).to_be_enabled()
    page.locator('[name="age"][value="13"]').check()
    reader.look("ready")
    page.locator('[data-part="send"]').click()
    expect(page.locator('[data-part="receipt"]')).to_be_visible()
    reader.look("receipt")
    parts = (page.locator(f'[data-part="{name}"]') for name in ("code", "pin"))
    return [part.inner_text() for part in parts]


def looks_up(reader, code, pin, *, links="main"):
    """See how a case stands."""
    reader.press(f'{links} a[href$="/case/"]', "case")
    reader.page.locator("#code").fill(code)
    reader.page.locator("#pin").fill(pin)
    reader.press('main form button[type="submit"]', "standing")


def sent_elsewhere(product):
    """Send digits as a browser with JavaScript would; give code and PIN."""
    answer = httpx.post(
        f"{product.url}/take-it-down/hashes",
        content=digits.body(token=secrets.token_hex(16)),
        headers={"content-type": "application/json"},
    )
    return answer.json()["code"], answer.json()["pin"]
