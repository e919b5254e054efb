import ipaddress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.referral.mmdb_file import mmdb_bytes
from tests.referral.places import ADDRESSES
from tipline.foundation.errors import TiplineError
from tipline.referral.errors import MalformedGeodataError
from tipline.referral.geolocation import ACCURACY_NOTE, EXTRACT, Geolocator
from tipline.referral.mmdb_records import place_in
from tipline.referral.places import ISO_COUNTRIES, US_STATES, US_TERRITORIES

SIZE_LIMIT_BYTES = 8 * 1024 * 1024
shipped = Geolocator.open()


@pytest.mark.parametrize("ip", ADDRESSES)
def test_institutions_are_where_they_are(ip):
    place = shipped.place_of(ip)
    assert (place.country, place.state) == ADDRESSES[ip]
    assert place.source == "DB-IP City Lite"
    assert place.data_date == date(2026, 6, 5)


@pytest.mark.parametrize(
    "ip",
    [
        "10.1.2.3",
        "100.64.0.1",
        "127.0.0.1",
        "169.254.1.1",
        "172.16.0.1",
        "192.0.2.7",
        "192.168.0.1",
        "198.51.100.7",
        "203.0.113.7",
        "224.0.0.1",
        "255.255.255.255",
        "0.0.0.0",  # noqa: S104 -- an address to look up, not one to listen on
        "::",
        "::1",
        "fe80::1",
        "fd00::1",
        "ff02::1",
        "2001:db8::1",
        "::ffff:10.0.0.1",
        "",
        "example.org",
        "1.2.3",
        "999.1.1.1",
        "18.9.22.69/24",
    ],
)
def test_an_address_that_is_nowhere_has_no_place(ip):
    assert shipped.place_of(ip) is None


@pytest.mark.parametrize(
    "ip", ["::ffff:18.9.22.69", "2002:1209:1645::1", "64:ff9b::1209:1645"]
)
def test_ipv4_carried_in_ipv6_is_found_as_itself(ip):
    assert shipped.place_of(ip) == shipped.place_of("18.9.22.69")


@given(st.one_of(st.ip_addresses().map(str), st.text(max_size=40)))
def test_every_answer_is_a_country_and_perhaps_a_state(ip):
    place = shipped.place_of(ip)
    if place:
        assert place.country in ISO_COUNTRIES
        assert place.state is None or place.country == "US"
        assert place.state is None or place.state in US_STATES | US_TERRITORIES


@given(st.ip_addresses(v=6))
def test_one_subscriber_is_in_one_place(address):
    # Teredo and NAT64 carry an IPv4 address in the lower half: those may differ.
    if address.teredo or address in ipaddress.ip_network("64:ff9b::/96"):
        return
    first = ipaddress.ip_network((address, 64), strict=False)[1]
    if first.is_global and address.is_global:
        assert shipped.place_of(str(first)) == shipped.place_of(str(address))


def test_the_extract_is_small_and_says_whose_it_is():
    assert EXTRACT.stat().st_size <= SIZE_LIMIT_BYTES
    assert shipped.attribution == "IP Geolocation by DB-IP (https://db-ip.com)"
    notice = EXTRACT.with_name("LICENSE-DATA.md").read_text(encoding="utf-8")
    assert "IP Geolocation by DB-IP" in notice
    assert "a lead, not evidence" in ACCURACY_NOTE


@pytest.mark.parametrize(
    ("record", "place"),
    [
        (
            {
                "country": {"iso_code": "US"},
                "subdivisions": [{"iso_code": "OH", "names": {"en": "Ohio"}}],
            },
            ("US", "OH"),
        ),
        (
            {
                "country": {"iso_code": "US"},
                "subdivisions": [{"names": {"en": "New York"}}],
            },
            ("US", "NY"),
        ),
        ({"country_code": "US", "state1": "Texas", "city": "Dallas"}, ("US", "TX")),
        ({"country": "US", "region": "California"}, ("US", "CA")),
        ({"country_code": "DE", "state1": "Hesse"}, ("DE", None)),
        ({"country": {"iso_code": "FR"}}, ("FR", None)),
        ({"registered_country": {"iso_code": "US"}}, None),
        ({"country_code": "A1"}, None),
        ({"country": {"iso_code": 7}, "subdivisions": [7]}, None),
        ({"country_code": "US", "subdivisions": {"a": 1}}, ("US", None)),
        ({"country_code": "US", "subdivisions": [7]}, ("US", None)),
        ([], None),
        (None, None),
    ],
)
def test_every_common_layout_of_a_database_is_understood(record, place):
    assert place_in(record) == place


@pytest.mark.parametrize("content", [None, b"", b"not a database", b"\x00" * 4096])
def test_a_database_that_cannot_be_read_is_refused_by_name(tmp_path, content):
    path = tmp_path / "cities.mmdb"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(MalformedGeodataError, match=r"cities\.mmdb") as caught:
        Geolocator.open(path)
    assert isinstance(caught.value, TiplineError)


def operators_database(tmp_path, networks, **about):
    path = tmp_path / "cities.mmdb"
    path.write_bytes(mmdb_bytes(networks, **about))
    return Geolocator.open(path)


OHIO = {"country": {"iso_code": "US"}, "subdivisions": [{"iso_code": "OH"}]}


def test_an_operators_newer_file_answers_first(tmp_path):
    locator = operators_database(tmp_path, {"18.9.0.0/16": OHIO}, ip_version=6)
    place = locator.place_of("18.9.22.69")
    assert (place.country, place.state) == ("US", "OH")
    assert (place.source, place.data_date) == ("Test City", date(2026, 9, 21))
    assert locator.place_of("::ffff:18.9.22.69") == place


def test_what_the_operators_file_does_not_know_the_extract_answers(tmp_path):
    locator = operators_database(tmp_path, {"18.9.0.0/16": OHIO}, ip_version=6)
    assert locator.place_of("129.132.98.12").source == "DB-IP City Lite"
    assert locator.place_of("2001:620:0:ff::5c").country == "CH"


def test_a_file_of_ipv4_alone_leaves_ipv6_to_the_extract(tmp_path):
    locator = operators_database(tmp_path, {"18.9.0.0/16": OHIO}, ip_version=4)
    assert locator.place_of("18.9.22.69").state == "OH"
    assert locator.place_of("2001:620:0:ff::5c").country == "CH"


def test_an_operators_proxy_entry_is_no_place_of_its_own(tmp_path):
    proxy = {"country_code": "A1"}
    locator = operators_database(tmp_path, {"18.9.0.0/16": proxy}, ip_version=4)
    assert locator.place_of("18.9.22.69") is None


def test_a_damaged_file_is_refused_when_the_damage_is_met(tmp_path):
    path = tmp_path / "cities.mmdb"
    content = bytearray(mmdb_bytes({"0.0.0.0/1": OHIO}, ip_version=4))
    content[:3] = b"\x40\x00\x00"  # the record now lies far behind the end
    path.write_bytes(content)
    with pytest.raises(MalformedGeodataError, match="Test City"):
        Geolocator.open(path).place_of("18.9.22.69")
