"""Write videos that were made to break whoever opens them.

Everything is generated; names tell what is wrong. A good film is spoilt, or a container
is written by hand.
"""

import random
import struct
from collections.abc import Iterator

from tests.files.films import film
from tests.files.hostile_media import box, gif_frame, noise

EBML = b"\x1aE\xdf\xa3"
# What is in the set. Whoever only counts the tests does not have to write the videos.
_SET = """
    mp4-cut-in-the-middle mp4-index-cut-off mp4-brand-only mp4-16384-squared
    mp4-65535-squared mp4-zero-wide mp4-length-of-2-to-the-32 mp4-time-scale-0
    mp4-2-billion-samples mp4-2-billion-chunks mp4-chunks-outside
    mp4-samples-last-2-to-the-31 mp4-boxes-5000-deep mp4-100000-empty-boxes
    mp4-100000-movie-boxes mp4-box-of-size-0 mp4-box-of-2-to-the-64
    mp4-garbage-pixels mp4-noise-behind-its-brand mp4-other-file-referred-to
    mp4-bits-turned mkv-cut-in-the-middle mkv-header-only mkv-magic-only
    mkv-header-of-2-to-the-56 mkv-100000-headers mkv-bits-turned
    mkv-noise-behind-its-header mkv-65535-wide webm-cut-in-the-middle
    avi-cut-in-the-middle avi-header-only avi-length-lies avi-2-to-the-32-frames
    avi-2-to-the-32-streams avi-rate-0 avi-65535-squared avi-100000-lists
    avi-bits-turned avi-noise-behind-its-header gif-20000-frames gif-of-a-year
    gif-film-cut playlist-in-mp4 playlist-in-mkv playlist-in-avi
"""
NAMES = _SET.split()


def all_files() -> dict[str, bytes]:
    """Write the whole set, as name -> content."""
    return dict([*mp4s(), *mkvs(), *avis(), *gifs(), *playlists()])


