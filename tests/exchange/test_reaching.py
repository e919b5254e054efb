"""Where an agency's webhook may lead: to the public Internet, or where allowed."""

from ipaddress import IPv4Address, IPv6Address, ip_network

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from tipline.exchange.reaching import address_problem, may_reach, port_of

INSIDE = [
    "127.0.0.1",
    "0.0.0.0",  # noqa: S104 - to be refused
    "10.1.2.3",
    "172.16.0.1",
    "192.168.1.1",
    "100.64.0.1",
    "169.254.169.254",
    "198.18.0.1",
    "224.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "fe80::1",
    "fe80::1%eth0",
    "fc00::1",
    "ff02::1",
    "2001:db8::1",
    "::ffff:127.0.0.1",
    "::ffff:169.254.169.254",
    "64:ff9b::7f00:1",
    "2002:7f00:1::",
    "64:ff9b:1::a00:1",
    "fec0::1",
    "::7f00:1",
    "4000::1",
]


@pytest.mark.parametrize("address", INSIDE)
def test_what_only_our_machine_reaches_is_never_reached(address):
    assert not may_reach(address, (), is_encrypted=True)


def test_the_public_internet_is_reached_encrypted_and_else_what_is_allowed():
    for address in ("18.9.22.69", "2606:4700::1111", "::ffff:18.9.22.69"):
        assert may_reach(address, (), is_encrypted=True)
        assert not may_reach(address, (), is_encrypted=False)
    allowed = (ip_network("10.20.0.0/16"), ip_network("fd00:1::/32"))
    for address in ("10.20.3.4", "fd00:1::5", "::ffff:10.20.3.4"):
        assert may_reach(address, allowed, is_encrypted=False)
    for address in ("10.21.0.1", "fd00:2::5", "127.0.0.1"):
        assert not may_reach(address, allowed, is_encrypted=True)


@settings(max_examples=200, deadline=None)
@given(some.ip_addresses(v=4))
def test_an_address_is_judged_alike_however_it_is_wrapped(inner: IPv4Address):
    wrapped = (
        IPv6Address(f"::ffff:{inner}"),
        IPv6Address((0x64FF9B << 96) | int(inner)),
        IPv6Address((0x2002 << 112) | (int(inner) << 80)),
    )
    plain = may_reach(str(inner), (), is_encrypted=True)
    assert {may_reach(str(each), (), is_encrypted=True) for each in wrapped} == {plain}


@pytest.mark.parametrize(
    "url",
    [
        "",
        "example.org/x",
        "ftp://example.org/",
        "file:///etc/passwd",
        "https://",
        "https://user:pass@example.org/",
        "https://example.org/#x",
        "https://example.org/a b",
        "https://example.org:0/",
        "https://example.org:99999/",
        "https://example.org/\r\nHost: x",
        "https://ex\u00e4mple.org/",
        "https://[::1/",
        "https://example.org/" + "x" * 500,
    ],
)
def test_what_is_no_plain_address_is_refused_by_name(url):
    assert address_problem(url)


def test_a_plain_address_is_taken():
    assert address_problem("https://cms.example.org:8443/events?of=tipline") is None
    assert port_of("https://cms.example.org/") == 443
    assert port_of("https://cms.example.org:8443/") == 8443
