"""Debian's Firefox ESR, told what to do by its own remote protocol, Marionette.

The protocol is a line of JSON each way, so there is no package here for it: those that
there are come with a dozen others. It works where pages run no JavaScript.
"""

import itertools
import json
import os
import socket
import subprocess
import time
from base64 import b64decode
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Self

PROGRAM = "firefox-esr"
START_SECONDS = 60
# The last one: preferences may be changed while it runs.
_ARGUMENTS = ["--headless", "--marionette", "--remote-allow-system-access"]
_ELEMENT = "element-6066-11e4-a52e-4f735466cecf"
# Nothing but what the tests ask for goes out, and nothing is kept.
_QUIET: Mapping[str, str | int | bool] = {
    "app.normandy.enabled": False,
    "app.update.enabled": False,
    "browser.aboutwelcome.enabled": False,
    "browser.region.network.url": "",
    "browser.safebrowsing.downloads.enabled": False,
    "browser.safebrowsing.malware.enabled": False,
    "browser.safebrowsing.phishing.enabled": False,
    "browser.search.update": False,
    "browser.shell.checkDefaultBrowser": False,
    "browser.startup.homepage": "about:blank",
    "browser.startup.page": 0,
    "browser.topsites.contile.enabled": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "dom.push.connection.enabled": False,
    "extensions.getAddons.cache.enabled": False,
    "extensions.update.enabled": False,
    "marionette.port": 0,  # a free one, which it writes into its profile
    "media.gmp-manager.updateEnabled": False,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "services.settings.server": "data:,",
    "toolkit.telemetry.enabled": False,
}


class FirefoxError(Exception):
    """It did not do what it was told."""


class Firefox:
    """A Firefox of its own, with a profile that nobody used before."""

    def __init__(
        self, profile: Path, preferences: Mapping[str, str | int | bool]
    ) -> None:
        self.profile = profile
        self._numbers = itertools.count(1)
        profile.mkdir()
        lines = [
            f"user_pref({json.dumps(name)}, {json.dumps(value)});"
            for name, value in {**_QUIET, **preferences}.items()
        ]
        (profile / "user.js").write_text("\n".join(lines))

    def __enter__(self) -> Self:
        with (self.profile / "log").open("wb") as log:
            self._process = subprocess.Popen(
                [PROGRAM, *_ARGUMENTS, "--profile", self.profile],
                # Without it the preference that keeps its own server away has no say.
                env={**os.environ, "MOZ_REMOTE_SETTINGS_DEVTOOLS": "1"},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )
        self._line = socket.create_connection(("127.0.0.1", self._port()), timeout=60)
        self._stream = self._line.makefile("rb")
        self._read()  # how it introduces itself
        self.tell("WebDriver:NewSession", pageLoadStrategy="normal")
        return self

    def __exit__(self, *_: object) -> None:
        try:
            self.tell("Marionette:Quit", flags=["eForceQuit"])
        finally:
            self._stream.close()
            self._line.close()
            self._process.wait(timeout=30)

    def tell(self, command: str, **parameters: Any) -> Any:
        """Give a command, and what came of it."""
        number = next(self._numbers)
        sent = json.dumps([0, number, command, parameters]).encode()
        self._line.sendall(b"%d:%s" % (len(sent), sent))
        _, _, problem, result = self._read()
        if problem:
            raise FirefoxError(f"{command}: {problem['error']}: {problem['message']}")
        return result

    def _read(self) -> Any:
        length = b""
        while not length.endswith(b":"):
            length += self._stream.read(1)
        return json.loads(self._stream.read(int(length[:-1])))

    def _port(self) -> int:
        named = self.profile / "MarionetteActivePort"
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            if named.exists() and (text := named.read_text()):
                return int(text)
            if self._process.poll() is not None:
                break
            time.sleep(0.05)
        raise FirefoxError((self.profile / "log").read_text())

    def prefer(self, preferences: Mapping[str, bool]) -> None:
        """Change preferences; pages that are opened from now on have them."""
        script = """for (const [name, value] of Object.entries(arguments[0]))
            Services.prefs.setBoolPref(name, value);"""
        self.tell("Marionette:SetContext", value="chrome")
        self.tell("WebDriver:ExecuteScript", script=script, args=[preferences])
        self.tell("Marionette:SetContext", value="content")

    def open(self, address: str) -> None:
        self.tell("WebDriver:Navigate", url=address)

    def find(self, css: str) -> list[str]:
        found = self.tell("WebDriver:FindElements", using="css selector", value=css)
        return [each[_ELEMENT] for each in found]

    def one(self, css: str) -> str:
        found = self.find(css)
        if not found:
            raise FirefoxError(f"no {css} on the page:\n{self.text()}")
        return found[0]

    def click(self, css: str) -> None:
        self.tell("WebDriver:ElementClick", id=self.one(css))

    def press(self, words: str) -> None:
        """Press the first button, or follow the first link, with these words."""
        path = f"//*[self::a or self::button][normalize-space()='{words}']"
        found = self.tell("WebDriver:FindElement", using="xpath", value=path)
        self.tell("WebDriver:ElementClick", id=found["value"][_ELEMENT])

    def fill(self, css: str, text: str) -> None:
        self.tell("WebDriver:ElementSendKeys", id=self.one(css), text=text)

    def text(self, css: str = "main") -> str:
        """Give what stands in the first of these as it is seen."""
        (element, *_) = self.find(css)
        return str(self.tell("WebDriver:GetElementText", id=element)["value"])

    def draw(self, file: Path, *, full: bool = True) -> None:
        picture = self.tell("WebDriver:TakeScreenshot", full=full, hash=False)
        file.write_bytes(b64decode(picture["value"]))
