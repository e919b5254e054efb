import hashlib
import re
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tipline.linking.free_text import bank_accounts_in, coin_addresses_in
from tipline.linking.identifiers import RAW_MAX, Kind, normalize
from tipline.linking.keccak import keccak_256
from tipline.linking.unreadable import SENTENCES, Why

VALUE_LIMIT, SCOPE_LIMIT = 2100, 255  # the columns that hold them
# Public examples: of the formats' own descriptions, and from well-known first uses.
GENESIS = "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa"
TAPROOT = "bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqzk5jj0"
LITECOIN = "LPNE9GK3GenV8A2AUrSfmrSjfArUJ5N345"
TRON = "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t"
ETHER = "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed"
MONERO = (
    "44AFFq5kSiGBoZ4NMDwYtN18obc8AemS33DBLWs3H7otXft3XjrpDtQGv7SqSsaBYBb98uNbr2VBB"
    "Et7f2wfn3RVGQBEP3A"
)
MONERO_INTEGRATED = (
    "4DrvGduF3ynBoZ4NMDwYtN18obc8AemS33DBLWs3H7otXft3XjrpDtQGv7SqSsaBYBb98uNbr2VBB"
    "Et7f2wfn3RVPnEcSKcwksx7NUwBDf"
)
DE_IBAN = "DE89370400440532013000"
NOON = datetime(2026, 5, 4, 12, 0, tzinfo=UTC)


def value_of(kind, raw, context=""):
    found = normalize(kind, raw, context=context)
    assert found.identifier is not None, found.explanation
    return found.identifier.value


@pytest.mark.parametrize(
    ("raw", "mailbox"),
    [
        ("Ana.Lima@Example.ORG", "ana.lima@example.org"),
        ("  <ana@example.org> ", "ana@example.org"),
        ("mailto:ana@example.org", "ana@example.org"),
        ("ana+work@example.org", "ana+work@example.org"),
        ("ana@bücher.example", "ana@xn--bcher-kva.example"),
        ("ana@example.org.", "ana@example.org"),
        ("A.n.a+x@googlemail.com", "ana@gmail.com"),
        ("ana+1+2@gmail.com", "ana@gmail.com"),
        ("a.n-a_1@pm.me", "ana1@proton.me"),
        ("ana.lima+a@outlook.com", "ana.lima@outlook.com"),
        ("ana\u200b@example.org", "ana@example.org"),
    ],
)
def test_spellings_of_one_mailbox_become_one(raw, mailbox):
    assert value_of(Kind.EMAIL, raw) == mailbox


@pytest.mark.parametrize(
    ("raw", "code", "value", "scope"),
    [
        ("+1 (202) 555-0143", "", "+12025550143", "e164"),
        ("(202) 555-0143 ext. 12", "+1", "+12025550143", "e164"),
        ("1-202-555-0143", "+1", "+12025550143", "e164"),
        ("011 49 30 1234567", "1", "+49301234567", "e164"),
        ("030 1234567", "+49", "+49301234567", "e164"),
        ("+49 (0)30 1234567", "", "+49301234567", "e164"),
        ("0049 30 1234567", "", "+49301234567", "e164"),
        ("06 698 12345", "+39", "+390669812345", "e164"),
        ("8 495 123-45-67", "+7", "+74951234567", "e164"),
        ("495 123-45-67", "+7", "+74951234567", "e164"),
        ("٠٣٠ ١٢٣٤٥٦٧", "+49", "+49301234567", "e164"),
        ("030/1234567", "", "0301234567", "national"),
        ("tel:+44 20 7946 0018", "", "+442079460018", "e164"),
    ],
)
def test_a_number_is_international_where_its_country_is_known(
    *, raw, code, value, scope
):
    found = normalize(Kind.PHONE, raw, context=code).identifier
    assert (found.value, found.scope) == (value, scope)


