"""Somebody reports on a telephone, with JavaScript and without; nothing is left."""

import ipaddress
import os
import re
import secrets
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path

import httpx
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import expect

from tests.portals.pages.showing import AXE, WIDE
from tests.stories.test_telephone import shown
from tests.stories.visitors import Visitor
from tests.takeitdown import stage as digits

pytestmark = pytest.mark.browser
PHONE = {"width": 390, "height": 844}
MOST_BYTES = 200_000
WORD = re.compile(r'<li class="words__word">(\w+)</li>')
DIGITS = re.compile(r'<li class="words__digits">(\d+)</li>')
KEY = re.compile(r'name="key" value="([0-9a-f]{32})"')
# Who wants to look with their own eyes names a folder here, and finds pictures in it.
PICTURES = os.environ.get("PICTURES_OF_PAGES", "")
# What shows that a page is there; of the form's pages their name does.
THERE = {
    "home": "#door-report",
    "person-more": "details.fold[open]",
    "person-trouble": "[role=alert]",
    "danger-told": ".note--good",
    "all-questions": ".stations[open]",
    "end": ".summary",
    "sent": ".words",
    "return": "#words",
    "return-wrong": "#wrong",
    "told": ".progress",
}
# Three hundred places; whatever is kept of one begins as all of them do.
PLACES = [
    ipaddress.ip_address(f"2001:4860:77:c0de:{number:x}:ab1e:cafe:91d3")
    for number in range(0x1000, 0x112C)
]
PLACE_WRITTEN = [
    b"2001:4860:77:c0de",
    b"2001:4860:0077:c0de",
    PLACES[0].packed[:8],
    PLACES[0].packed[:8].hex().encode(),
]
CANARIES = [
    b"canary-agent-5d1c07",
    b"canary57d0",
    b"canary-referrer-e19b",
    b"canary-from-77aa",
    b"canary-cookie-0c3e",
    b"canary-query-6a",
]
AT_ONCE = 4
LEFT = """() => [document.cookie, localStorage.length, sessionStorage.length,
  ...["input:not([autocomplete=off], [type=hidden], [hidden])",
    "form[method=post]:not(:has([type=password]))"].map(
    (wrong) => document.querySelectorAll(wrong).length)]"""


class Telephone:
    """A browser on a small screen that counts what it fetches and looks at pages."""

    def __init__(self, page, origin, *, has_script):
        self.page, self.origin, self.has_script = page, origin, has_script
        self.bytes = 0
        self.requests, self.faults = [], []
        page.on("requestfinished", self._count)
        page.on("pageerror", lambda error: self.faults.append(str(error)))
        page.on("console", self._listen)

    def _listen(self, message):
        # What was refused on purpose is a line in the browser's console, too.
        expected = ("status of 400", "ERR_CACHE_MISS", "ERR_FAILED")
        if not any(each in message.text for each in expected):
            self.faults.append(message.text)

    def _count(self, request):
        self.requests.append(request.url)
        sizes = request.sizes()
        self.bytes += sizes["responseBodySize"] + sizes["responseHeadersSize"]

    def look(self, name):
        """Look at the page as people with other eyes, hands and scripts would."""
        there = THERE.get(name, f'input[name="page"][value="{name}"]')
        self.page.locator(there).first.wait_for(state="attached")
        self.page.wait_for_load_state()
        if self.has_script:
            assert self.page.evaluate(LEFT) == ["", 0, 0, 0, 0], name
            # What the band at the top covers has no size.
            self.page.evaluate("window.scrollTo(0, 0)")
            # The policy lets no other script in: the protocol's evaluation may.
            self.page.evaluate(Axe().axe_script)
            self.faults += [f"{name}: {f}" for f in self.page.evaluate(AXE, [])]
            for way in ("rtl", "ltr"):
                self.faults += [f"{name}: {f}" for f in self.page.evaluate(WIDE, way)]
        self._draw(name)

    def _draw(self, name):
        if not PICTURES or not self.has_script:
            return
        for width, light, way in (
            (390, "light", "ltr"),
            (390, "dark", "rtl"),
            (1440, "light", "rtl"),
            (1440, "dark", "ltr"),
        ):
            self.page.set_viewport_size({"width": width, "height": 844})
            self.page.emulate_media(color_scheme=light)
            self.page.evaluate("to => { document.documentElement.dir = to; }", way)
            file = f"{name}-{width}-{light}-{way}.png"
            self.page.screenshot(path=Path(PICTURES) / file, full_page=True)
        self.page.set_viewport_size(PHONE)
        self.page.emulate_media(color_scheme="light")
        self.page.evaluate("() => { document.documentElement.dir = 'ltr'; }")

    def press(self, name, exact=True):  # noqa: FBT002 - reads as a sentence
        self.page.get_by_role("button", name=name, exact=exact).first.click()

    def heading(self):
        return self.page.locator("h1").inner_text()


