import pytest

from tipline.referral.table_changes import Cell, changes_between


def cells(before, after):
    (change,) = changes_between(
        [{"code": "ICAC-CA-SJ", "area": before}],
        [{"code": "ICAC-CA-SJ", "area": after}],
        key="code",
    )
    return change.cells


@pytest.mark.parametrize(
    ("before", "after", "gone", "come"),
    [
        ("Oakland; Hayward", "Oakland;\n  Hayward; Albany;", "", "Albany"),
        ("Oakland; Hayward; 945", "Hayward; 946; 945; 947", "Oakland", "946; 947"),
        (
            "Oakland; Hayward",
            "Hayward; Oakland",
            "Oakland; Hayward",
            "Hayward; Oakland",
        ),
        ("Oakland", "Oakland; Hayward", "Oakland", "Oakland; Hayward"),
        ("", "Oakland; Hayward", "", "Oakland; Hayward"),
        ("yes", "no", "yes", "no"),
    ],
)
def test_of_two_lists_it_is_told_what_came_and_what_went(*, before, after, gone, come):
    assert cells(before, after) == (Cell("area", gone, come),)
