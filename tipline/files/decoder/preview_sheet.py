"""Draw some frames of what moves as one sheet, for a preview.

Imported by the zygote for previews of videos only; everything here runs in the jail.
"""

import io
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from tipline.files.decoder import limits, video
from tipline.files.decoder.preview import drawn
from tipline.files.decoder.preview_protocol import Drawn

_Array = NDArray[np.uint8]
_COLUMNS = 3
_CELL = (limits.PREVIEW_SIDE // _COLUMNS, limits.PREVIEW_SIDE // _COLUMNS)
_BACKGROUND = (24, 24, 24)


def of_frames(content: io.BytesIO, media_type: str) -> Drawn:
    """Draw up to nine frames of what moves, spread over it, as one sheet.

    Key frames of videos, since they need no others; all frames of GIF.
    """
    kept, stride = [], 1
    for number, frame in enumerate(video.shown_frames(content, media_type)):
        if number % stride:
            continue
        kept.append(frame)
        if len(kept) > limits.PREVIEW_FRAMES * 2:
            kept, stride = kept[::2], stride * 2
    if not kept:
        raise ValueError("no frame")
    return drawn(np.asarray(_sheet(list(_spread(kept)))), frames=len(kept))


def _spread(frames: list[_Array]) -> Iterator[_Array]:
    """Give at most as many as the sheet holds, from the first to the last."""
    most = limits.PREVIEW_FRAMES
    if len(frames) <= most:
        yield from frames
        return
    for place in range(most):
        yield frames[place * (len(frames) - 1) // (most - 1)]


def _sheet(frames: list[_Array]) -> Image.Image:
    columns = min(_COLUMNS, len(frames))
    cells = [Image.fromarray(frame) for frame in frames]
    if columns == 1:
        return cells[0]
    for cell in cells:
        cell.thumbnail(_CELL, Image.Resampling.BILINEAR)
    width, height = max(c.width for c in cells), max(c.height for c in cells)
    rows = -(-len(cells) // columns)
    sheet = Image.new("RGB", (columns * width, rows * height), _BACKGROUND)
    for place, cell in enumerate(cells):
        row, column = divmod(place, columns)
        sheet.paste(cell, (column * width, row * height))
    return sheet
