import pytest
from hypothesis import given
from hypothesis import strategies as st

from tipline.referral.place_names import (
    name_key,
    readings_of_name,
    readings_of_post_code,
)


@pytest.mark.parametrize(
    ("listed", "written"),
    [
        ("St. Petersburg", "Saint Petersburg"),
        ("St. Petersburg", "ST PETERSBURG"),
        ("Port St. Lucie", "Port Saint Lucie, FL"),
        ("Fort Worth", "Ft. Worth"),
        ("Mount Vernon", "Mt Vernon"),
        ("San José", "San Jose"),
        ("La Cañada Flintridge", "La Canada-Flintridge"),
        ("Land O' Lakes", "Land O\u2019Lakes"),
        ("O'Fallon", "OFallon"),
        ("DeLand", "De Land"),
        ("Opa-locka", "Opa Locka"),
        ("Hayward", "  hayward , California 94541"),
        ("Fairfax", "City of Fairfax"),
        ("Fairfax", "Fairfax City"),
        ("Islip", "Town of Islip"),
        ("New York City", "new york city"),
        ("Miami-Dade County", "Miami Dade"),
        ("St. Johns County", "Saint John's Co."),
        ("Kern County", "County of Kern"),
        ("DuPage County", "Du Page County"),
    ],
)
def test_a_place_is_found_however_it_is_written(listed, written):
    assert name_key(listed) in readings_of_name(written)


def test_a_city_goes_before_the_county_of_its_name():
    readings = readings_of_name("Houston")
    assert readings.index("houston") < readings.index("houstoncounty")


def test_a_name_that_says_county_is_no_city():
    assert name_key("Houston") not in readings_of_name("Houston County")
    assert name_key("Houston") not in readings_of_name("County of Houston")


@given(st.text(alphabet="abcStCoÁéñ.-' ,", max_size=60))
def test_small_and_large_letters_are_the_same(name):
    assert name_key(name.upper()) == name_key(name.lower()) == name_key(name)


@given(st.text(max_size=60))
def test_whatever_is_written_has_readings_without_spaces(name):
    for reading in (name_key(name), *readings_of_name(name)):
        assert "".join(reading.split()) == reading


def test_ornate_letters_are_read_as_plain_ones():
    ornate = "\N{MATHEMATICAL BOLD SCRIPT CAPITAL H}ouston"
    assert name_key(ornate) == name_key("Houston")


@pytest.mark.parametrize(
    ("written", "readings"),
    [
        ("94541", ("94541", "945")),
        ("94541-1234", ("94541", "945")),
        (" CA 94541", ("94541", "945")),
        ("945411234", ("94541", "945")),
        ("945", ("945", "945")),
        ("94", ("", "")),
        ("SW1A 1AA", ("", "")),
        ("", ("", "")),
    ],
)
def test_a_postal_code_is_read_as_five_digits_and_three(written, readings):
    assert readings_of_post_code(written) == readings
