"""Every valid label set is kept whole; every scheme has words for it or says why."""

from dataclasses import replace

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.review.label_sets import ANY, VALID, csam
from tipline.review import labels as scheme
from tipline.review import mappings
from tipline.review.labels import (
    Act,
    AgeRange,
    Child,
    ContentType,
    Generated,
    Labels,
    Reason,
    Sex,
)
from tipline.review.mappings import Said, Scheme, Unsaid

NUMBERS = {"non-pertinent": "0", "abuse": "1", "exploitive": "2", "generated": "3"}


@given(VALID)
def test_what_is_kept_comes_back_and_says_its_version(labels):
    kept = scheme.to_json(labels)
    assert kept["version"] == 1
    assert scheme.from_json(kept) == scheme.ordered(labels)


@given(VALID, st.sampled_from(Scheme))
def test_every_scheme_has_words_for_every_valid_label_set_or_says_why(labels, name):
    said = mappings.said_in(name, labels)
    assert said.version == mappings.VERSIONS[name]
    if isinstance(said, Unsaid):
        assert said.why.endswith(".")
    else:
        assert all(value for _, value in said.values)
        assert said.values


@given(VALID)
def test_an_industry_class_is_of_apparent_csam_with_a_determined_age(labels):
    said = mappings.said_in(Scheme.INDUSTRY, labels)
    is_classed = (
        labels.content_type is ContentType.CSAM
        and labels.youngest is not AgeRange.UNDETERMINED
    )
    assert isinstance(said, Said) == is_classed


@given(VALID)
def test_a_baseline_is_never_generated_nor_of_older_children(labels):
    said = mappings.said_in(Scheme.ICCAM, labels)
    if isinstance(said, Said) and dict(said.values)["class"] == "Baseline":
        assert labels.youngest in {AgeRange.INFANT_TODDLER, AgeRange.PREPUBESCENT}
        assert labels.generated is not Generated.DEPICTED


@given(VALID)
def test_the_statistics_count_no_child_that_is_not_there(labels):
    said = mappings.said_in(Scheme.STATISTICS, labels)
    counted = said.values if isinstance(said, Said) else ()
    assert len(counted) <= len(labels.children)


@given(ANY)
def test_what_does_not_fit_is_named_with_its_field_and_what_to_do(labels):
    found = scheme.faults(labels)
    assert all(hasattr(labels, fault.field) for fault in found)
    assert all(fault.sentence.endswith(".") for fault in found)


@given(VALID)
def test_apparent_csam_without_act_or_child_does_not_fit(labels):
    assume(labels.content_type is ContentType.CSAM)
    assert scheme.faults(replace(labels, act=None))
    assert scheme.faults(replace(labels, children=()))


@pytest.mark.parametrize(
    ("age", "act", "code"),
    [
        (AgeRange.INFANT_TODDLER, Act.SEX_ACT, "A1"),
        (AgeRange.PREPUBESCENT, Act.SEX_ACT, "A1"),
        (AgeRange.PREPUBESCENT, Act.EXHIBITION, "A2"),
        (AgeRange.PUBESCENT, Act.SEX_ACT, "B1"),
        (AgeRange.PUBESCENT, Act.EXHIBITION, "B2"),
    ],
)
def test_the_youngest_child_and_the_act_make_the_industry_class(age, act, code):
    labels = csam(Child(age=AgeRange.PUBESCENT), Child(age=age), act=act)
    assert mappings.classification(labels) == code


@pytest.mark.parametrize("code", ["A1", "A2", "B1", "B2"])
def test_a_class_of_the_industry_suggests_labels_of_that_class(code):
    suggested = mappings.from_industry(f" {code.lower()} ")
    assert suggested is not None
    assert scheme.faults(suggested) == ()
    assert mappings.classification(suggested) == code


@pytest.mark.parametrize("code", ["", "C1", "known", "A"])
def test_other_words_of_lists_suggest_nothing(code):
    assert mappings.from_industry(code) is None


@pytest.mark.parametrize(
    ("labels", "category"),
    [
        (csam(), NUMBERS["abuse"]),
        (replace(csam(), generated=Generated.DEPICTED), NUMBERS["generated"]),
        (
            Labels(content_type=ContentType.EXPLOITATIVE, children=(Child(),)),
            NUMBERS["exploitive"],
        ),
        (
            Labels(content_type=ContentType.NOT_RELEVANT, reason=Reason.ADULTS),
            NUMBERS["non-pertinent"],
        ),
    ],
)
def test_project_vics_categories(labels, category):
    said = mappings.said_in(Scheme.PROJECT_VIC, labels)
    assert dict(said.values) == {"category": category}


def test_two_sexes_are_both_for_iccam_and_two_children_for_the_statistics():
    labels = csam(
        Child(age=AgeRange.PREPUBESCENT, sex=Sex.FEMALE),
        Child(age=AgeRange.PUBESCENT, sex=Sex.MALE),
    )
    assert dict(mappings.said_in(Scheme.ICCAM, labels).values)["sex"] == "Both"
    assert [v for _, v in mappings.said_in(Scheme.STATISTICS, labels).values] == [
        "Prepubescent, Female",
        "Pubescent, Male",
    ]


def test_labels_of_a_later_version_are_not_guessed_at():
    kept = {**scheme.to_json(csam()), "version": 2}
    with pytest.raises(ValueError, match="version 2"):
        scheme.from_json(kept)