@contextmanager
def telephone(product, chromium, *, has_script):
    with chromium.new_context(
        viewport=PHONE, java_script_enabled=has_script, locale="en-DE"
    ) as context:
        page = context.new_page()
        page.set_default_timeout(60_000)
        device = Telephone(page, product.url, has_script=has_script)
        yield device
        # Everything came from here, and no cookie is left.
        assert [u for u in device.requests if not u.startswith(product.url)] == []
        assert context.cookies() == []
    assert not device.faults, "\n".join(device.faults)


def test_a_child_reports_with_javascript_and_every_page_can_be_read(product, chromium):
    with telephone(product, chromium, has_script=True) as phone:
        page = phone.page
        page.goto(f"{product.url}/")
        phone.look("home")
        _shows_both_doors(page)
        _begins(phone, page)
        page.get_by_label("Me. I am under 18").check()
        phone.press("Go on")
        phone.look("kind")
        assert "None of it is your fault" in phone.heading()
        page.get_by_label("Somebody talks to me about sex", exact=False).check()
        phone.press("Go on")
        page.get_by_text("I know the day").click()
        phone.look("what")
        page.get_by_label("What happened", exact=True).fill("Abstract words")
        page.get_by_label("When").press("Enter")  # goes on, whatever stands first
        phone.look("person")
        page.get_by_text("I know their name").click()
        phone.look("person-more")
        _and_goes_on(phone, page)
        phone.press("Send the report")
        words = page.locator(".words__word").all_inner_texts()
        phone.look("sent")
        assert len(words) == 12
        assert phone.bytes < MOST_BYTES, phone.bytes
        _finds_nothing_behind(page)
        _and_comes_back(phone, page, words)


def _begins(phone, page):
    page.get_by_role("link", name="Report it").click()
    phone.look("where")
    page.get_by_label("App, game, site or place").fill("Exemplar Chat")
    phone.press("Go on")
    phone.look("you")


def _finds_nothing_behind(page):
    """The next person presses the browser's back button, and sees no answer."""
    address = page.url
    for _ in range(2):
        with suppress(PlaywrightError):  # the browser asks whether to send it again
            page.go_back()
        expect(page.locator("input[value=quiet_fox_91]")).to_have_count(0)
        expect(page.get_by_text("Abstract words")).to_have_count(0)
    page.goto(address)


def _shows_both_doors(page):
    fits = "id => document.getElementById(id).getBoundingClientRect().bottom"
    assert page.evaluate(fits, "door-report") < PHONE["height"]
    assert page.evaluate(fits, "door-down") < PHONE["height"]


def _and_goes_on(phone, page):
    page.get_by_label("Their user name").fill("quiet_fox_91")
    page.get_by_label("E-mail address").fill("nobody at all")
    phone.press("Go on")
    assert "did not understand" in page.get_by_role("alert").inner_text()
    phone.look("person-trouble")
    phone.press("Go on")
    phone.look("child")
    phone.press("I cannot call")
    phone.look("danger")
    page.get_by_label("What is the danger?").fill("Abstract")
    phone.press("Tell us now")
    phone.look("danger-told")
    assert "A person is told within a minute" in page.get_by_role("status").inner_text()
    page.get_by_text("All questions").click()
    phone.look("all-questions")
    phone.press("Contact", exact=False)
    phone.look("contact")
    phone.press("Go on")
    phone.look("end")


def _and_comes_back(phone, page, words):
    page.get_by_role("link", name="I have a receipt").click()
    phone.look("return")
    page.get_by_label("Your twelve words").fill(" ".join([*words[:11], "zzzz"]))
    phone.press("Show me how it stands")
    phone.look("return-wrong")
    page.get_by_label("Your twelve words").fill(" ".join(words))
    phone.press("Show me how it stands")
    phone.look("told")
    assert "quiet_fox_91" not in page.content()
    page.route("https://www.wikipedia.org/**", lambda route: route.abort())
    with page.expect_request("https://www.wikipedia.org/**"):
        for _ in range(3):
            page.keyboard.press("Escape")


def test_without_javascript_somebody_reports_and_police_wait_for_people(
    product, chromium
):
    with telephone(product, chromium, has_script=False) as phone:
        page = phone.page
        page.goto(f"{product.url}/report/danger/")
        assert "Call 112 now" in page.content()
        page.get_by_label("Where is the child at this moment?").fill("Boston")
        phone.press("Tell us now")
        phone.press("Go on")
        phone.press("Back")
        page.get_by_label("Web address").fill("abstract.example/page")
        page.get_by_text("All questions").click()
        phone.press("The child", exact=False)
        page.locator("#q-child_country").select_option("US")
        page.get_by_label("State").fill("MA")
        phone.press("Go on")
        page.get_by_text("All questions").click()
        phone.press("Send")
        phone.press("Send the report")
        words = page.locator(".words__word").all_inner_texts()
        assert len(words) == 12
    with Visitor(product, "analyst") as ana:
        queue = ana.look("/console/?form=on")
        number = max(map(int, re.findall(r"/console/reports/(\d+)/", queue)))
        urgent = shown(product, number, lambda facts: facts["release"]["proposed"])
        assert urgent["priority"] == "1"
        assert urgent["referrals"] == []
        assert "Nobody of us heard the person" in ana.look(
            f"/console/reports/{number}/"
        )


