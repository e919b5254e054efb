"""A hash as somebody wrote it, and the one form of it that is stored."""

import base64
import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tipline.hashing.errors import MalformedHashError
from tipline.hashing.values import (
    LARGEST_BYTES,
    LONGEST_TEXT,
    canonical_algorithm,
    canonical_value,
    large_value,
)

LENGTHS = {"md5": 32, "sha1": 40, "sha256": 64, "pdq": 64}


@pytest.mark.parametrize(
    ("written", "stored"),
    [
        ("MD5", "md5"),
        ("Md5", "md5"),
        ("SHA-1", "sha1"),
        ("sha_256", "sha256"),
        (" PDQ ", "pdq"),
        ("PDNA", "pdna"),
        ("PhotoDNA", "pdna"),
        ("Photo-DNA", "pdna"),
        ("NETCLEAN", "netclean"),
        ("VIDENTIFIER", "videntifier"),
        ("TMK_PDQF", "tmk_pdqf"),
        ("TMK+PDQF", "tmk_pdqf"),
        ("SSVH_PDNA", "ssvh_pdna"),
        ("SSVH_SAFER_HASH", "ssvh_safer_hash"),
        ("TMK_SAFER_HASH", "ssvh_safer_hash"),
        ("Some-Other.v2", "some-other.v2"),
    ],
)
def test_an_algorithm_has_one_stored_name(written, stored):
    assert canonical_algorithm(written) == stored


@given(algorithm=st.sampled_from(sorted(LENGTHS)), number=st.integers(0, 2**128 - 1))
def test_upper_case_and_white_space_make_no_difference(algorithm, number):
    stored = f"{number:x}".zfill(LENGTHS[algorithm])
    assert canonical_value(algorithm.upper(), f"  {stored.upper()}\n") == stored
    assert canonical_value(algorithm, stored) == stored


@pytest.mark.parametrize("algorithm", sorted(LENGTHS))
@pytest.mark.parametrize("change", [-1, 1])
def test_a_value_of_another_length_is_refused(algorithm, change):
    with pytest.raises(MalformedHashError) as refusal:
        canonical_value(algorithm, "a" * (LENGTHS[algorithm] + change))
    assert refusal.value.fields["algorithm"] == algorithm


@pytest.mark.parametrize("value", ["g" * 32, "0x" + "a" * 30, "a" * 31 + "٣"])
def test_a_value_that_is_not_hexadecimal_is_refused(value):
    with pytest.raises(MalformedHashError, match="0-9 and a-f"):
        canonical_value("md5", value)


@pytest.mark.parametrize("algorithm", ["md5", "pdna"])
def test_an_empty_value_is_refused(algorithm):
    with pytest.raises(MalformedHashError, match="empty"):
        canonical_value(algorithm, "  ")


@pytest.mark.parametrize(
    "name", ["", "a" * 33, "md5\0", "two words", "m\u00e95", "a\nb"]
)
def test_what_no_algorithm_is_called_is_refused(name):
    with pytest.raises(MalformedHashError, match="32 letters"):
        canonical_algorithm(name)


@pytest.mark.parametrize("value", ["a\0b", "two words", "\u202eabc", "ab\tc", "é"])
def test_an_opaque_value_is_printable_and_one_word(value):
    with pytest.raises(MalformedHashError, match="printable"):
        canonical_value("netclean", value)


def test_a_long_value_becomes_the_digest_of_its_bytes_however_it_is_broken():
    content = bytes(range(256)) * 1029
    text = base64.b64encode(content).decode()
    stored = f"sha256:{hashlib.sha256(content).hexdigest()}"
    assert large_value("TMK_PDQF", content) == stored
    assert canonical_value("TMK_PDQF", text) == stored
    assert canonical_value("TMK_PDQF", base64.encodebytes(content).decode()) == stored


@pytest.mark.parametrize(
    "value", ["=" * 600, "é" * 600, "a" * 601, "A" * (LARGEST_BYTES * 2 + 1)]
)
def test_a_long_value_that_is_no_base64_or_too_long_is_refused(value):
    with pytest.raises(MalformedHashError):
        canonical_value("videntifier", value)


@pytest.mark.parametrize("size", [0, LARGEST_BYTES + 1])
def test_bytes_of_no_or_too_large_a_size_are_refused(size):
    with pytest.raises(MalformedHashError, match="may have"):
        large_value("videntifier", bytes(size))


@given(name=st.text(max_size=40), value=st.text(max_size=700))
def test_whatever_is_written_has_a_stored_form_that_stays_or_is_refused(name, value):
    try:
        stored = canonical_value(name, value)
    except MalformedHashError:
        return
    assert len(stored) <= LONGEST_TEXT
    assert stored.isascii()
    assert canonical_value(canonical_algorithm(name), stored) == stored


def test_the_value_of_a_foreign_algorithm_keeps_its_case():
    assert canonical_value("PDNA", " AbC+/= ") == "AbC+/="
