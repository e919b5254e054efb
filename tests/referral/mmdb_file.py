"""Write small MMDB files (MaxMind DB format 2.0), as an operator's would be."""

from ipaddress import ip_network

RECORD_BYTES = 3
BUILT_AT = 1_790_000_000  # 2026-09-21 14:13:20 UTC


def mmdb_bytes(networks, *, ip_version, database_type="Test City"):
    """Give a database that maps networks to records of text, dicts and lists."""
    tree, data = [[None, None]], bytearray()
    for network, record in networks.items():
        offset = len(data)
        data += _encoded(record)
        _plant(tree, _path(ip_network(network), ip_version), offset)
    about = {
        "binary_format_major_version": 2,
        "binary_format_minor_version": 0,
        "build_epoch": (b"\x08\x02", BUILT_AT.to_bytes(8)),
        "database_type": database_type,
        "description": {},
        "ip_version": ip_version,
        "languages": [],
        "node_count": (bytes([6 << 5 | 4]), len(tree).to_bytes(4)),
        "record_size": RECORD_BYTES * 8,
    }
    nodes = b"".join(_record(side, len(tree)) for node in tree for side in node)
    marker = b"\xab\xcd\xefMaxMind.com"
    return nodes + bytes(16) + bytes(data) + marker + _encoded(about)


def _path(network, ip_version):
    bits = f"{int(network.network_address):0{network.max_prefixlen}b}"
    ahead = "0" * 96 if ip_version > network.version else ""
    return ahead + bits[: network.prefixlen]


def _plant(tree, path, offset):
    at = 0
    for bit in path[:-1]:
        if tree[at][int(bit)] is None:
            tree.append([None, None])
            tree[at][int(bit)] = ("node", len(tree) - 1)
        at = tree[at][int(bit)][1]
    tree[at][int(path[-1])] = ("data", offset)


def _record(side, node_count):
    if side is None:
        value = node_count
    else:
        kind, number = side
        value = number if kind == "node" else node_count + 16 + number
    return value.to_bytes(RECORD_BYTES)


def _encoded(value):
    if isinstance(value, dict):
        pairs = b"".join(_encoded(k) + _encoded(v) for k, v in value.items())
        return bytes([7 << 5 | len(value)]) + pairs
    if isinstance(value, list):
        return bytes([len(value), 4]) + b"".join(_encoded(v) for v in value)
    if isinstance(value, tuple):
        return b"".join(value)
    if isinstance(value, int):
        return bytes([5 << 5 | 2]) + value.to_bytes(2)
    raw = value.encode()
    if len(raw) < 29:
        return bytes([2 << 5 | len(raw)]) + raw
    return bytes([2 << 5 | 29, len(raw) - 29]) + raw
