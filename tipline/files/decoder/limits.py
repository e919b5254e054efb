"""How much one hostile file may cost.

Source: the promises of the threat model (at most 768 MB, 5 s of processor, 10 s of wall
clock and 50 megapixels for any picture). What moves takes longer to decode, and gets
it in a jail of its own.
"""

MIB = 1024 * 1024

ADDRESS_SPACE_BYTES = 768 * MIB
CPU_SECONDS = 5
WALL_SECONDS = 9.0
"""After this the zygote kills the child."""
PATIENCE_SECONDS = 10.0
"""After this the caller no longer believes the zygote, and kills it too."""

VIDEO_CPU_SECONDS = 60
VIDEO_WALL_SECONDS = 100.0
VIDEO_PATIENCE_SECONDS = 105.0
VIDEO_SECONDS = 45.0
"""After this much processor time a video's decoding ends; what is known is told."""
VIDEO_PIXELS = 36_000_000
"""Of one frame: 8K and a little more."""
FRAMES_HASHED = 7200
"""Two hours at one frame a second; what comes later is not looked at."""

FILE_BYTES = 256 * MIB
"""Larger pictures are recognized but not decoded: no room would be left for pixels. Of
larger videos the beginning is looked at."""
PIXELS = 50_000_000
SIDE = 2**31 - 1
FRAMES = 100_000
"""Frame counts are cut off here; nobody needs to know more."""

PREVIEW_SIDE = 1024
"""No side of a preview is longer."""
PREVIEW_FRAMES = 9
"""So many frames of a video are on a preview's sheet."""
SHEET_CPU_SECONDS = 8
SHEET_SECONDS = 4.0
"""After this much processor time the sheet is made of the frames that are there."""
PREVIEW_ANSWER_BYTES = PREVIEW_SIDE * PREVIEW_SIDE * 3 + 64

ANSWER_BYTES = 1 * MIB
EXIF_ENTRIES = 200
EXIF_NAME_LENGTH = 64
EXIF_VALUE_LENGTH = 400
EXIF_TOTAL_BYTES = 32 * 1024
