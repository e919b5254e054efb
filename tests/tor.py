"""What Tor's browser does to a page, in the Firefox ESR that it is made from.

Tor's browser itself is in no package. These are its own standard preferences and those
of its levels *Standard* and *Safest*, and a SOCKS proxy on this machine that stands
where Tor does: it alone knows where a name leads.
"""

import socket
import threading
from collections.abc import Mapping
from contextlib import suppress
from typing import Self

# Version 3 of onion services: 56 letters. Nobody has the key of this one.
ONION = f"{'tiplineexample' * 4}.onion"
_ALWAYS: Mapping[str, str | int | bool] = {
    "browser.cache.disk.enable": False,
    "browser.privatebrowsing.autostart": True,
    "dom.securecontext.allowlist_onions": True,
    "dom.security.https_only_mode": True,
    "dom.security.https_only_mode.upgrade_onion": False,
    "layout.css.prefers-color-scheme.content-override": 1,
    "media.eme.enabled": False,
    "media.navigator.enabled": False,
    "media.peerconnection.enabled": False,
    "network.cookie.cookieBehavior": 1,
    "network.dns.blockDotOnion": False,
    "network.dns.disabled": True,
    "network.http.referer.XOriginPolicy": 2,
    "network.http.referer.hideOnionSource": True,
    "network.http.speculative-parallel-limit": 0,
    "network.prefetch-next": False,
    "network.proxy.allow_hijacking_localhost": True,
    "network.proxy.socks": "127.0.0.1",
    "network.proxy.socks_remote_dns": True,
    "network.proxy.type": 1,
    "network.trr.mode": 5,
    "privacy.firstparty.isolate": True,
    "privacy.resistFingerprinting": True,
    "privacy.resistFingerprinting.letterboxing": True,
    "signon.rememberSignons": False,
    "webgl.disabled": True,
}
SAFEST: Mapping[str, bool] = {
    "dom.security.https_only_mode_send_http_background_request": False,
    "gfx.downloadable_fonts.enabled": False,
    "gfx.font_rendering.graphite.enabled": False,
    "gfx.font_rendering.opentype_svg.enabled": False,
    "javascript.enabled": False,
    "javascript.options.asmjs": False,
    "javascript.options.baselinejit": False,
    "javascript.options.ion": False,
    "javascript.options.native_regexp": False,
    "javascript.options.wasm": False,
    "mathml.disabled": True,
    "media.av1.enabled": False,
    "media.mp4.enabled": False,
    "media.webm.enabled": False,
    "svg.disabled": True,
}
STANDARD = {name: not value for name, value in SAFEST.items()}
_VERSION, _CONNECT, _NAME = 5, 1, 3
_DONE, _REFUSED = 0, 2
_CUT_SHORT = (OSError, ValueError, IndexError)


def preferences(proxy: "Proxy") -> dict[str, str | int | bool]:
    """Give those of Tor's browser, at no level yet."""
    return {**_ALWAYS, "network.proxy.socks_port": proxy.port}


class Proxy:
    """SOCKS 5 on this machine; one name leads to a port, and all others nowhere.

    It names a `place` as the operator's web proxy in front of Tipline would.
    """

    def __init__(self, port: int, *, place: str) -> None:
        self._leads_to = port
        self._host = f"\r\nX-Forwarded-For: {place}\r\nHost: ".encode()
        self.asked: list[str] = []

    def __enter__(self) -> Self:
        self._door = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._door.getsockname()[1])
        self._porter = threading.Thread(target=self._open, daemon=True)
        self._porter.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._door.shutdown(socket.SHUT_RDWR)
        self._porter.join()
        self._door.close()

    def _open(self) -> None:
        with suppress(OSError):  # until the door is shut
            while True:
                caller, _ = self._door.accept()
                threading.Thread(target=self._serve, args=[caller], daemon=True).start()

    def _serve(self, caller: socket.socket) -> None:
        # Some connections are opened ahead, and closed without a word.
        with caller, suppress(*_CUT_SHORT), caller.makefile("rb") as stream:
            _, methods = stream.read(2)
            stream.read(methods)
            caller.sendall(bytes([_VERSION, 0]))
            version, command, _, kind = stream.read(4)
            if (version, command, kind) != (_VERSION, _CONNECT, _NAME):
                self.asked.append("an address and not a name")
                return
            name = stream.read(stream.read(1)[0]).decode()
            self.asked.append(name)
            stream.read(2)  # the port: an onion service has what it offers
            is_ours = name == ONION
            reply = _DONE if is_ours else _REFUSED
            caller.sendall(bytes([_VERSION, reply, 0, 1, 0, 0, 0, 0, 0, 0]))
            if is_ours:
                self._join(caller)

    def _join(self, caller: socket.socket) -> None:
        with socket.create_connection(("127.0.0.1", self._leads_to)) as service:
            back = threading.Thread(target=self._pass_on, args=[service, caller])
            back.start()
            self._pass_on(caller, service)
            back.join()

    def _pass_on(self, source: socket.socket, sink: socket.socket) -> None:
        with suppress(OSError):
            while piece := source.recv(65536):
                sink.sendall(piece.replace(b"\r\nHost: ", self._host))
            sink.shutdown(socket.SHUT_WR)
