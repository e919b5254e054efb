"""How much one hostile file may cost.

Source: the promises of the threat model (at most 768 MB, 5 s of processor, 10 s of wall
clock and 50 megapixels for any file).
"""

MIB = 1024 * 1024

ADDRESS_SPACE_BYTES = 768 * MIB
CPU_SECONDS = 5
WALL_SECONDS = 9.0
"""After this the zygote kills the child."""
PATIENCE_SECONDS = 10.0
"""After this the caller no longer believes the zygote, and kills it too."""

FILE_BYTES = 256 * MIB
"""Larger files are recognized but not decoded: no room would be left for pixels."""
PIXELS = 50_000_000
SIDE = 2**31 - 1
FRAMES = 100_000
"""Frame counts are cut off here; nobody needs to know more."""

ANSWER_BYTES = 64 * 1024
EXIF_ENTRIES = 200
EXIF_NAME_LENGTH = 64
EXIF_VALUE_LENGTH = 400
EXIF_TOTAL_BYTES = 32 * 1024
