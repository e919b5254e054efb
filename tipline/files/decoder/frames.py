"""Count the pictures in a GIF or TIFF by hopping over them, without decoding any.

Pillow counts by parsing every frame, which a file of many empty frames makes slow.
A file that ends too early counts as far as it goes.
"""

import struct

from tipline.files.decoder import limits

_GIF_HEADER_BYTES = 13
_GIF_FRAME, _GIF_EXTENSION = 0x2C, 0x21


def in_gif(content: memoryview) -> int:
    """Count the frames of a GIF, 1 to `limits.FRAMES`."""
    count = 0
    try:
        position = _GIF_HEADER_BYTES + _color_table_bytes(content[10])
        while count < limits.FRAMES:
            if content[position] == _GIF_FRAME:
                count += 1
                position += 11 + _color_table_bytes(content[position + 9])
            elif content[position] == _GIF_EXTENSION:
                position += 2
            else:
                break
            position = _after_blocks(content, position)
    except IndexError:
        pass
    return max(count, 1)


def in_tiff(content: memoryview) -> int:
    """Count the directories of a TIFF, 1 to `limits.FRAMES`; a loop counts once."""
    order = "<" if bytes(content[:2]) == b"II" else ">"
    is_big = bytes(content[2:4]) in (b"+\0", b"\0+")
    count_at, entry_bytes, next_at = ("Q", 20, "Q") if is_big else ("H", 12, "L")
    seen: set[int] = set()
    try:
        (position,) = struct.unpack_from(order + next_at, content, 8 if is_big else 4)
        while position and position not in seen and len(seen) < limits.FRAMES:
            (entries,) = struct.unpack_from(order + count_at, content, position)
            link = position + struct.calcsize(count_at) + entries * entry_bytes
            seen.add(position)
            (position,) = struct.unpack_from(order + next_at, content, link)
    except (struct.error, OverflowError):
        pass
    return max(len(seen), 1)


def _color_table_bytes(flags: int) -> int:
    return 3 << ((flags & 7) + 1) if flags & 0x80 else 0


def _after_blocks(content: memoryview, position: int) -> int:
    """Hop over data blocks, each led by its length, to behind the empty one."""
    while content[position]:
        position += 1 + content[position]
    return position + 1
