"""Which addresses of the Internet say something of where somebody is."""

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

Address = IPv4Address | IPv6Address
_NAT64 = ip_network("64:ff9b::/96")
_IPV4_MASK = 0xFFFF_FFFF


def routable(ip: str) -> Address | None:
    """Give an address of the public Internet; None if private or not an address.

    Of an IPv6 address of a transition scheme, the IPv4 address that it stands for.
    """
    try:
        address = _carried(ip_address(ip.strip()))
    except ValueError:
        return None
    return address if address.is_global and not address.is_multicast else None


def _carried(address: Address) -> Address:
    if isinstance(address, IPv4Address):
        return address
    if address in _NAT64:
        return IPv4Address(int(address) & _IPV4_MASK)
    client = address.teredo[1] if address.teredo else None
    return address.ipv4_mapped or address.sixtofour or client or address
