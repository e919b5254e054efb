"""Show pixels as a viewer would, whatever way a format keeps them.

Imported by the zygote only; everything here runs inside the jail.
"""

import numpy as np
from PIL import Image

_WHITE = (255, 255, 255)


def to_rgb(picture: Image.Image) -> Image.Image:
    """Give RGB with transparent parts on white."""
    if picture.mode[0] in "IF":
        return _from_deep_gray(picture).convert("RGB")
    if picture.has_transparency_data:
        clear = picture.convert("RGBA")
        canvas = Image.new("RGB", picture.size, _WHITE)
        canvas.paste(clear, (0, 0), clear)
        return canvas
    return picture if picture.mode == "RGB" else picture.convert("RGB")


def _from_deep_gray(picture: Image.Image) -> Image.Image:
    """Bring gray of 16 or 32 bits or floating point down to 8 bits.

    16 bits are divided by 257. Others have no white point: values within 0 to 1
    (floating point), 255 or 65535 are taken to use that range, all else is stretched
    to its own.
    """
    values = np.asarray(picture)
    if values.dtype.kind == "f":
        values = np.nan_to_num(values, posinf=0, neginf=0)
    low, high = float(values.min()), float(values.max())
    if picture.mode.startswith("I;16"):
        low, high = 0.0, 65535.0
    elif low >= 0:
        tops = (1.0, 255.0, 65535.0) if values.dtype.kind == "f" else (255.0, 65535.0)
        low, high = next(((0.0, top) for top in tops if high <= top), (low, high))
    scale = 255.0 / (high - low) if high > low else 0.0
    gray = np.empty(values.shape, np.uint8)
    for row in range(values.shape[0]):
        gray[row] = np.rint((values[row].astype(np.float64) - low) * scale)
    return Image.fromarray(gray)
