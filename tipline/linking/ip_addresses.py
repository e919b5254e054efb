from datetime import timedelta
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from tipline.linking.text_folding import visible
from tipline.linking.unreadable import Why

# Providers give an address to somebody else after hours to days; within a day two uses
# of one address are a lead, after that a coincidence. Never proof: many share one.
IP_WINDOW = timedelta(hours=24)

# The documentation ranges are left linkable on purpose: demo and tests live there.
_NOT_PUBLIC = tuple(
    ip_network(network)
    for network in (
        "0.0.0.0/8",
        "10.0.0.0/8",
        "100.64.0.0/10",
        "127.0.0.0/8",
        "169.254.0.0/16",
        "172.16.0.0/12",
        "192.168.0.0/16",
        "224.0.0.0/3",
        "::/127",
        "fc00::/7",
        "fe80::/10",
        "ff00::/8",
    )
)


def normalize_ip(raw: str) -> str | Why:
    """Give the canonical text of a public IPv4 or IPv6 address.

    Brackets, a port and a zone are dropped; an IPv4 address written inside IPv6
    (`::ffff:192.0.2.1`) is given as IPv4.
    """
    text = visible(raw)
    if not text:
        return Why.EMPTY
    address = _parse(text)
    if address is None:
        return Why.MALFORMED
    if any(address in network for network in _NOT_PUBLIC):
        return Why.NOT_PUBLIC
    return str(address)


def _parse(text: str) -> IPv4Address | IPv6Address | None:
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        address = ip_address(text.partition("%")[0])
    except ValueError:
        return None
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return mapped or address