def mp4s() -> Iterator[tuple[str, bytes]]:
    fast = film("mp4", container_options={"movflags": "faststart"})
    whole = film("mp4")
    yield "mp4-cut-in-the-middle", fast[: len(fast) // 2]
    yield "mp4-index-cut-off", whole[: len(whole) // 2]
    yield "mp4-brand-only", box(b"ftyp", b"isom\0\0\2\0isommp41")
    yield "mp4-16384-squared", with_size(fast, 16384, 16384)
    yield "mp4-65535-squared", with_size(fast, 65535, 65535)
    yield "mp4-zero-wide", with_size(fast, 0, 240)
    yield (
        "mp4-length-of-2-to-the-32",
        patched(fast, b"mdhd", 16, new=b"\xff\xff\xff\xff"),
    )
    yield "mp4-time-scale-0", patched(fast, b"mdhd", 12, new=bytes(4))
    yield "mp4-2-billion-samples", patched(fast, b"stsz", 8, new=b"\x7f\xff\xff\xff")
    yield "mp4-2-billion-chunks", patched(fast, b"stco", 4, new=b"\x7f\xff\xff\xff")
    yield "mp4-chunks-outside", patched(fast, b"stco", 8, new=b"\xff\xff\xff\xff")
    yield (
        "mp4-samples-last-2-to-the-31",
        patched(fast, b"stts", 12, new=b"\x7f\xff\xff\xff"),
    )
    yield "mp4-boxes-5000-deep", fast[:28] + nested(5000)
    yield "mp4-100000-empty-boxes", fast[:28] + box(b"free", b"") * 100_000
    yield "mp4-100000-movie-boxes", fast[:28] + box(b"moov", b"") * 100_000
    yield "mp4-box-of-size-0", fast[:28] + b"\0\0\0\0moov"
    yield "mp4-box-of-2-to-the-64", fast[:28] + b"\0\0\0\1moov" + b"\xff" * 8
    yield "mp4-garbage-pixels", with_garbage(fast)
    yield "mp4-noise-behind-its-brand", fast[:28] + noise(100_000)
    yield (
        "mp4-other-file-referred-to",
        patched(fast, b"url ", 0, new=b"\0\0\0\0file:///"),
    )
    yield "mp4-bits-turned", turned(fast, 60)


def mkvs() -> Iterator[tuple[str, bytes]]:
    whole = film("mkv")
    yield "mkv-cut-in-the-middle", whole[: len(whole) // 2]
    yield "mkv-header-only", whole[:60]
    yield "mkv-magic-only", EBML
    yield "mkv-header-of-2-to-the-56", EBML + b"\x01" + b"\xff" * 7 + noise(500)
    yield "mkv-100000-headers", whole[:40] * 100_000
    yield "mkv-bits-turned", turned(whole, 80)
    yield "mkv-noise-behind-its-header", whole[:200] + noise(100_000)
    size = whole.index(b"\xb0\x82")
    yield "mkv-65535-wide", whole[: size + 2] + b"\xff\xff" + whole[size + 4 :]
    yield "webm-cut-in-the-middle", film("webm")[:9000]


def avis() -> Iterator[tuple[str, bytes]]:
    whole = film("avi")
    yield "avi-cut-in-the-middle", whole[: len(whole) // 2]
    yield "avi-header-only", whole[:12]
    yield "avi-length-lies", whole[:4] + b"\xff\xff\xff\xff" + whole[8:]
    yield "avi-2-to-the-32-frames", patched(whole, b"avih", 20, new=b"\xff\xff\xff\xff")
    yield (
        "avi-2-to-the-32-streams",
        patched(whole, b"avih", 28, new=b"\xff\xff\xff\xff"),
    )
    yield "avi-rate-0", patched(whole, b"strh", 24, new=bytes(8))
    yield (
        "avi-65535-squared",
        patched(whole, b"strf", 8, new=struct.pack("<II", *(65535,) * 2)),
    )
    yield "avi-100000-lists", whole[:12] + b"LIST\4\0\0\0hdrl" * 100_000
    yield "avi-bits-turned", turned(whole, 80)
    yield "avi-noise-behind-its-header", whole[:400] + noise(100_000)


def gifs() -> Iterator[tuple[str, bytes]]:
    small = b"GIF89a" + struct.pack("<HHBBB", 8, 8, 0x80, 0, 0) + b"\0\0\0\xff\xff\xff"
    yield "gif-20000-frames", small + gif_frame(1, 1) * 20_000 + b";"
    slow = b"!\xf9\4\0\xff\xff\0\0"
    yield "gif-of-a-year", small + (slow + gif_frame(8, 8)) * 50_000 + b";"
    yield "gif-film-cut", film("gif")[:-5000]


def playlists() -> Iterator[tuple[str, bytes]]:
    page = b"#EXTM3U\n#EXTINF:9,\nfile:///etc/passwd\n"
    yield "playlist-in-mp4", box(b"ftyp", b"isom\0\0\2\0") + page
    yield "playlist-in-mkv", EBML + page
    yield "playlist-in-avi", b"RIFF\xff\0\0\0AVI " + page


def patched(content: bytes, name: bytes, at: int, *, new: bytes) -> bytes:
    """Overwrite bytes of a box or chunk, counted from behind its name."""
    start = content.index(name) + len(name) + at
    start += 4 if content.startswith(b"RIFF") else 0
    return content[:start] + new + content[start + len(new) :]


def with_size(content: bytes, width: int, height: int) -> bytes:
    """Lie about the size where the codec is described."""
    return patched(content, b"avc1\0\0\0\0", 20, new=struct.pack("!HH", width, height))


def with_garbage(content: bytes) -> bytes:
    start = content.index(b"mdat") + 4
    return content[:start] + noise(len(content) - start)


def nested(depth: int) -> bytes:
    inner = b""
    for _ in range(depth):
        inner = box(b"moov", inner)
    return inner


def turned(content: bytes, count: int) -> bytes:
    """Turn some bits anywhere behind the first 64 bytes."""
    spoilt = bytearray(content)
    source = random.Random(count)
    for _ in range(count):
        spoilt[source.randrange(64, len(spoilt))] ^= 1 << source.randrange(8)
    return bytes(spoilt)
