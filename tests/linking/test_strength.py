import pytest
from hypothesis import given
from hypothesis import strategies as st

from tipline.linking.identifiers import Kind
from tipline.linking.strength import LIMITS, Strength, link_strength

kinds = st.sampled_from(Kind)


@pytest.mark.parametrize("kind", Kind)
def test_a_report_is_not_linked_to_itself(kind):
    assert link_strength(kind, 1) is Strength.NOTHING
    weak = kind in {Kind.NAME, Kind.NEAR_FILE}
    assert link_strength(kind, 2) is (Strength.WEAK if weak else Strength.STRONG)


@pytest.mark.parametrize(
    ("kind", "shared", "strength"),
    [
        (Kind.IP, 3, Strength.STRONG),
        (Kind.IP, 4, Strength.WEAK),
        (Kind.IP, 11, Strength.NOTHING),
        (Kind.EMAIL, 50, Strength.STRONG),
        (Kind.EMAIL, 51, Strength.WEAK),
        (Kind.EMAIL, 501, Strength.NOTHING),
        (Kind.FILE_HASH, 101, Strength.NOTHING),
        (Kind.NEAR_FILE, 100, Strength.WEAK),
        (Kind.NEAR_FILE, 101, Strength.NOTHING),
        (Kind.NAME, 20, Strength.WEAK),
        (Kind.NAME, 21, Strength.NOTHING),
        (Kind.PLATFORM_USER, 1_000_000, Strength.STRONG),
    ],
)
def test_what_many_share_says_less(kind, shared, strength):
    assert link_strength(kind, shared) is strength


@given(kinds, st.integers(2, 10_000), st.integers(0, 10_000))
def test_sharing_with_more_never_makes_a_link_stronger(kind, shared, more):
    assert link_strength(kind, shared + more) <= link_strength(kind, shared)


@given(st.integers(2, 50))
def test_digits_without_a_country_are_never_strong(shared):
    assert link_strength(Kind.PHONE, shared, scope="national") is Strength.WEAK


def test_every_kind_has_its_limits():
    assert set(LIMITS) == set(Kind)
