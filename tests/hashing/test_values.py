"""A hash as somebody wrote it, and the one form of it that is stored."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tipline.hashing.errors import MalformedHashError
from tipline.hashing.values import canonical_algorithm, canonical_value

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
        ("TMK_PDQF", "tmk_pdqf"),
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


def test_the_value_of_a_foreign_algorithm_keeps_its_case():
    assert canonical_value("PDNA", " AbC+/= ") == "AbC+/="
