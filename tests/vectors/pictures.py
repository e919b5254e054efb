"""Make the same 2,000 pictures in any language: integer arithmetic only.

Noise, gradients and geometry from a picture's number; README.md beside this file says
the same in words. Everything is unsigned 32-bit arithmetic or integers that stay under
2**31, so that a JavaScript program can follow it number for number.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

Plane = NDArray[np.int64]

COUNT: Final = 2000
_MASK = 0xFFFFFFFF


@dataclass(frozen=True)
class Picture:
    """Say what picture a number stands for."""

    index: int
    kind: str
    mode: str
    width: int
    height: int

    def rgb(self) -> NDArray[np.uint8]:
        """Return the pixels as (height, width, 3) uint8, alpha laid on white."""
        seed = mixed(self.index, 1, 0)
        planes = [
            KINDS[self.kind](mixed(seed, plane, 7), self.width, self.height)
            for plane in range(PLANES[self.mode])
        ]
        channels = _composed(self.mode, planes, seed)
        return np.stack(channels, axis=2).astype(np.uint8)


def picture(index: int) -> Picture:
    """Return the picture of a number from 0 to 1999."""
    kinds, modes = list(KINDS), list(PLANES)
    width, height = _size(index)
    return Picture(
        index=index,
        kind=kinds[index % len(kinds)],
        mode=modes[index // len(kinds) % len(modes)],
        width=width,
        height=height,
    )


def mixed(seed: int, first: int, second: int) -> int:
    """Return 32 well-mixed bits of three numbers."""
    one = np.array([first], np.uint32)
    return int(_mixed_planes(seed, one, np.array([second], np.uint32))[0])


def _mixed_planes(
    seed: int, first: NDArray[np.uint32], second: NDArray[np.uint32]
) -> NDArray[np.uint32]:
    bits = (first * np.uint32(0x9E3779B1)) ^ (second * np.uint32(0x85EBCA77))
    bits ^= np.uint32(seed & _MASK)
    bits ^= bits >> np.uint32(15)
    bits *= np.uint32(0x2C1B3C6D)
    bits ^= bits >> np.uint32(12)
    bits *= np.uint32(0x297A2D39)
    bits ^= bits >> np.uint32(15)
    return bits


def _between(seed: int, number: int, span: tuple[int, int]) -> int:
    """Return a number from the lowest to the highest of a span, both included."""
    low, high = span
    return low + mixed(seed, number, 99) % (high - low + 1)


def _size(index: int) -> tuple[int, int]:
    def side(number: int, low: int, high: int) -> int:
        return _between(index, number, (low, high))

    if index % (50 if index < 500 else 500) == 0:
        return side(1, 700, 2000), side(2, 700, 2000)
    choice = side(0, 0, 15)
    if choice == 0:
        return side(1, 1, 6), side(2, 1, 300)
    if choice == 1:
        return 64, 64
    if choice == 2:
        return 512, 512
    if choice == 3:
        return 1 << side(1, 4, 9), 1 << side(2, 4, 9)
    return side(1, 5, 420), side(2, 5, 420)


def _axes(width: int, height: int) -> tuple[Plane, Plane]:
    across = np.arange(width, dtype=np.int64)[None, :]
    down = np.arange(height, dtype=np.int64)[:, None]
    return across, down


def _bytes_at(seed: int, across: Plane, down: Plane) -> Plane:
    bits = _mixed_planes(seed, across.astype(np.uint32), down.astype(np.uint32))
    return (bits & np.uint32(255)).astype(np.int64)


def _noise(seed: int, width: int, height: int) -> Plane:
    return _bytes_at(seed, *_axes(width, height))


def _cloud(seed: int, width: int, height: int) -> Plane:
    """Lay four octaves of smoothed noise over each other: most like a photograph."""
    across, down = _axes(width, height)
    total = np.zeros((height, width), np.int64)
    for octave in range(4):
        cell = max(2, max(width, height) >> (octave + 1))
        left, top = across // cell, down // cell
        x, y = across % cell, down % cell
        salt = mixed(seed, octave, 5)
        upper = (cell - x) * _bytes_at(salt, left, top)
        upper = upper + x * _bytes_at(salt, left + 1, top)
        lower = (cell - x) * _bytes_at(salt, left, top + 1)
        lower = lower + x * _bytes_at(salt, left + 1, top + 1)
        level = ((cell - y) * upper + y * lower) // (cell * cell)
        total += level << (3 - octave)
    return total // 15


def _gradient(seed: int, width: int, height: int) -> Plane:
    across, down = _axes(width, height)
    start, right, below = (_between(seed, number, (0, 255)) for number in range(3))
    return (start + across * right // width + down * below // height) & 255


def _stripes(seed: int, width: int, height: int) -> Plane:
    across, down = _axes(width, height)
    slope, rise = _between(seed, 0, (0, 5)), _between(seed, 1, (1, 5))
    band = (across * slope + down * rise) // _between(seed, 2, (3, 40))
    return np.where(
        band & 1, _between(seed, 3, (0, 120)), _between(seed, 4, (130, 255))
    )


def _rings(seed: int, width: int, height: int) -> Plane:
    across, down = _axes(width, height)
    x = across - _between(seed, 0, (0, width - 1))
    y = down - _between(seed, 1, (0, height - 1))
    return (x * x + y * y) // _between(seed, 2, (1, 900)) & 255


def _checks(seed: int, width: int, height: int) -> Plane:
    across, down = _axes(width, height)
    cell = _between(seed, 0, (1, 40))
    odd = (across // cell + down // cell) & 1
    return odd * _between(seed, 1, (1, 255))


def _disks(seed: int, width: int, height: int) -> Plane:
    across, down = _axes(width, height)
    plane = np.full((height, width), _between(seed, 0, (0, 255)), np.int64)
    for disk in range(1, 13):
        x = across - _between(seed, 10 * disk, (0, width - 1))
        y = down - _between(seed, 10 * disk + 1, (0, height - 1))
        radius = _between(seed, 10 * disk + 2, (1, max(width, height) // 4 + 1))
        level = _between(seed, 10 * disk + 3, (0, 255))
        plane = np.where(x * x + y * y <= radius * radius, level, plane)
    return plane


def _flat(seed: int, width: int, height: int) -> Plane:
    """Fill with one level, in half of the pictures with a rectangle on it."""
    across, down = _axes(width, height)
    level = _between(seed, 0, (0, 255))
    inside = (across >= width // 3) & (down >= height // 4)
    other = _between(seed, 1, (0, 255)) if _between(seed, 2, (0, 1)) else level
    return np.where(inside, other, level)


def _mosaic(seed: int, width: int, height: int) -> Plane:
    across, down = _axes(width, height)
    cell = _between(seed, 0, (2, 60))
    return _bytes_at(seed, across // cell, down // cell)


def _weave(seed: int, width: int, height: int) -> Plane:
    across, down = _axes(width, height)
    warp, weft = _between(seed, 0, (1, 9)), _between(seed, 1, (1, 9))
    return ((across * warp) ^ (down * weft)) >> _between(seed, 2, (0, 2)) & 255


KINDS: Final[dict[str, Callable[[int, int, int], Plane]]] = {
    "noise": _noise,
    "cloud": _cloud,
    "gradient": _gradient,
    "stripes": _stripes,
    "rings": _rings,
    "checks": _checks,
    "disks": _disks,
    "flat": _flat,
    "mosaic": _mosaic,
    "weave": _weave,
}

PLANES: Final = {
    "grey": 1,
    "rgb": 3,
    "rgba": 4,
    "palette": 1,
    "one-bit": 1,
    "cmyk": 4,
    "grey-16": 2,
    "grey-alpha": 2,
}


def _composed(mode: str, planes: list[Plane], seed: int) -> list[Plane]:
    """Turn the planes of a mode into red, green and blue."""
    if mode == "rgb":
        return planes
    if mode == "palette":
        entry = planes[0] + 256
        return [_bytes_at(seed, entry, entry * 0 + channel) for channel in range(3)]
    if mode == "cmyk":
        return [_scaled(255 - plane, 255 - planes[3]) for plane in planes[:3]]
    if mode in ("rgba", "grey-alpha"):
        *colors, alpha = planes
        on_white = [_scaled(plane, alpha) + 255 - alpha for plane in colors]
        return on_white * (3 // len(colors))
    return [_grey(mode, planes)] * 3


def _grey(mode: str, planes: list[Plane]) -> Plane:
    if mode == "one-bit":
        return (planes[0] >> 7) * 255
    if mode == "grey-16":
        return (planes[0] * 256 + planes[1]) >> 8
    return planes[0]


def _scaled(level: Plane, share: Plane) -> Plane:
    return (level * share + 127) // 255
