"""Which reports belong together: the rule, in all orders and with anything."""

from hypothesis import given
from hypothesis import strategies as st

from tipline.linking.clustering import (
    ENOUGH,
    POINTS,
    Tie,
    belong_together,
    placing,
    points,
)
from tipline.linking.identifiers import Kind
from tipline.linking.strength import Strength

ties = st.lists(
    st.builds(Tie, kind=st.sampled_from(Kind), strength=st.sampled_from(Strength)),
    max_size=6,
)
numbers = st.integers(1, 30)


def strong(*kinds):
    return [Tie(kind=kind, strength=Strength.STRONG) for kind in kinds]


def test_every_kind_has_its_points():
    assert set(POINTS) == set(Kind)
    assert POINTS[Kind.NAME] == 0


def test_one_account_is_enough_and_one_address_or_page_is_not():
    assert belong_together(strong(Kind.EMAIL))
    assert not belong_together(strong(Kind.URL))
    assert belong_together(strong(Kind.URL, Kind.FILE_HASH))
    assert not belong_together(strong(Kind.URL, Kind.NEAR_FILE))
    assert not belong_together(strong(Kind.IP, Kind.IP_PREFIX))
    assert not belong_together([Tie(kind=Kind.EMAIL, strength=Strength.WEAK)] * 9)


@given(ties, ties)
def test_more_ties_never_part_reports(some, more):
    assert points(some + more) >= points(some)
    assert points(some + some) == points(some)


@given(
    st.dictionaries(numbers, ties, max_size=6),
    st.dictionaries(numbers, st.integers(100, 104), max_size=6),
    st.sets(numbers, max_size=4),
)
def test_a_report_goes_only_where_a_strong_tie_leads(found, clusters, people):
    linked = {number for number, each in found.items() if points(each) >= ENOUGH}
    placed = placing(found, clusters, placed_by_people=people)
    homes = {clusters[number] for number in linked if number in clusters}
    if placed is None:
        assert not homes
        assert linked <= people
        return
    assert placed.cluster_id in (homes or {None})
    assert set(placed.with_reports) == linked - set(clusters) - people
    assert homes or placed.with_reports


@given(st.dictionaries(numbers, ties, min_size=2, max_size=6), st.randoms())
def test_the_order_of_links_does_not_matter(found, random):
    clusters = {number: 100 + number % 2 for number in found}
    shuffled = list(found.items())
    random.shuffle(shuffled)
    assert placing(found, clusters) == placing(dict(shuffled), clusters)
