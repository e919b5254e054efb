"""Whatever is pasted is taken for all that it could be, and for nothing else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.linking.test_identifiers import ETHER, hostile
from tipline.linking.identifiers import RAW_MAX, Kind, normalize
from tipline.linking.recognising import recognise

IBAN = "GB82WEST12345698765432"


@pytest.mark.parametrize(
    ("text", "kind", "value", "scope"),
    [
        (" Blue.Kite+x@googlemail.com\n", Kind.EMAIL, "bluekite@gmail.com", ""),
        ("+1 (202) 555-0143", Kind.PHONE, "+12025550143", "e164"),
        ("12025550143", Kind.PHONE, "+12025550143", "e164"),
        ("(202) 555-0143", Kind.PHONE, "2025550143", "national"),
        ("(202) 555-0143", Kind.PHONE, "+12025550143", "e164"),
        ("192.0.2.7:50123", Kind.IP, "192.0.2.7", ""),
        ("192.0.2.7:50123", Kind.IP_PORT, "192.0.2.7:50123", ""),
        ("2001:db8:7:1::5", Kind.IP_PREFIX, "2001:db8:7:1::/64", ""),
        ("@Bo_Lind", Kind.HANDLE, "bo_lind", None),
        ("Ab12", Kind.PLATFORM_USER, "Ab12", None),
        ("example.org/a?utm_source=x", Kind.URL, "https://example.org/a", ""),
        ("49-015420-323751-8", Kind.DEVICE, "49015420323751", "imei"),
        ("02:00:5e:10:00:01", Kind.DEVICE, "02005E100001", None),
        ("AB CD" * 8, Kind.FILE_HASH, "abcd" * 8, "md5"),
        ("ab" * 31 + "cd", Kind.FILE_HASH, "ab" * 31 + "cd", "sha256"),
        ("ab" * 31 + "cd", Kind.FILE_HASH, "ab" * 31 + "cd", "pdq"),
        (ETHER, Kind.COIN_ADDRESS, ETHER.lower(), "ethereum"),
        ("gb82 west 1234 5698 7654 32", Kind.BANK_ACCOUNT, IBAN, "iban"),
        ("Юлия Новак", Kind.NAME, "novak yuliya", ""),
    ],
)  # fmt: skip
def test_it_is_recognised(*, text, kind, value, scope):
    found = {(each.kind, each.value, each.scope) for each in recognise(text)}
    assert (kind, value, scope) in found


def test_what_has_spaces_is_no_account_and_endless_text_is_nothing():
    assert {each.kind for each in recognise("Bo and Lind")} == {Kind.NAME, Kind.DEVICE}
    assert recognise(" ") == recognise("1" * (RAW_MAX + 1)) == ()


@given(hostile)
def test_what_is_found_is_in_the_form_in_which_it_is_kept(text):
    for each in recognise(text):
        scope = "x" if each.scope is None else each.scope
        context = "" if each.kind is Kind.PHONE else scope
        again = normalize(each.kind, each.value, context=context).identifier
        assert again
        assert again.value == each.value


@given(st.text(max_size=40))
def test_an_account_is_found_by_its_id_as_it_is(text):
    kept = normalize(Kind.PLATFORM_USER, text, context="Exemplar").identifier
    if kept and not any(c.isspace() for c in text.strip()):
        assert kept.value in {each.value for each in recognise(text)}
