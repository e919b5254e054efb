"""Run the page in a network namespace and say what left it. Started by its test, alone.

    unshare --net --mount python -m tests.portals.public.take_it_down.watched FOLDER

FOLDER holds page.html, headers.json, names.json and the files; the answer goes to
standard output as JSON: for each build what was against the rules.
"""

import base64
import json
import re
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from playwright.sync_api import Browser, expect, sync_playwright

from tests.browser import WHOLE, launched
from tests.portals.public.take_it_down.leaks import LEAKS, Leak
from tests.portals.public.take_it_down.site import STATIC, Site, serving
from tests.portals.public.take_it_down.wire import (
    Capture,
    holds,
    open_namespace,
    windows,
    without_opacity,
)

PORT, NAMES = 8080, 53
PAGE, HASHES = "/take-it-down/pictures/", "/take-it-down/hashes"
COLORS = "/look.css"  # the hotline's, the same for everybody
HOST = f"localhost:{PORT}"
BODY_MOST = 8192
FIELDS = "version|token|age|image|video|md5|sha256|quality|pdq|frames"
HEX_ALONE = re.compile(rf'(?:[\[\]{{}}:,]|"[0-9a-f]*"|"(?:{FIELDS})")*')
PATIENCE = 60_000
FRAMES_AT = (0, 0.5, 1)  # seconds
# What somebody's script could draw of a file: as the browser itself decodes it.
DRAWN = """async ([content, times]) => {
  const whole = await (await fetch(`data:;base64,${content}`)).blob();
  const asItIs = { colorSpaceConversion: "none" };
  const canvas = new OffscreenCanvas(1, 1);
  const context = canvas.getContext("2d");
  const text = (each) => new Promise((go) => {
    const reader = new FileReader();
    reader.onload = () => go(reader.result.split(",")[1]);
    reader.readAsDataURL(new Blob([each]));
  });
  const drawn = (from, width, height) => {
    [canvas.width, canvas.height] = [width, height];
    context.drawImage(from, 0, 0);
    return text(context.getImageData(0, 0, width, height).data);
  };
  if (!times.length) {
    const bitmap = await createImageBitmap(whole, asItIs);
    return [await drawn(bitmap, bitmap.width, bitmap.height)];
  }
  const video = document.createElement("video");
  [video.muted, video.preload] = [true, "auto"];
  video.src = URL.createObjectURL(whole);
  await new Promise((go) => { video.onloadeddata = go; });
  const found = [];
  for (const time of times) {
    const sought = new Promise((go) => { video.onseeked = go; });
    video.currentTime = time;
    await sought;
    found.push(await drawn(video, video.videoWidth, video.videoHeight));
  }
  return found;
}"""