def test_no_byte_that_is_written_says_who_or_where_somebody_was(product):
    control = "control-canary-9b1f"  # what is sent on purpose, and must be found
    product.tipline("take-it-down", "open")
    canaries = headers_from(PLACES[0])
    with httpx.Client(base_url=product.url, headers=canaries, timeout=60) as browser:
        key = ""
        for page, answers in (
            ("where", {"service": control}),
            ("danger", {"danger": control}),
            ("contact", {"contact_allowed": "no"}),
            ("end", {"go": "send"}),
        ):
            sent = {"page": page, "go": "next", "key": key, **answers}
            answer = browser.post("/report/", data=sent)
            found = KEY.search(answer.text)
            key = found[1] if found else key
        words, groups = WORD.findall(answer.text), DIGITS.findall(answer.text)
        for receipt in (words, groups):
            browser.post("/report/return/", data={"words": " ".join(receipt)})
        browser.post("/report/return/", data={"words": "wrong words"})
        browser.post("/report/return/", data={"key": key, "go": "say", "text": control})
        browser.get("/no-such-page-canary-path/", params={"q": "canary-query-6a"})
        assert "set-cookie" not in answer.headers
        with ThreadPoolExecutor(AT_ONCE) as visitors:
            come = [
                visitors.submit(comes_from, browser, place, number=number, says=control)
                for number, place in enumerate(PLACES[1:])
            ]
        for each in come:
            each.result()
        seen = browser.get(f"{product.inside}/metrics", headers=canaries).content
    assert (len(words), len(groups)) == (12, 8)
    receipts = (key, " ".join(words), " ".join(groups), "".join(groups))
    wanted = [*CANARIES, *PLACE_WRITTEN, bytes.fromhex(key)]
    wanted += [each.encode() for each in receipts]
    files = written(product)
    assert held_by(files, wanted) == []
    assert [word for word in wanted if word in seen] == []
    assert b"tipline_" in seen
    planted = [control.encode(), f"{control}-294".encode()]
    assert {word for _, word in held_by(files, planted)} == set(planted)


def headers_from(address):
    """Give what a browser and a proxy could say of somebody."""
    return {
        "user-agent": "canary-agent-5d1c07",
        "x-forwarded-for": str(address),
        "forwarded": f"for=[{address}]",
        "x-real-ip": str(address),
        "accept-language": "de;q=0.3, xx-canary57d0",
        "referer": "https://canary-referrer-e19b.example/",
        "from": "canary-from-77aa@example.org",
        "cookie": "canary-cookie-0c3e=1",
    }


def comes_from(browser, place, *, number, says):
    """Do one of three things that people come for, from a place of one's own."""
    there = headers_from(place)
    if number % 6 == 0:  # few: of more than sixty in a minute some have to wait
        told = {"page": "where", "service": f"{says}-{number}", "go": "next"}
        answer = browser.post("/report/", data=told, headers=there)
        assert KEY.search(answer.text)
    elif number % 6 == 1:
        _has_a_picture_blocked(browser, there, of=f"{says}-{number}")
    else:
        wrong = {"words": f"canary-query-6a {number}", "code": "canary-query-6a"}
        path = ("/report/return/", "/take-it-down/case/")[number % 2]
        answer = browser.post(path, data=wrong, headers=there)
        assert answer.status_code == 400


def _has_a_picture_blocked(browser, there, *, of):
    """Send its digits, look at the case, keep it for longer, and take it back."""
    body = digits.body(of, token=secrets.token_hex(16))
    as_json = {**there, "content-type": "application/json"}
    given = browser.post("/take-it-down/hashes", content=body, headers=as_json)
    assert given.status_code == 200, given.text
    for path, more in (
        ("case/", {}),
        ("case/keep/", {}),
        ("case/take-back/", {}),
        ("case/take-back/", {"sure": "yes"}),
    ):
        asked = {**given.json(), **more}
        answer = browser.post(f"/take-it-down/{path}", data=asked, headers=there)
        assert answer.status_code == 200, path


def held_by(files, words):
    """Give which files hold which words."""
    read = ((str(file), file.read_bytes()) for file in files)
    return [(name, word) for name, body in read for word in words if word in body]


def written(product):
    """List every file that the product can have written: data, WAL, logs."""
    return [
        file
        for file in product.data.parent.rglob("*")
        if file.is_file() and not file.is_symlink()
    ]
