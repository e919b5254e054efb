"""All that goes over the wires of a network namespace, and what is hidden in it."""

import array
import base64
import binascii
import contextlib
import ctypes
import fcntl
import re
import socket
import struct
import threading
import zlib
from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from urllib.parse import unquote_to_bytes

WINDOW = 16
_VARIED = 6  # different bytes, below which a window says nothing
_ALL_PROTOCOLS = 3
_RECEIVE_BUFFER_FORCE = 33
_ADD_ROUTE, _SET_FLAGS = 0x890B, 0x8914
_UP_AND_RUNNING = 0x41
_BASE64 = re.compile(rb"[A-Za-z0-9+/_-]{24,}")
_HEX = re.compile(rb"[0-9A-Fa-f]{32,}")
_DEEP = 2


class _Route(ctypes.Structure):
    """The kernel's `struct rtentry`."""

    _fields_ = [
        ("pad1", ctypes.c_ulong),
        ("destination", ctypes.c_char * 16),
        ("gateway", ctypes.c_char * 16),
        ("mask", ctypes.c_char * 16),
        ("flags", ctypes.c_ushort),
        ("pad2", ctypes.c_short),
        ("pad3", ctypes.c_ulong),
        ("pad4", ctypes.c_void_p),
        ("metric", ctypes.c_short),
        ("device", ctypes.c_char_p),
        ("rest", ctypes.c_ulong * 3),
    ]


def open_namespace() -> None:
    """Let everything that anybody sends go out by the one wire there is: `lo`."""
    family = struct.pack("H14x", socket.AF_INET)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_socket:
        up = struct.pack("16sH22x", b"lo", _UP_AND_RUNNING)
        fcntl.ioctl(any_socket, _SET_FLAGS, up)
        everywhere = _Route(flags=1, device=b"lo")
        for name in ("destination", "gateway", "mask"):
            at = getattr(_Route, name).offset
            ctypes.memmove(ctypes.addressof(everywhere) + at, family, 16)
        ctypes.CDLL(None, use_errno=True).ioctl(
            any_socket.fileno(), _ADD_ROUTE, ctypes.byref(everywhere)
        )


class Capture:
    """Every packet of the namespace, as the kernel shows it to root."""

    def __init__(self, served: Iterable[int]) -> None:
        """Take what our own servers answer from these ports for theirs."""
        self._served = set(served)
        self._lock = threading.Lock()
        self._flows: dict[tuple[int, int], dict[int, bytes]] = {}
        self.datagrams: list[tuple[int, bytes]] = []
        self._socket = socket.socket(
            socket.AF_PACKET, socket.SOCK_DGRAM, socket.htons(_ALL_PROTOCOLS)
        )
        self._socket.setsockopt(socket.SOL_SOCKET, _RECEIVE_BUFFER_FORCE, 2**27)
        threading.Thread(target=self._listen, daemon=True).start()

    def begin(self) -> None:
        """Forget what came before."""
        with self._lock:
            self._flows, self.datagrams = {}, []

    def streams(self) -> list[bytes]:
        """Give what was sent to each port, byte for byte, in order."""
        with self._lock:
            flows = [dict(flow) for flow in self._flows.values()]
        return [b"".join(flow[at] for at in sorted(flow)) for flow in flows]

    def _listen(self) -> None:
        packet = array.array("B", bytes(70_000))
        while True:
            length = self._socket.recv_into(packet)
            with self._lock, contextlib.suppress(struct.error, IndexError):
                self._take(packet[:length].tobytes())

    def _take(self, packet: bytes) -> None:
        if packet[0] >> 4 == 4:
            protocol, data = packet[9], packet[(packet[0] & 15) * 4 :]
            data = data[: struct.unpack_from("!H", packet, 2)[0] - (packet[0] & 15) * 4]
        else:
            protocol, data = packet[6], packet[40:]
        source, target = struct.unpack_from("!HH", data)
        if source in self._served:
            return
        if protocol == socket.IPPROTO_UDP:
            self.datagrams.append((target, data[8:]))
        if protocol == socket.IPPROTO_TCP:
            payload = data[(data[12] >> 4) * 4 :]
            if payload:
                at = struct.unpack_from("!I", data, 4)[0]
                self._flows.setdefault((source, target), {})[at] = payload


def windows(secrets: Iterable[bytes], *, step: int = 1) -> frozenset[bytes]:
    """Give all runs of 16 bytes of what must stay, without those that say nothing.

    Args:
        secrets: what must stay.
        step: how many bytes from the begin of one run to that of the next.
    """
    return frozenset(
        run
        for secret in secrets
        for at in range(0, len(secret) - WINDOW + 1, step)
        if len(set(run := secret[at : at + WINDOW])) >= _VARIED
    )


def without_opacity(colors: bytes) -> bytes:
    """Give three bytes of each pixel of four."""
    kept = bytearray(len(colors) // 4 * 3)
    for channel in range(3):
        kept[channel::3] = colors[channel::4]
    return bytes(kept)


def holds(sent: bytes, kept: AbstractSet[bytes]) -> bool:
    """Tell whether any of it was sent, plainly or written in another way."""
    return any(
        said[at : at + WINDOW] in kept
        for said in _readings(sent, _DEEP)
        for at in range(len(said) - WINDOW + 1)
    )


def _readings(sent: bytes, deep: int) -> Iterator[bytes]:
    yield sent
    if not deep:
        return
    for read in (*_written_otherwise(sent), *_packed(sent), *_unmasked(sent)):
        if read != sent:
            yield from _readings(read, deep - 1)


def _written_otherwise(sent: bytes) -> Iterator[bytes]:
    yield unquote_to_bytes(sent)
    yield sent.replace(b"\0", b"")  # wide letters
    for run in _HEX.findall(sent):
        for start in (0, 1):
            digits = run[start:]
            yield binascii.unhexlify(digits[: len(digits) // 2 * 2])
    for run in _BASE64.findall(sent):
        plain = run.translate(bytes.maketrans(b"-_", b"+/"))
        for start in range(4):
            whole = plain[start : start + (len(plain) - start) // 4 * 4]
            yield base64.b64decode(whole)


def _packed(sent: bytes) -> Iterator[bytes]:
    for sign, bits in ((b"\x1f\x8b\x08", 31), (b"\x78\x9c", 15), (b"\x78\xda", 15)):
        at = sent.find(sign)
        if at >= 0:
            with contextlib.suppress(zlib.error):
                yield zlib.decompressobj(bits).decompress(sent[at:])


def _unmasked(sent: bytes) -> Iterator[bytes]:
    """Read the frames of a web socket: a client hides each under a key before it."""
    head, _, frames = sent.partition(b"\r\n\r\n")
    if b"websocket" not in head.lower():
        return
    while len(frames) > 6:
        length, at = frames[1] & 127, 2
        if length == 126:
            length, at = struct.unpack_from("!H", frames, 2)[0], 4
        elif length == 127:
            length, at = struct.unpack_from("!Q", frames, 2)[0], 10
        key, said = frames[at : at + 4], frames[at + 4 : at + 4 + length]
        yield bytes(byte ^ key[place % 4] for place, byte in enumerate(said))
        frames = frames[at + 4 + length :]
