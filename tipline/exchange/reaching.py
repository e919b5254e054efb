"""Which addresses of the network an agency's webhook may lead to: a pure rule.

An agency chooses the address, and our machine calls it. So it must never lead to what
only our machine can reach: itself, its neighbors, what clouds answer on link-local
addresses. An operator can allow networks, such as one shared with a national system.
"""

from collections.abc import Sequence
from ipaddress import (
    IPv4Address,
    IPv4Network,
    IPv6Address,
    IPv6Network,
    ip_address,
)
from urllib.parse import urlsplit

from tipline.foundation.sentence import Sentence

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network
URL_MAX = 500
_PLAIN_PORTS = {"https": 443, "http": 80}


def address_problem(url: str) -> str | None:
    """Say what is wrong with a webhook's address as it is written, or give None."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:
        return Sentence("This is no address.")
    is_plain = url.isascii() and url.isprintable() and not set(url) & set(' \\"<>')
    if not host or not is_plain or len(url) > URL_MAX or port == 0:
        return Sentence("This is no address.")
    if parts.scheme not in _PLAIN_PORTS:
        return Sentence("Give an https address.")
    if parts.username or parts.password or parts.fragment:
        return Sentence("Give an address without a name, a password or a fragment.")
    return None


def port_of(url: str) -> int:
    """Give the port that an address leads to."""
    parts = urlsplit(url)
    return parts.port or _PLAIN_PORTS[parts.scheme]


def may_reach(found: str, allowed: Sequence[Network], *, is_encrypted: bool) -> bool:
    """Tell whether a resolved address may be connected to.

    One of the public Internet, encrypted; or one of a network that the operator allows.
    """
    address = unwrapped(ip_address(found.partition("%")[0]))
    if any(
        address.version == network.version and address in network for network in allowed
    ):
        return True
    is_assigned = address.version == 4 or address in _UNICAST  # noqa: PLR2004 - IPv4
    return (
        is_encrypted and is_assigned and address.is_global and not address.is_multicast
    )


def unwrapped(address: Address) -> Address:
    """Give the IPv4 address that an IPv6 address stands for, else the address."""
    if isinstance(address, IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour
        if inner is None and address.teredo:
            inner = address.teredo[1]
        if inner is None and address in _NAT64:
            inner = IPv4Address(int(address) & 0xFFFFFFFF)
        return inner or address
    return address


_NAT64 = IPv6Network("64:ff9b::/96")
# All of IPv6 that is given out to the public Internet: RFC 4291, 2.4. Outside of it lie
# networks' own translators (RFC 8215), old site addresses and IPv4 in old wrappings.
_UNICAST = IPv6Network("2000::/3")
