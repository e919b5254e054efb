from datetime import timedelta
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from tipline.linking.text_folding import visible
from tipline.linking.unreadable import Why

# Providers give an address to somebody else after hours to days; within a day two uses
# of one address are a lead, after that a coincidence. Never proof: many share one.
IP_WINDOW = timedelta(hours=24)
# Behind a carrier's router hundreds share an address at the same time, and the port
# tells them apart, for as long as a connection lasts.
PORT_WINDOW = timedelta(minutes=10)
SUBNET_BITS = 64
_CUSTOMER_PORTS = range(1024, 65536)  # what is below is the server's (RFC 6056)

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


def normalize_ip_prefix(raw: str) -> str | Why:
    """Give the first 64 bits of an IPv6 address: one household's or phone's network.

    Devices change the other half every day by themselves (RFC 8981).
    """
    address = normalize_ip(raw.partition("/")[0])
    if isinstance(address, Why):
        return address
    if ":" not in address:
        return Why.NO_PREFIX
    return str(ip_network(f"{address}/{SUBNET_BITS}", strict=False))


def normalize_ip_port(raw: str, port: str = "") -> str | Why:
    """Give `address:port`, with brackets around IPv6; the port may stand in `raw`."""
    address = normalize_ip(raw)
    if isinstance(address, Why):
        return address
    text = port.strip() or _port_in(visible(raw))
    if not (text.isascii() and text.isdecimal() and len(text) <= 5):  # noqa: PLR2004
        return Why.NO_PORT
    if int(text) not in _CUSTOMER_PORTS:
        return Why.NO_PORT
    host = f"[{address}]" if ":" in address else address
    return f"{host}:{int(text)}"


def _port_in(text: str) -> str:
    if text.startswith("["):
        return text.partition("]:")[2]
    return text.partition(":")[2] if text.count(":") == 1 else ""


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
