"""Keccak-256, as Ethereum and Monero use it: SHA-3 before the standard padded it anew.

The permutation is that of FIPS 202, section 3; with `padding=0x06` the result is
SHA3-256, by which the tests compare it with the standard library.
"""

_LANES, _ROUNDS, _MASK = 25, 24, 2**64 - 1
RATE_BYTES = 136  # 1600 bits less twice the 256 of the digest


def _round_constants() -> list[int]:
    """Give the constants of the step iota, from its shift register (algorithm 5)."""
    bits, register = [], 1
    for _ in range(7 * _ROUNDS):
        bits.append(register & 1)
        register = (register << 1) ^ (0x171 if register & 0x80 else 0)
    return [
        sum(bits[7 * number + j] << (2**j - 1) for j in range(7))
        for number in range(_ROUNDS)
    ]


def _path() -> list[tuple[int, int]]:
    """Give where each lane of rho and pi goes, and by how much it is turned."""
    x, y, found = 1, 0, []
    for step in range(_LANES - 1):
        found.append((x + 5 * y, (step + 1) * (step + 2) // 2 % 64))
        x, y = y, (2 * x + 3 * y) % 5
    return found


_CONSTANTS, _PATH = _round_constants(), _path()


def keccak_256(data: bytes, *, padding: int = 0x01) -> bytes:
    """Give the 32 bytes of the digest."""
    fill = RATE_BYTES - len(data) % RATE_BYTES
    padded = bytearray(data + bytes(fill))
    padded[len(data)] ^= padding
    padded[-1] ^= 0x80
    state = [0] * _LANES
    for first in range(0, len(padded), RATE_BYTES):
        for lane in range(RATE_BYTES // 8):
            at = first + 8 * lane
            state[lane] ^= int.from_bytes(padded[at : at + 8], "little")
        state = _permuted(state)
    return b"".join(lane.to_bytes(8, "little") for lane in state[:4])


def _permuted(a: list[int]) -> list[int]:
    for constant in _CONSTANTS:
        columns = [
            a[x] ^ a[x + 5] ^ a[x + 10] ^ a[x + 15] ^ a[x + 20] for x in range(5)
        ]
        turned = [columns[x - 1] ^ _left(columns[(x + 1) % 5], 1) for x in range(5)]
        a = [lane ^ turned[number % 5] for number, lane in enumerate(a)]
        moving = list(a)
        for (here, turn), (there, _) in zip(_PATH, [*_PATH[1:], _PATH[0]], strict=True):
            moving[there] = _left(a[here], turn)
        a = [
            moving[n] ^ (~moving[_row(n, 1)] & moving[_row(n, 2)] & _MASK)
            for n in range(_LANES)
        ]
        a[0] ^= constant
    return a


def _row(number: int, by: int) -> int:
    return number // 5 * 5 + (number % 5 + by) % 5


def _left(lane: int, by: int) -> int:
    return ((lane << by) | (lane >> (64 - by))) & _MASK