class Watch:
    """One namespace, one browser, and what it does with the same files each time."""

    def __init__(self, folder: Path, browser: Browser, capture: Capture) -> None:
        self.files = {
            name: (folder / stored).read_bytes()
            for name, stored in json.loads((folder / "names.json").read_text()).items()
        }
        self.page = (folder / "page.html").read_bytes()
        self.headers = json.loads((folder / "headers.json").read_text())
        self.browser, self.capture = browser, capture
        written = (each for pair in self.files.items() for each in pair)
        said = (w.encode() if isinstance(w, str) else w for w in written)
        self.kept = windows(said)
        self.tab = browser.new_page()
        for name, content in self.files.items():
            if not name.endswith(".txt"):
                self.kept |= self._drawn(content, is_video=name.endswith(".webm"))
        self.tab.close()

    def _drawn(self, content: bytes, *, is_video: bool) -> frozenset[bytes]:
        """Give the runs of a file's pixels, with their opacity and without.

        Of frames only those that begin with a pixel: of the others there are millions,
        and whoever sends pixels sends whole ones.
        """
        times = FRAMES_AT if is_video else ()
        given = [base64.b64encode(content).decode(), times]
        drawn = [base64.b64decode(each) for each in self.tab.evaluate(DRAWN, given)]
        bare = [without_opacity(each) for each in drawn]
        steps = (4, 3) if is_video else (1, 1)
        return windows(drawn, step=steps[0]) | windows(bare, step=steps[1])

    def faults_of(self, leak: Leak | None) -> list[str]:
        """Use one build as somebody would, and give what is against the rules."""
        site = self._site(leak)
        with serving(site, port=PORT):
            self.capture.begin()
            before = self._used(site, is_leaky=leak is not None)
            return sorted(set(self._faults(site, before)))

    def _site(self, leak: Leak | None) -> Site:
        site = Site({PAGE: ("text/html; charset=utf-8", self.page)})
        if leak is None:
            return replace(site, headers=self.headers)
        # Whoever leaks would not keep the policy that forbids it, nor the digests.
        bare = re.sub(rb' integrity="[^"]*"', b"", self.page)
        site.pages[PAGE] = ("text/html; charset=utf-8", bare)
        script, old, new = leak.replaces
        if script:
            self._override(site, script, lambda text: text.replace(old, new))
        self._override(site, "page.js", lambda text: text + leak.script)
        return site

    def _override(self, site: Site, name: str, change) -> None:
        text = (STATIC / "take_it_down" / name).read_text()
        changed = change(text)
        assert changed != text
        path = f"/static/take_it_down/{name}"
        site.pages[path] = ("text/javascript", changed.encode())

    def _used(self, site: Site, *, is_leaky: bool) -> int:
        """Choose, send, and come to the end; give how many requests came before."""
        tab = self.browser.new_page()
        tab.goto(f"http://{HOST}{PAGE}")
        expect(tab.locator("#files")).to_be_enabled(timeout=PATIENCE)
        before = len(site.asked)
        tab.locator("#files").set_input_files(
            [{"name": n, "mimeType": "", "buffer": c} for n, c in self.files.items()]
        )
        if is_leaky:
            tab.wait_for_function("globalThis.leaked", timeout=PATIENCE)
        tab.get_by_label("13 to 15").check()
        press = tab.get_by_role("button", name="Send the fingerprints")
        expect(press).to_be_enabled(timeout=PATIENCE)
        press.click()
        expect(tab.locator("[data-part=receipt]")).to_be_visible(timeout=PATIENCE)
        tab.close()
        return before

    def _faults(self, site: Site, before: int) -> Iterator[str]:
        datagrams = [said.replace(b".", b"") for _, said in self.capture.datagrams]
        sent = [*self.capture.streams(), *datagrams]
        if any(holds(each, self.kept) for each in sent):
            yield "bytes of a file, its pixels, name or camera were sent"
        if datagrams:
            yield "something was sent beside the connection"
        asked = site.asked[before:]
        if [each[:3] for each in asked] != [("POST", HOST, HASHES)] * self.readable:
            yield "something else was asked for than to take the hashes"
        if not all(is_hashes(body) for *_, body in asked):
            yield "something else than hashes was sent, or too much"
        if not all(is_page(host, path) for _, host, path, _ in site.asked[:before]):
            yield "something else was fetched than the page"

    @property
    def readable(self) -> int:
        """How many of the files are pictures or videos."""
        return sum(not name.endswith(".txt") for name in self.files)


def is_hashes(body: bytes) -> bool:
    """Tell whether this is nothing but the fixed fields and hexadecimal digits."""
    text = body.decode("latin1")
    return len(body) <= BODY_MOST and HEX_ALONE.fullmatch(text) is not None


def is_page(host: str, path: str) -> bool:
    """Tell whether this is a part of the page."""
    return host == HOST and (path in {PAGE, COLORS} or path.startswith("/static/"))


def answer_names() -> None:
    """Say of every name that it is this machine, so that whoever asks goes on."""
    names = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    names.bind(("127.0.0.1", NAMES))
    while True:
        asked, who = names.recvfrom(4096)
        question = asked[12 : asked.index(b"\0", 12) + 5]
        is_address = question[-4:-2] == b"\0\1"
        head = asked[:2] + b"\x81\x80\0\1" + (b"\0\1" if is_address else b"\0\0")
        here = b"\xc0\x0c\0\1\0\1\0\0\0\0\0\4\x7f\0\0\1" if is_address else b""
        names.sendto(head + b"\0\0\0\0" + question + here, who)


def main() -> None:
    """Watch the product's own build, then each of the leaky ones."""
    folder = Path(sys.argv[1])
    open_namespace()
    names = folder / "resolv.conf"
    names.write_text("nameserver 127.0.0.1\n")
    subprocess.run(["mount", "--bind", str(names), "/etc/resolv.conf"], check=True)
    threading.Thread(target=answer_names, daemon=True).start()
    capture = Capture({PORT, NAMES})
    with sync_playwright() as playwright:
        browser = launched(playwright, program=WHOLE)
        watch = Watch(folder, browser, capture)
        found = {"ours": watch.faults_of(None)}
        found |= {leak.name: watch.faults_of(leak) for leak in LEAKS}
        browser.close()
    sys.stdout.write(json.dumps(found))


if __name__ == "__main__":
    main()
