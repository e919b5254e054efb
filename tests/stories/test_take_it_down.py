"""Ivy, 15, has her pictures blocked, sees what became of it, and takes it back."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.files.films import film
from tests.foundation.web.test_passkey_in_the_browser import PHONE
from tests.material import picture
from tests.portals.pages.showing import AXE, WIDE
from tests.stories.taking_part import digest, feed, taking_part, until, with_md5

pytestmark = pytest.mark.browser

FIELDS = "version|token|age|image|video|md5|sha256|quality|pdq|frames"
HEX = re.compile(rf'[\[\]{{}}:,]|"[0-9a-f]*"|"({FIELDS})"')
SENDING = 60_000
WORKERS_MOST = 4
# A device with many hands, whose workers are told nothing before `go`. What reads files
# or hashes in the page itself is noted by name.
WATCHED = """
const held = [];
const work = { workers: 0, told: 0, busy: 0, most: 0, byPage: [] };
const go = () => held.splice(0).forEach((tell) => tell());
Object.assign(globalThis, { work, go });
Object.defineProperty(Navigator.prototype, "hardwareConcurrency", { get: () => 16 });
globalThis.Worker = class extends Worker {
  constructor(...given) {
    super(...given);
    work.workers += 1;
    this.addEventListener("message", ({ data }) => {
      if (data.print || data.refusal) work.busy -= 1;
    });
  }
  postMessage(...given) {
    work.told += 1;
    work.busy += 1;
    work.most = Math.max(work.most, work.busy);
    const tell = () => super.postMessage(...given);
    work.told > work.workers ? tell() : held.push(tell);
  }
};
for (const [owner, ...names] of [
  [Blob.prototype, "arrayBuffer", "bytes", "slice", "stream", "text"],
  [FileReader.prototype, "readAsArrayBuffer", "readAsDataURL"],
  [SubtleCrypto.prototype, "digest"],
  [CanvasRenderingContext2D.prototype, "getImageData"],
  [globalThis, "createImageBitmap", "OffscreenCanvas"],
]) {
  for (const name of names) {
    const real = owner[name];
    owner[name] = function (...given) {
      work.byPage.push(name);
      return new.target ? new real(...given) : real.apply(this, given);
    };
  }
}
"""


@pytest.fixture(scope="module")
def chat(product):
    """A platform that takes part: a client of its list."""
    with taking_part(product, "Kind Chat") as client:
        yield client


class Device:
    """Ivy's phone: what it sends, what it complains of, and how she uses it."""

    def __init__(self, product, browser):
        self.url = product.url
        self.context = browser.new_context(viewport=PHONE, has_touch=True)
        self.page = self.context.new_page()
        self.sent, self.complaints = [], []
        self.page.on("console", lambda said: self.complaints.append(said.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on(
            "request", lambda asked: self.sent.append((asked.method, asked.post_data))
        )

    def press(self, name):
        self.page.get_by_role("button", name=name).click()

    def is_told(self, text):
        expect(self.page.get_by_role("alert")).to_contain_text(text)

    def reads(self, part):
        return self.page.locator(f"[data-part={part}]").inner_text()

    def choose_offline(self, *files):
        """Come to the page, switch the network off, and choose."""
        self.page.goto(f"{self.url}/take-it-down/")
        expect(self.page.get_by_text("Kind Chat")).to_be_visible()
        self.page.get_by_role("link", name="Yes, this is for me").click()
        expect(self.page.locator("#files")).to_be_enabled()
        self.context.set_offline(True)
        self.sent.clear()
        self.page.locator("#files").set_input_files(
            [{"name": n, "mimeType": "", "buffer": content} for n, content in files]
        )

    def send(self):
        """Press the button too early, without a network, and with it."""
        self.press("Send the fingerprints")
        self.is_told("choose how old you are")
        self.page.get_by_label("13 to 15").check()
        self.press("Send the fingerprints")
        self.is_told("no connection")
        assert not self.page.evaluate(
            "document.documentElement.scrollWidth > innerWidth"
        )
        self.complaints.clear()  # the browser's own word that it is offline
        self.context.set_offline(False)
        self.sent.clear()
        self.press("Send the fingerprints")
        expect(self.page.get_by_role("heading", name="Done")).to_be_visible()
        assert "summer.jpg" not in self.page.content()

    def can_be_read(self):
        """Hold what is shown now against the rules of axe-core, and its width."""
        self.page.evaluate("window.scrollTo(0, 0)")
        self.page.evaluate(Axe().axe_script)  # the policy lets no other script in
        faults = self.page.evaluate(AXE, [])
        for way in ("rtl", "ltr"):
            faults += self.page.evaluate(WIDE, way)
        assert faults == []

    def look_at_case(self, code, pin):
        self.page.get_by_role("link", name="Look at my case").click()
        self.page.get_by_label("Case code").fill(code)
        self.page.get_by_label("PIN").fill(pin)
        self.press("Show my case")

    def take_back(self):
        self.press("Take everything back")
        sure = self.page.get_by_role("button", name="Yes, take everything back")
        expect(sure).to_be_visible()
        self.can_be_read()
        self.press("Yes, take everything back")
        expect(self.page.get_by_role("heading", name="taken back")).to_be_visible()

    def is_clean(self):
        assert self.context.cookies() == []
        stored = "localStorage.length + sessionStorage.length"
        assert self.page.evaluate(stored) == 0
        assert self.complaints == []


@pytest.fixture
def device(product, chromium):
    device = Device(product, chromium)
    yield device
    device.context.close()


def test_ivy_sends_digits_and_nothing_else_and_has_it_in_her_hand(
    product, chat, device
):
    snap, clip = picture(9001, size=(640, 480), form="JPEG"), film("webm", seed=9002)
    before = submitted(product)
    device.choose_offline(
        ("summer.jpg", snap), ("clip.webm", clip), ("list.txt", b"words")
    )
    ready = device.page.get_by_role("status")
    expect(ready).to_have_text("Ready: 2 of 3.", timeout=SENDING)
    expect(device.page.get_by_text("This is no picture or video")).to_be_visible()
    device.can_be_read()
    device.send()
    device.can_be_read()
    assert [method for method, _ in device.sent] == ["POST", "POST"]
    assert all(len(b) <= 8192 and not HEX.sub("", b) for _, b in device.sent)
    entry = until(lambda: with_md5(chat, digest(snap)))
    assert {p["type"] for p in entry["fingerprints"]} == {"MD5", "PDQ"}
    assert until(lambda: with_md5(chat, digest(clip)))["media"] == "video"
    said = {"type": "MD5", "blocked": True}
    assert chat.put(f"/blocked/1/{entry['id']}", json=said).status_code == 200
    device.look_at_case(device.reads("code").lower(), device.reads("pin"))
    expect(device.page.get_by_text("Blocked: 1", exact=True)).to_be_visible()
    expect(device.page.get_by_text("No word yet: 1")).to_be_visible()
    device.can_be_read()
    device.press("Keep it for longer")
    expect(device.page.get_by_role("status")).to_contain_text("for longer")
    device.take_back()
    until(lambda: feed(chat).get(entry["id"], {}).get("deleted"))
    device.is_clean()
    assert submitted(product) == (before[0] + 1, before[1] + 2)


def submitted(product):
    """Give how many submissions and files the figures count."""
    months = product.tipline("take-it-down", "figures")
    return tuple(sum(m[what] for m in months) for what in ("submissions", "files"))


@pytest.mark.usefixtures("chat")
def test_many_files_are_hashed_by_few_workers_and_the_page_answers_meanwhile(device):
    device.page.add_init_script(WATCHED)
    files = [(f"{n}.png", picture(n) if n % 16 == 0 else b"words") for n in range(40)]
    device.choose_offline(*files)
    names, status = (
        device.page.locator("[data-part=name]"),
        device.page.get_by_role("status"),
    )
    expect(names).to_have_text([name for name, _ in files])
    expect(device.page.get_by_text("Waiting.", exact=True)).to_have_count(len(files))
    work = device.page.evaluate("work")
    assert work["workers"] == work["told"] == WORKERS_MOST  # one thing each
    # Nothing is hashed yet: what is taken out now never is.
    device.page.get_by_role("button", name="Take out").last.click()
    device.page.get_by_role("button", name="Take out").nth(32).click()
    expect(names).to_have_count(38)
    expect(status).to_have_text("Ready: 0 of 38.")
    device.page.evaluate("go()")
    expect(status).to_have_text("Ready: 2 of 38.", timeout=SENDING)
    expect(device.page.get_by_text("Waiting.", exact=True)).to_have_count(0)
    work = device.page.evaluate("work")
    assert work == {
        "workers": WORKERS_MOST,
        "told": 38,
        "busy": 0,
        "most": WORKERS_MOST,
        "byPage": [],
    }
    sends_the_rest_by_itself(device)


def sends_the_rest_by_itself(device):
    """Meet a door that is full after the first file, and choose nothing again."""
    page, asked = device.page, []

    def door(route):
        asked.append(route)
        if len(asked) == 2:
            full = '{"error": "too-many-sent"}'
            route.fulfill(status=429, headers={"Retry-After": "2"}, body=full)
        else:
            route.continue_()

    device.context.set_offline(False)
    page.route("**/take-it-down/hashes", door)
    page.get_by_label("13 to 15").check()
    device.press("Send the fingerprints")
    device.is_told("is sent by itself at")
    expect(page.get_by_text("Fingerprints sent: 1 of 38.")).to_be_visible()
    code = device.reads("code")
    expect(page.get_by_text("Fingerprints sent: 2 of 38.")).to_be_visible()
    expect(page.locator("#files")).to_be_hidden()
    assert (len(asked), device.reads("code")) == (3, code)


@pytest.mark.usefixtures("chat")
@pytest.mark.parametrize("changed", ["page.js", "pool.js"])
def test_a_script_that_was_changed_on_its_way_does_not_run(device, changed):
    def change(route):
        route.fulfill(response=route.fetch(), body=route.fetch().text() + "\n")

    device.page.route(f"**/take_it_down/{changed}", change)
    with device.page.expect_console_message(lambda said: "integrity" in said.text):
        device.page.goto(f"{device.url}/take-it-down/pictures/")
    expect(device.page.locator("#files")).to_be_hidden()


def test_without_javascript_the_page_says_so_and_where_to_go(product, chromium, chat):
    del chat
    with chromium.new_context(viewport=PHONE, java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(f"{product.url}/take-it-down/pictures/")
        # What is in a noscript is found by no text, only by its place.
        told = page.locator("noscript h2")
        expect(told).to_be_visible()
        expect(told).to_contain_text("does not run JavaScript")
        expect(page.locator("#files")).to_be_hidden()
        page.locator("noscript a").click()
        expect(page.get_by_text("116 111").first).to_be_visible()
        page.get_by_role("link", name="I have a case code").click()
        page.get_by_label("Case code").fill("AAAA-BBBB-CCCC")
        page.get_by_label("PIN").fill("123456")
        page.get_by_role("button", name="Show my case").click()
        expect(page.get_by_role("alert")).to_contain_text("do not belong together")
        leave = page.get_by_role("link", name="Leave this page fast")
        assert "noreferrer" in leave.get_attribute("rel")
        assert context.cookies() == []
