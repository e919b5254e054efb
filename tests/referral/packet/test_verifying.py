"""A packet is checked offline, by a script that knows nothing of Tipline."""

import io
import json
import runpy
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.referral.packet.packet_cast import BYTES, RICH
from tipline.referral.packet import archive
from tipline.referral.packet.archive import packet_archive
from tipline.referral.packet.signature import Signer

SCRIPT = Path(str(archive.VERIFIER))
SIGNER = Signer("an invented secret")
CHECK = runpy.run_path(str(SCRIPT))


@pytest.fixture(scope="module")
def parts():
    """The packet's parts by name, in their order."""
    pieces = packet_archive(RICH, lambda file: [BYTES[file.file_id]], signer=SIGNER)
    with zipfile.ZipFile(io.BytesIO(b"".join(pieces))) as packet:
        return {name: packet.read(name) for name in packet.namelist()}


def said_of(parts, folder, *, key=SIGNER.public_key):
    path = folder / "packet.zip"
    with zipfile.ZipFile(path, "w") as packet:
        for name, content in parts.items():
            packet.writestr(name, content)
    return CHECK["main"](["--key", key, str(path)])


def test_a_plain_python_checks_hashes_signature_and_custody(parts, tmp_path):
    for name, content in parts.items():
        path = tmp_path / "unpacked" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    # -I and -S: nothing but the standard library, so its own Ed25519 is used.
    command = [sys.executable, "-I", "-S", str(tmp_path / "unpacked/verify_packet.py")]
    done = subprocess.run(
        [*command, "--key", SIGNER.public_key, str(tmp_path / "unpacked")],
        check=False,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.count("ok: ") == 3
    assert SIGNER.public_key in done.stdout


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_any_changed_byte_is_found(parts, tmp_path_factory, data):
    name = data.draw(st.sampled_from(sorted(parts)))
    place = data.draw(st.integers(0, len(parts[name]) - 1))
    changed = bytearray(parts[name])
    changed[place] ^= data.draw(st.integers(1, 255))
    found = said_of({**parts, name: bytes(changed)}, tmp_path_factory.mktemp("p"))
    assert found != 0


@pytest.mark.parametrize(
    ("was", "now"),
    [
        (b'"algorithm"', b'"blgorithm"'),
        (b'"ed25519"', b'"ed25510"'),
        (b'"SHA256SUMS"', b'"SHA256SUNS"'),
        (b"  ", b" \t"),
        (SIGNER.public_key.encode(), SIGNER.public_key.upper().encode()),
        (b"}\n", b"}"),
    ],
)
def test_the_signatures_own_file_says_exactly_what_it_has_to_say(
    parts, tmp_path, *, was, now
):
    before, found, after = parts["SIGNATURE.json"].rpartition(was)
    assert found
    assert was != now
    changed = {**parts, "SIGNATURE.json": before + now + after}
    assert said_of(changed, tmp_path) == 1


def test_what_is_missing_added_renamed_or_another_s_is_found(parts, tmp_path):
    assert said_of(parts, tmp_path) == 0
    name = next(name for name in parts if name.startswith("files/"))
    without = {each: content for each, content in parts.items() if each != name}
    for wrong in (
        without,
        {**without, "files/other.jpg": parts[name]},
        {**parts, "more.txt": b"x"},
        {each: c for each, c in parts.items() if each != "SIGNATURE.json"},
    ):
        assert said_of(wrong, tmp_path) == 1
    other = Signer("somebody else's")
    forged = {**parts, "SIGNATURE.json": other.signature_of(parts["SHA256SUMS"])}
    assert said_of(forged, tmp_path) == 1
    (tmp_path / "no.zip").write_bytes(b"PK nothing")
    assert CHECK["main"]([str(tmp_path / "no.zip")]) == 2


def test_a_custody_with_a_gap_is_found(parts):
    name = next(each for each in parts if each.startswith("custody-"))
    value = json.loads(parts[name])
    assert [each["event"] for each in value["entries"]][-1] == "packet prepared"

    class Packet:
        def names(self):
            return [name]

        def read(self, _name):
            return json.dumps(value).encode()

    assert CHECK["check_custody"](Packet())[0] == []
    del value["entries"][1]
    assert CHECK["check_custody"](Packet())[0]
    value["entries"] = [{}]
    assert CHECK["check_custody"](Packet())[0]


@settings(max_examples=25, deadline=None)
@given(seed=st.binary(min_size=32, max_size=32), message=st.binary(max_size=99))
def test_its_own_ed25519_agrees_with_cryptography_s(seed, message):
    key = Ed25519PrivateKey.from_private_bytes(seed)
    public, signature = key.public_key().public_bytes_raw(), key.sign(message)
    check = CHECK["is_signed_here"]
    assert check(public, message, signature)
    assert not check(public, message + b"x", signature)
    for place in (0, 31, 32, 63):
        wrong = bytearray(signature)
        wrong[place] ^= 1
        assert not check(public, message, bytes(wrong))