@pytest.mark.parametrize(
    ("raw", "address"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("192.0.2.7:443", "192.0.2.7"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("2001:DB8:0::0001", "2001:db8::1"),
        ("[2001:db8::1]:443", "2001:db8::1"),
        ("2001:db8::1%eth0", "2001:db8::1"),
    ],
)
def test_an_address_has_one_spelling(raw, address):
    assert value_of(Kind.IP, raw) == address


@pytest.mark.parametrize(
    ("raw", "url"),
    [
        ("HTTP://Example.ORG:80", "https://example.org/"),
        ("https://example.org:443/a#part", "https://example.org/a"),
        ("example.org/a", "https://example.org/a"),
        ("example.org:8080/a", "https://example.org:8080/a"),
        ("//example.org/a", "https://example.org/a"),
        ("https://ana:secret@example.org/", "https://example.org/"),
        ("https://example.org/%7eana/%c3%bc", "https://example.org/~ana/%C3%BC"),
        ("https://example.org/ü b", "https://example.org/%C3%BC%20b"),
        ("https://example.org/100%", "https://example.org/100%25"),
        ("https://example.org/a/./b/../c", "https://example.org/a/c"),
        ("https://example.org/a/b/..", "https://example.org/a/"),
        ("https://example.org/../../a", "https://example.org/a"),
        ("https://example.org/?utm_source=x&v=1&fbclid=2", "https://example.org/?v=1"),
        ("https://example.org/?b=2&a=1", "https://example.org/?b=2&a=1"),
        ("https://bücher.example/", "https://xn--bcher-kva.example/"),
        ("https://[2001:DB8::1]:8443/", "https://[2001:db8::1]:8443/"),
        ("FTP://example.org:21/a", "ftp://example.org/a"),
    ],
)
def test_spellings_of_one_page_become_one(raw, url):
    assert value_of(Kind.URL, raw) == url


@pytest.mark.parametrize(
    ("kind", "raw", "context", "value", "scope"),
    [
        (Kind.HANDLE, "@Bo_Lind", "Example Chat", "bo_lind", "example chat"),
        (
            Kind.HANDLE,
            "\uff22\uff2f\uff3f\uff4c\uff49\uff4e\uff44",
            "example chat",
            "bo_lind",
            "example chat",
        ),
        (Kind.HANDLE, "Straße", "x", "strasse", "x"),
        (Kind.PLATFORM_USER, " Ab12 ", "Example", "Ab12", "example"),
        (Kind.DEVICE, "49-015420-323751-8", "IMEI", "49015420323751", "imei"),
        (Kind.DEVICE, "4901542032375101", "IMEISV", "49015420323751", "imei"),
        (Kind.DEVICE, "02:00:5e:10:00:01", "MAC Address", "02005E100001", "mac"),
        (Kind.DEVICE, "Bo's phone", "SSID", "Bo's phone", "ssid"),
        (Kind.FILE_HASH, "AB" * 16, "MD-5", "ab" * 16, "md5"),
        (Kind.FILE_HASH, "0x" + "AB" * 32, "SHA_256", "ab" * 32, "sha256"),
        (Kind.FILE_HASH, "AB" * 144, "PhotoDNA", "ab" * 144, "photodna"),
        (Kind.IP_PORT, "2001:db8::1", "50123", "[2001:db8::1]:50123", ""),
        (Kind.COIN_ADDRESS, GENESIS, "", GENESIS, "bitcoin"),
        (Kind.COIN_ADDRESS, TAPROOT, "", TAPROOT, "bitcoin"),
        (Kind.COIN_ADDRESS, LITECOIN, "", LITECOIN, "litecoin"),
        (Kind.COIN_ADDRESS, TRON, "", TRON, "tron"),
        (Kind.COIN_ADDRESS, ETHER, "", ETHER.lower(), "ethereum"),
        (Kind.COIN_ADDRESS, f"monero:{MONERO}", "", MONERO, "monero"),
        (Kind.COIN_ADDRESS, MONERO_INTEGRATED, "", MONERO, "monero"),
        (Kind.BANK_ACCOUNT, "iban: de89 3704 0044 0532 0130 00", "", DE_IBAN, "iban"),
        (Kind.NAME, "O\u2019Brien, Pat", "", "obrien pat", ""),
        (Kind.NAME, "王小明", "", "ming wang xiao", ""),
    ],
)
def test_what_only_counts_inside_something_carries_its_scope(
    *, kind, raw, context, value, scope
):
    found = normalize(kind, raw, context=context).identifier
    assert (found.kind, found.value, found.scope) == (kind, value, scope)


@pytest.mark.parametrize(
    ("kind", "raw", "context", "why"),
    [
        (Kind.EMAIL, "ana", "", Why.MALFORMED),
        (Kind.EMAIL, "ana@localhost", "", Why.MALFORMED),
        (Kind.EMAIL, "a" * 65 + "@example.org", "", Why.TOO_LONG),
        (Kind.EMAIL, "a b@example.org", "", Why.MALFORMED),
        (Kind.PHONE, "call me", "", Why.MALFORMED),
        (Kind.PHONE, "+999 1234567", "", Why.UNKNOWN_CALLING_CODE),
        (Kind.PHONE, "1234567", "+999", Why.UNKNOWN_CALLING_CODE),
        (Kind.PHONE, "+1 202 555", "", Why.MALFORMED),
        (Kind.PHONE, "12345", "", Why.MALFORMED),
        (Kind.PHONE, "+49 12", "", Why.MALFORMED),
        (Kind.EMAIL, "ana@" + "\u00fc" * 70 + ".example", "", Why.MALFORMED),
        (Kind.EMAIL, "ana@" + "\u4e00" * 254, "", Why.MALFORMED),
        (Kind.EMAIL, "a" * 64 + "@" + "b." * 95 + "org", "", Why.TOO_LONG),
        (Kind.IP, "10.0.0.1", "", Why.NOT_PUBLIC),
        (Kind.IP, "fe80::1", "", Why.NOT_PUBLIC),
        (Kind.IP, "::", "", Why.NOT_PUBLIC),
        (Kind.IP, "192.0.2.256", "", Why.MALFORMED),
        (Kind.IP, "192.000.002.001", "", Why.MALFORMED),
        (Kind.HANDLE, "bo", "", Why.SCOPE_MISSING),
        (Kind.HANDLE, "@", "x", Why.EMPTY),
        (Kind.PLATFORM_USER, "1", "", Why.SCOPE_MISSING),
        (Kind.PLATFORM_USER, "1" * 257, "x", Why.TOO_LONG),
        (Kind.URL, "https://", "", Why.MALFORMED),
        (Kind.URL, "https://example.org:99999/", "", Why.MALFORMED),
        (Kind.URL, "https://[::1", "", Why.MALFORMED),
        (Kind.URL, "javascript:alert(1)", "", Why.UNSUPPORTED_SCHEME),
        (Kind.URL, "file:///etc/hosts", "", Why.UNSUPPORTED_SCHEME),
        (Kind.URL, "https://example.org/" + "ü" * 500, "", Why.TOO_LONG),
        (Kind.DEVICE, "000000000000000", "IMEI", Why.PLACEHOLDER),
        (Kind.DEVICE, "00000000-0000-0000-0000-000000000000", "IDFA", Why.PLACEHOLDER),
        (Kind.DEVICE, "12345", "IMEI", Why.MALFORMED),
        (Kind.DEVICE, "12345", "", Why.SCOPE_MISSING),
        (Kind.DEVICE, "A1" * 128, "ICCID", Why.TOO_LONG),
        (Kind.FILE_HASH, "d41d8cd98f00b204e9800998ecf8427e", "md5", Why.PLACEHOLDER),
        (Kind.FILE_HASH, "ab" * 16, "sha1", Why.MALFORMED),
        (Kind.FILE_HASH, "ab" * 16, "", Why.SCOPE_MISSING),
        (Kind.FILE_HASH, "x" * 32, "md5", Why.MALFORMED),
        (Kind.FILE_HASH, "ab" * 4, "PhotoDNA", Why.MALFORMED),
        (Kind.IP_PREFIX, "192.0.2.7", "", Why.NO_PREFIX),
        (Kind.IP_PREFIX, "fe80::1", "", Why.NOT_PUBLIC),
        (Kind.IP_PORT, "192.0.2.7", "443", Why.NO_PORT),
        (Kind.IP_PORT, "192.0.2.7", "65536", Why.NO_PORT),
        (Kind.IP_PORT, "2001:db8::1", "", Why.NO_PORT),
        (Kind.COIN_ADDRESS, GENESIS[:-1] + "b", "", Why.CHECKSUM),
        (Kind.COIN_ADDRESS, TAPROOT[:-1] + "q", "", Why.CHECKSUM),
        (Kind.COIN_ADDRESS, ETHER.replace("F", "f"), "", Why.CHECKSUM),
        (Kind.COIN_ADDRESS, "0x" + "0" * 40, "", Why.PLACEHOLDER),
        (Kind.COIN_ADDRESS, MONERO[:-1] + "B", "", Why.CHECKSUM),
        (Kind.COIN_ADDRESS, "an ordinary sentence", "", Why.MALFORMED),
        (Kind.BANK_ACCOUNT, "GB83 WEST 1234 5698 7654 32", "", Why.CHECKSUM),
        (Kind.BANK_ACCOUNT, "GB82 WEST 1234 5698 7654 321", "", Why.MALFORMED),
        (Kind.NAME, "Bo", "", Why.SINGLE_NAME),
    ],
)
def test_what_cannot_identify_anybody_says_why(*, kind, raw, context, why):
    found = normalize(kind, raw, context=context)
    assert (found.identifier, found.why) == (None, why)
    assert found.explanation


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize("raw", ["", " \t\n", "\u200b\u202e", "\x00"])
def test_nothing_is_no_identifier(kind, raw):
    assert normalize(kind, raw, context="1").why is Why.EMPTY


@pytest.mark.parametrize("kind", Kind)
def test_endless_input_is_refused_before_it_is_read(kind):
    assert normalize(kind, "1" * (RAW_MAX + 1), context="1").why is Why.TOO_LONG
    assert normalize(kind, "1", context="1" * (RAW_MAX + 1)).why is Why.TOO_LONG


def test_every_refusal_has_a_sentence():
    assert set(SENTENCES) == set(Why)


hostile = st.one_of(
    st.text(max_size=300),
    st.text(
        alphabet="@.+:/%[]?&=#xX0123456789ab\u0130\u00df\u017f\u0345\u1e9e\uff0e\u3002",
        max_size=80,
    ),
    st.from_regex(
        r"(https?://)?[\w.\-]{1,30}(:\d{0,6})?(/[^\n]{0,40})?", fullmatch=True
    ),
    st.from_regex(r"[\w.+\-]{1,20}@[\w\-]{1,20}\.[\w]{2,8}", fullmatch=True),
    st.from_regex(r"\+?[\d ()./\-]{1,24}( ?x\d{1,4})?", fullmatch=True),
    st.ip_addresses().map(str),
)
contexts = st.one_of(st.sampled_from(["", "1", "+49", "IMEI", "md5"]), hostile)


@given(st.sampled_from(Kind), hostile, contexts)
def test_nobody_can_make_it_fail_or_store_something_boundless(kind, raw, context):
    found = normalize(kind, raw, context=context)
    assert found.original is raw
    assert (found.identifier is None) != (found.why is None)
    if found.identifier:
        assert 0 < len(found.identifier.value) <= VALUE_LIMIT
        assert len(found.identifier.scope) <= SCOPE_LIMIT
        assert not re.search(r"[\x00-\x1f\ud800-\udfff]", found.identifier.value)
        found.identifier.value.encode()


@given(st.sampled_from(Kind), hostile, contexts)
def test_an_identifier_normalizes_to_itself(kind, raw, context):
    first = normalize(kind, raw, context=context).identifier
    if first:
        scope = "" if kind is Kind.PHONE else first.scope
        assert normalize(kind, first.value, context=scope).identifier == first


@given(st.ip_addresses(v=4))
def test_an_address_inside_ipv6_is_the_address(address):
    outer, inner = f"::ffff:{address}", str(address)
    assert normalize(Kind.IP, outer).identifier == normalize(Kind.IP, inner).identifier


@given(st.binary(max_size=600))
def test_our_keccak_is_sha3_but_for_its_padding(data):
    assert keccak_256(data, padding=0x06) == hashlib.sha3_256(data).digest()


@given(st.text(max_size=60), st.text(max_size=60))
def test_where_to_pay_is_found_in_free_text(before, after):
    assert GENESIS in set(coin_addresses_in(f"{before} {GENESIS}. {after}"))
    iban = "GB82 WEST 1234 5698 7654 32"
    assert iban in set(bank_accounts_in(f"{before}\n{iban}\n{after}"))


@given(hostile)
def test_what_free_text_gives_proves_itself(text):
    for raw in coin_addresses_in(text):
        assert normalize(Kind.COIN_ADDRESS, raw).identifier
    for raw in bank_accounts_in(text):
        assert normalize(Kind.BANK_ACCOUNT, raw).identifier
