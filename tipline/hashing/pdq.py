"""Hash pixels with PDQ, bit for bit as the reference implementation does.

Every step before the median is linear, so a weighted sum along each axis and two small
matrix products give the coefficients. Where one lies so near to the median, or a
gradient so near to a step of the quality scale, that rounding would decide, the
reference's own arithmetic is used instead. So the hash of given pixels depends neither
on the processor nor on the version of NumPy.

Source: the PDQ paper and reference implementation in facebook/ThreatExchange.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tipline.hashing import pdq_exact
from tipline.hashing.errors import UnhashablePictureError
from tipline.hashing.pdq_bits import (
    Made,
    coefficients_of,
    made_of,
    near_the_median,
    quality_of,
    steps_in,
)
from tipline.hashing.pdq_matrices import Axis, Bands, bands
from tipline.hashing.pdq_sums import Pixels, Sums, sums_across, sums_down
from tipline.hashing.pdq_whole import whole
from tipline.hashing.turns import Turn

CANONICAL_SIDE: Final = 512

# Upright, alpha on white, 512 x 512 bilinear, then PDQ: steadiest under rescaling.
CANONICAL_RECIPE: Final = "pdq-512-bilinear-upright-white"

# As above at the picture's own size: what python-threatexchange makes of clean input.
FULL_SIZE_RECIPE: Final = "pdq-full-upright-white"

RECIPES: Final = (CANONICAL_RECIPE, FULL_SIZE_RECIPE)

_SMALLEST_SIDE = 5
# The longest that a JPEG can be.
_LONGEST_SIDE = 65_535
# The reference's arithmetic costs 16 bytes and some 30 ns a pixel.
_MOST_PIXELS_EXACT = 16_000_000

# Twice the largest difference between the two ways of computing, seen on 720
# photograph-like pictures (0.0024 and 0.0010): docs/decisions/0004-pdq-in-numpy.md.
_COEFFICIENT_TOLERANCE = 0.005
_LEVEL_TOLERANCE = 0.002

# Brightness as JPEG keeps it gave a hash over four bits from that of its colors where
# more coefficients are so near to the median, or where black and white change places
# all over: colors are cut off from what rings beyond both. In a picture that is soft
# all over colors are rounded alike over wide bands, and fewer are enough, fewest in one
# that was decoded to a half or less. The counts: docs/decisions/0015-one-decode-whole-
# numbers.md.
_NEAR_LUMA_TOLERANCE = 0.4
_NEAR_LUMA_MOST = 8
_NEAR_LUMA_MOST_IF_SOFT = 5
_NEAR_LUMA_MOST_IF_SOFT_AND_SCALED = 2
_NEAR_LUMA_SOFT_POINTS = 110
_NEAR_LUMA_POINTS = 900

_WEIGHTS = np.array(pdq_exact.WEIGHTS, np.float32)


@dataclass(frozen=True, slots=True)
class PdqHash:
    """Hold a PDQ hash with what is needed to compare it rightly.

    `value` is 32 bytes, most significant bit first. `quality` is 0 to 100; below 50 the
    picture has too little in it for a match to mean something. Hashes of different
    recipes of one picture differ by 10 bits and more. `turned` holds the hashes of the
    picture laid in the seven other ways, in the order of `Turn`.
    """

    value: bytes
    quality: int
    recipe: str
    turned: tuple[bytes, ...] = ()

    @property
    def hex(self) -> str:
        return self.value.hex()

    def by_turn(self) -> Mapping[Turn, bytes]:
        """Give the hash of the picture laid in each way: a mirrored copy has another.

        A picture is a listed one, mirrored, if its hash for `Turn.MIRRORED` is listed.
        """
        ways = zip(Turn, (self.value, *self.turned), strict=False)
        return MappingProxyType(dict(ways))


def pdq_of_rgb(rgb: NDArray[np.uint8], *, recipe: str = CANONICAL_RECIPE) -> PdqHash:
    """Hash a picture given as red, green and blue.

    Args:
        rgb: (height, width, 3) uint8, upright, without alpha.
        recipe: how the pixels were made; the canonical one must be 512 x 512.

    Returns:
        The hash. A side under 5 pixels gives 32 zero bytes of quality 0, as in the
        reference: such a hash matches nothing, since quality is asked first.

    Raises:
        UnhashablePictureError: wrong shape or type, no pixels, too many in
            a row or column, or not 512 x 512.
    """
    if rgb.shape[2:] != (3,) or rgb.dtype != np.uint8:
        raise UnhashablePictureError(reason="RGB must be (height, width, 3) uint8")
    return _hashed(rgb, recipe)


def pdq_of_luma(luma: Pixels, *, recipe: str = CANONICAL_RECIPE) -> PdqHash:
    """Hash a picture given as brightness, 0 to 255.

    Args:
        luma: (height, width) uint8 or float32, upright.
        recipe: as for `pdq_of_rgb`.

    Returns:
        The hash, as for `pdq_of_rgb`.

    Raises:
        UnhashablePictureError: as for `pdq_of_rgb`, and for a
            brightness that is not a finite number.
    """
    _refuse_no_luma(luma, np.uint8, np.float32)
    return _hashed(luma, recipe)


def pdq_of_near_luma(
    luma: NDArray[np.uint8], *, recipe: str, size: tuple[int, int] | None = None
) -> PdqHash | None:
    """Hash a picture whose brightness is nearly that which others hash.

    As a JPEG keeps it, that is, before colors are made of it and cut off at 255, and as
    it decodes to a half, a quarter or an eighth. For most pictures this changes no bit
    or a few.

    Args:
        luma: (height, width) uint8, upright; of any size from 512 up, or the picture's
            own if that is smaller.
        recipe: how the hash is to be made.
        size: height and width of the picture itself, where it was decoded to less.

    Returns:
        The hash; its quality may be one off. None where so much of it hangs on small
        differences that the picture must be hashed from its colors.

    Raises:
        UnhashablePictureError: as for `pdq_of_luma`.
    """
    _refuse_no_luma(luma, np.uint8)
    _refuse_unhashable(*luma.shape)
    if min(luma.shape) < _SMALLEST_SIDE:
        return None
    by_way_of = CANONICAL_SIDE if recipe == CANONICAL_RECIPE else None
    down, across = (
        Axis(length, round(length / decoded), by_way_of)
        for length, decoded in zip(size or luma.shape, luma.shape, strict=True)
    )
    made = whole(luma, down, across, within=_NEAR_LUMA_TOLERANCE)
    most = _NEAR_LUMA_MOST
    if made.points < _NEAR_LUMA_SOFT_POINTS:
        is_whole = luma.shape == (size or luma.shape)
        most = (
            _NEAR_LUMA_MOST_IF_SOFT if is_whole else _NEAR_LUMA_MOST_IF_SOFT_AND_SCALED
        )
    if made.near > most or made.points > _NEAR_LUMA_POINTS:
        return None
    return _named(made, recipe)


def _refuse_no_luma(luma: Pixels, *types: type[np.generic]) -> None:
    if luma.ndim != 2 or luma.dtype not in types:  # noqa: PLR2004 - rows and columns
        reason = (
            f"luma must be (height, width) {' or '.join(t.__name__ for t in types)}"
        )
        raise UnhashablePictureError(reason=reason)


def _hashed(pixels: Pixels, recipe: str) -> PdqHash:
    height, width = pixels.shape[:2]
    _refuse_unhashable(height, width)
    if recipe == CANONICAL_RECIPE and (height, width) != (CANONICAL_SIDE,) * 2:
        reason = f"{recipe} wants 512 x 512 pixels, not {width} x {height}"
        raise UnhashablePictureError(reason=reason)
    if min(height, width) < _SMALLEST_SIDE:
        return PdqHash(bytes(32), 0, recipe)
    buffers = _buffers_of(pixels, bands(Axis(height)), bands(Axis(width)))
    coefficients = coefficients_of(buffers)
    if height * width <= _MOST_PIXELS_EXACT and _hangs_on_rounding(
        buffers[0, 0], coefficients[0, 0]
    ):
        buffers[0, 0] = pdq_exact.buffer_of(pdq_exact.luma_of(pixels))
        coefficients[0, 0] = pdq_exact.coefficients_of(buffers[0, 0])
    return _named(made_of(buffers, coefficients), recipe)


def _named(made: Made, recipe: str) -> PdqHash:
    value, *turned = made.hashes
    return PdqHash(value, made.quality, recipe, tuple(turned))


def _refuse_unhashable(height: int, width: int) -> None:
    if not height or not width:
        raise UnhashablePictureError(reason="it has no pixels")
    if max(height, width) > _LONGEST_SIDE:
        raise UnhashablePictureError(reason=f"a side is over {_LONGEST_SIDE} pixels")


def _buffers_of(pixels: Pixels, down: Bands, across: Bands) -> Sums:
    """Blur and sample to (2, 2, 64, 64): rows, then columns, each also backwards.

    Brightness is linear too, so that of colors can come last.
    """
    if pixels.ndim == pdq_exact.COLOR_AXES:
        sums = sums_down(pixels.reshape(len(pixels), -1), down)
        half = sums.reshape(*sums.shape[:2], -1, pdq_exact.COLOR_AXES) @ _WEIGHTS
    elif abs(pixels.strides[0]) < abs(pixels.strides[1]):
        # A picture on its side: go along its memory first.
        return _buffers_of(pixels.T, across, down).transpose(1, 0, 3, 2)
    else:
        half = sums_down(pixels, down)
    return sums_across(half, across)


def _hangs_on_rounding(
    buffer: NDArray[np.float32], coefficients: NDArray[np.float32]
) -> bool:
    """Say whether an error within tolerance could change a bit or the quality."""
    near = near_the_median(coefficients, _COEFFICIENT_TOLERANCE)
    steps, error = steps_in(buffer), np.float32(_LEVEL_TOLERANCE * 100 / 255)
    lowest = quality_of(np.maximum(steps - error, 0))
    return near > 1 or lowest != quality_of(steps + error)
