"""The kappas, against worked examples that were published."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tipline.review.agreement import cohens_kappa, fleiss_kappa

# Fleiss' own layout, as it is worked through in textbooks: ten subjects, fourteen
# raters, five categories; how often each category was chosen for each subject.
FLEISS = (
    (0, 0, 0, 0, 14),
    (0, 2, 6, 4, 2),
    (0, 0, 3, 5, 6),
    (0, 3, 9, 2, 0),
    (2, 2, 8, 1, 1),
    (7, 7, 0, 0, 0),
    (3, 2, 6, 3, 0),
    (2, 5, 3, 2, 2),
    (6, 5, 2, 1, 0),
    (0, 2, 2, 3, 7),
)
SAID = st.sampled_from("abc")


def pairs(*counts):
    said = [("yes", "yes"), ("yes", "no"), ("no", "yes"), ("no", "no")]
    return [pair for pair, n in zip(said, counts, strict=True) for _ in range(n)]


@pytest.mark.parametrize(
    ("counts", "kappa"),
    [((20, 5, 10, 15), 0.4), ((45, 15, 25, 15), 0.1304), ((25, 35, 5, 35), 0.2593)],
)
def test_cohens_kappa_of_the_worked_examples(counts, kappa):
    assert cohens_kappa(pairs(*counts)) == pytest.approx(kappa, abs=0.0001)


def test_fleiss_kappa_of_the_worked_example():
    subjects = [[c for c, n in enumerate(row) for _ in range(n)] for row in FLEISS]
    assert fleiss_kappa(subjects) == pytest.approx(0.210, abs=0.0005)


@given(st.lists(st.tuples(SAID, SAID), min_size=1))
def test_who_looked_first_does_not_matter(said):
    turned = [(second, first) for first, second in said]
    assert cohens_kappa(said) == pytest.approx(cohens_kappa(turned))


@given(st.lists(SAID, min_size=2).filter(lambda said: len(set(said)) > 1))
def test_full_agreement_is_one(said):
    assert cohens_kappa([(each, each) for each in said]) == pytest.approx(1)
    assert fleiss_kappa([(each,) * 3 for each in said]) == pytest.approx(1)


def test_where_chance_explains_all_there_is_no_figure():
    assert cohens_kappa([]) is None
    assert cohens_kappa([("a", "a")] * 3) is None
    assert fleiss_kappa([]) is None
    assert fleiss_kappa([("a", "a", "a")]) is None


def test_subjects_with_different_numbers_of_looks_are_refused():
    with pytest.raises(ValueError, match="same number"):
        fleiss_kappa([("a", "b"), ("a", "b", "c")])
