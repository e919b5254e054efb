#!/usr/bin/env python3
"""Check a packet of Tipline without a network: python3 verify_packet.py PACKET.zip.

PACKET is the ZIP, or the folder that it was unpacked to. Add the clearinghouse's public
key, 64 hexadecimal digits that you got on another way than with the packet:

    python3 verify_packet.py --key 5f3c... report-17-packet.zip

It needs Python 3.8 or newer and nothing else, says what it checked, and ends with 0 if
all holds, 1 if something does not, 2 if the packet cannot be read.
"""

import argparse
import hashlib
import json
import re
import sys
import zipfile
from pathlib import Path

SUMS, SIGNATURE = "SHA256SUMS", "SIGNATURE.json"
LINE = re.compile(r"([0-9a-f]{64})  (.+)")
CUSTODY = re.compile(r"custody-\d+\.json")
NO_ENTRY = "0" * 64
PIECE = 1 << 20

# Ed25519, RFC 8032: the field, the curve's constant, the group's order, the base point.
P = 2**255 - 19
D = -121665 * pow(121666, P - 2, P) % P
L = 2**252 + 27742317777372353535851937790883648493
ROOT = pow(2, (P - 1) // 4, P)


class Packet:
    """The parts of a packet, in a ZIP or in a folder."""

    def __init__(self, path):
        self.folder = path if path.is_dir() else None
        self.zip = None if path.is_dir() else zipfile.ZipFile(path)

    def names(self):
        if self.zip:
            return [info.filename for info in self.zip.infolist()]
        every = (each for each in self.folder.rglob("*") if not each.is_dir())
        return [each.relative_to(self.folder).as_posix() for each in every]

    def open(self, name):
        return self.zip.open(name) if self.zip else (self.folder / name).open("rb")

    def read(self, name):
        with self.open(name) as part:
            return part.read()

    def digest(self, name):
        digest = hashlib.sha256()
        with self.open(name) as part:
            for piece in iter(lambda: part.read(PIECE), b""):
                digest.update(piece)
        return digest.hexdigest()


def check_hashes(packet):
    """Every part is listed once, is there, and has its SHA-256; nothing else is."""
    faults, listed = [], {}
    for line in packet.read(SUMS).decode("utf-8").splitlines():
        found = LINE.fullmatch(line)
        if not found or found[2] in listed:
            faults.append(f"{SUMS} has a line that is wrong or there twice: {line!r}")
        else:
            listed[found[2]] = found[1]
    there = packet.names()
    if len(there) != len(set(there)):
        faults.append("two parts have the same name")
    for name in sorted(set(there) - set(listed) - {SUMS, SIGNATURE}):
        faults.append(f"{name} is not listed in {SUMS}")
    for name, digest in listed.items():
        if name not in there:
            faults.append(f"{name} is missing")
        elif packet.digest(name) != digest:
            faults.append(f"{name} was changed: its SHA-256 is another one")
    return faults, f"{len(listed)} parts against their SHA-256"


def check_signature(packet, key):
    """The list of hashes bears the clearinghouse's signature."""
    try:
        said = json.loads(packet.read(SIGNATURE))
        public, signature = said["publicKey"], bytes.fromhex(said["signature"])
        raw = bytes.fromhex(public)
    except (KeyError, OSError, TypeError, ValueError) as error:
        return [f"there is no readable signature: {error!r}"], "the signature"
    if packet.read(SIGNATURE) != as_written(raw, signature):
        return [f"{SIGNATURE} was changed: it is written otherwise"], "the signature"
    if key and key.lower() != public:
        return ["it is signed with another key than the one you gave"], "the signature"
    if not is_signed(raw, packet.read(SUMS), signature):
        return ["the signature does not fit the list of hashes"], "the signature"
    whose = (
        "the key you gave" if key else "the key in the packet, which you must compare"
    )
    return [], f"the Ed25519 signature by {whose}: {public}"


def check_custody(packet):
    """The entries are numbered without a gap, in order of time, each tied to the last."""
    names = [name for name in packet.names() if CUSTODY.fullmatch(name)]
    if len(names) != 1:
        return ["there is not exactly one chain of custody"], "the chain of custody"
    try:
        entries = json.loads(packet.read(names[0]))["entries"]
        faults, before, at = [], NO_ENTRY, ""
        for number, entry in enumerate(entries, 1):
            if entry["number"] != number:
                faults.append(f"entry {number} of the custody has another number")
            if entry["previous"] != before:
                faults.append(f"entry {number} of the custody does not follow the last")
            if entry["at"] < at:
                faults.append(f"entry {number} of the custody is older than the last")
            before, at = hashlib.sha256(canonical(entry)).hexdigest(), entry["at"]
    except (KeyError, TypeError, ValueError) as error:
        return [f"the chain of custody cannot be read: {error!r}"], "the custody"
    return faults, f"{len(entries)} entries of the chain of custody"


def canonical(entry):
    return json.dumps(entry, sort_keys=True, separators=(",", ":")).encode("ascii")


def as_written(public, signature):
    """The one way in which the clearinghouse writes down a signature."""
    said = {
        "algorithm": "ed25519",
        "publicKey": public.hex(),
        "signature": signature.hex(),
        "signed": SUMS,
    }
    return json.dumps(said, indent=2, sort_keys=True).encode() + b"\n"


def is_signed(public, message, signature):
    """Verify an Ed25519 signature, by `cryptography` if it is there, else here."""
    try:
        from cryptography.exceptions import InvalidSignature
        from cryptography.hazmat.primitives.asymmetric import ed25519
    except ImportError:
        return is_signed_here(public, message, signature)
    try:
        key = ed25519.Ed25519PublicKey.from_public_bytes(public)
        key.verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


def is_signed_here(public, message, signature):
    """Verify an Ed25519 signature as RFC 8032 says, 5.1.7."""
    if len(public) != 32 or len(signature) != 64:
        return False
    a, r = unpacked(public), unpacked(signature[:32])
    s = int.from_bytes(signature[32:], "little")
    if a is None or r is None or s >= L:
        return False
    hashed = hashlib.sha512(signature[:32] + public + message).digest()
    k = int.from_bytes(hashed, "little") % L
    return same(times(s, BASE), plus(r, times(k, a)))


def unpacked(data):
    """Give the point that 32 bytes stand for, in extended coordinates, or None."""
    y = int.from_bytes(data, "little")
    sign, y = y >> 255, y & ((1 << 255) - 1)
    if y >= P:
        return None
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * ROOT % P
    if (x * x - square) % P or (x == 0 and sign):
        return None
    x = P - x if x & 1 != sign else x
    return (x, y, 1, x * y % P)


def plus(one, other):
    x1, y1, z1, t1 = one
    x2, y2, z2, t2 = other
    a, b = (y1 - x1) * (y2 - x2) % P, (y1 + x1) * (y2 + x2) % P
    c, d = 2 * t1 * t2 * D % P, 2 * z1 * z2 % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return (e * f % P, g * h % P, f * g % P, e * h % P)


def times(number, point):
    result = (0, 1, 1, 0)
    while number:
        if number & 1:
            result = plus(result, point)
        point, number = plus(point, point), number >> 1
    return result


def same(one, other):
    x1, y1, z1, _ = one
    x2, y2, z2, _ = other
    return (x1 * z2 - x2 * z1) % P == 0 and (y1 * z2 - y2 * z1) % P == 0


BASE = unpacked((4 * pow(5, P - 2, P) % P).to_bytes(32, "little"))


def main(arguments=None):
    """Check a packet and say what was checked."""
    parser = argparse.ArgumentParser(description="Check a packet of Tipline.")
    parser.add_argument("packet", type=Path, help="the ZIP, or its folder")
    parser.add_argument("--key", default="", help="the clearinghouse's public key")
    asked = parser.parse_args(arguments)
    try:
        packet = Packet(asked.packet)
        checks = [
            check_hashes(packet),
            check_signature(packet, asked.key),
            check_custody(packet),
        ]
    except (OSError, KeyError, ValueError, zipfile.BadZipFile, EOFError) as error:
        print(f"UNREADABLE: {error}")
        return 2
    for faults, what in checks:
        print(f"{'WRONG' if faults else 'ok'}: {what}")
        for fault in faults:
            print(f"  {fault}")
    return 1 if any(faults for faults, _ in checks) else 0


if __name__ == "__main__":
    sys.exit(main())
