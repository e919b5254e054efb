import pyrage
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tipline.sealing.age import fingerprint_of, problem_of, sealed

OWNER = pyrage.x25519.Identity.generate()
KEY = str(OWNER.to_public())


@settings(max_examples=30, deadline=None)
@given(st.lists(st.binary(max_size=200_000), max_size=4))
def test_the_owner_of_the_key_reads_what_was_sealed_and_nobody_else(pieces):
    whole = b"".join(sealed(pieces, KEY))
    assert whole.startswith(b"age-encryption.org/v1")
    assert pyrage.decrypt(whole, [OWNER]) == b"".join(pieces)
    with pytest.raises(pyrage.DecryptError):
        pyrage.decrypt(whole, [pyrage.x25519.Identity.generate()])


def test_what_breaks_the_packet_off_breaks_the_sealing_off():
    def pieces():
        yield b"x" * 100_000
        raise LookupError("changed content")

    given_out = []
    with pytest.raises(LookupError):
        given_out.extend(sealed(pieces(), KEY))
    assert given_out == []


def test_a_key_is_taken_with_its_own_fingerprint_alone():
    fingerprint = fingerprint_of(KEY)
    assert problem_of(KEY, fingerprint) is None
    assert problem_of(KEY, f"{fingerprint[:8]} {fingerprint[8:16].upper()}") is None
    for wrong in ("", fingerprint[:15], "0" * 16):
        assert "fingerprint" in problem_of(KEY, wrong)
    mistyped = KEY[:-1] + ("p" if KEY.endswith("q") else "q")
    for wrong in ("", "age1xyz", str(OWNER), mistyped, "ssh-ed25519 AAAA"):
        assert "no public age key" in problem_of(wrong, fingerprint)
