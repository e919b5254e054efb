"""Write files that were made to break whoever opens them.

Everything is generated here, holds no picture of anything, and takes a few seconds:
bombs that are small on disk and huge in memory, headers that lie, tables that point at
themselves, two formats in one file. Names tell what is wrong.
"""

import io
import random
import struct
import zlib
from collections.abc import Callable, Iterator

from PIL import Image

PNG_START = b"\x89PNG\r\n\x1a\n"
_ZEROS = bytes(1 << 20)


def all_files() -> dict[str, bytes]:
    """Write the whole set, as name -> content."""
    families: tuple[Callable[[], Iterator[tuple[str, bytes]]], ...] = (
        png_bombs,
        png_lies,
        apng_lies,
        gifs,
        jpegs,
        exifs,
        tiffs,
        webps,
        bmps,
        avifs,
        polyglots,
        no_pictures,
    )
    return {name: content for family in families for name, content in family()}


# PNG


def png_bombs() -> Iterator[tuple[str, bytes]]:
    side = 30_000
    yield "png-30000-squared", png(side, side, depth=1, data=deflated(side * 3751))
    yield "png-20000-squared-rgb-cut", png(20_000, 20_000, color=2, data=deflated(9**8))
    yield "png-legal-7000-squared", png(7000, 7000, depth=1, data=deflated(7000 * 876))
    yield "png-one-row-of-50-megapixels", png(50_000_000, 1, data=deflated(50_000_001))
    yield "png-one-column", png(1, 3_000_000, depth=1, data=deflated(6_000_000))
    yield "png-profile-bomb", png(8, 8, before=profile(deflated(100_000_000)))
    text = chunk(b"zTXt", b"a\0\0" + deflated(20_000_000))
    yield "png-text-bombs", png(8, 8, before=text * 20)
    text = chunk(b"iTXt", b"a\0\1\0\0\0" + deflated(50_000_000))
    yield "png-international-text-bomb", png(8, 8, after=text)
    yield "png-more-pixels-than-said", png(8, 8, data=deflated(200_000_000))


def png_lies() -> Iterator[tuple[str, bytes]]:
    whole = png(64, 64)
    yield "png-2-to-the-31-pixels", png(2**31 - 1, 2**31 - 1)
    yield "png-50000-squared-without-data", png(50_000, 50_000, data=b"")
    yield "png-zero-wide", png(0, 64)
    yield "png-negative-height", png(64, 0xFFFFFFFF)
    yield "png-depth-3", png(64, 64, depth=3)
    yield "png-color-type-9", png(64, 64, color=9)
    yield "png-interlace-7", png(64, 64, interlace=7)
    yield "png-interlaced-but-short", png(64, 64, interlace=1)
    yield "png-filter-250", png(64, 64, data=zlib.compress(b"\xfa" * 4160))
    yield "png-palette-missing", png(64, 64, color=3)
    yield "png-palette-of-600", png(64, 64, color=3, before=chunk(b"PLTE", bytes(1800)))
    yield "png-data-is-no-zlib", png(64, 64, data=b"not zlib at all" * 9)
    yield "png-data-too-short", png(64, 64, data=deflated(100))
    yield "png-without-data", PNG_START + header(64, 64) + chunk(b"IEND", b"")
    yield "png-without-end", whole[:-12]
    yield "png-cut-in-the-middle", whole[: len(whole) // 2]
    yield "png-signature-only", PNG_START
    yield "png-header-twice", PNG_START + header(8, 8) + header(9000, 9000) + whole[33:]
    yield "png-chunk-of-4-gigabytes", PNG_START + header(8, 8) + b"\xff" * 4 + b"IDAT"
    yield "png-bad-header-sum", whole[:29] + b"\0\0\0\0" + whole[33:]
    yield "png-bad-data-sum", whole[:-16] + b"\0\0\0\0" + whole[-12:]
    yield "png-transparency-too-long", png(8, 8, before=chunk(b"tRNS", bytes(999)))
    yield "png-ten-thousand-chunks", png(8, 8, before=chunk(b"abCd", b"x") * 10_000)


def apng_lies() -> Iterator[tuple[str, bytes]]:
    frame = struct.pack("!IIIIIHHBB", 0, 8, 8, 0, 0, 1, 10, 0, 0)
    many = chunk(b"acTL", struct.pack("!II", 2**31, 0))
    yield "apng-2-billion-frames", png(8, 8, before=many + chunk(b"fcTL", frame))
    outside = struct.pack("!IIIIIHHBB", 0, 9000, 9000, 2**30, 2**30, 1, 10, 0, 0)
    two = chunk(b"acTL", struct.pack("!II", 2, 0))
    yield "apng-frame-outside", png(8, 8, before=two + chunk(b"fcTL", outside))
    again = b"".join(
        chunk(b"fcTL", struct.pack("!I", n) + frame[4:])
        + chunk(b"fdAT", struct.pack("!I", n + 1) + deflated(72))
        for n in range(1, 4001, 2)
    )
    yield "apng-2000-frames", png(8, 8, before=two, after=again)


def png(
    width: int,
    height: int,
    *,
    depth: int = 8,
    color: int = 0,
    interlace: int = 0,
    data: bytes | None = None,
    before: bytes = b"",
    after: bytes = b"",
) -> bytes:
    """Write a PNG whose chunks are right and whose claims are the caller's."""
    pixels = deflated((min(width, 64) + 1) * min(height, 64)) if data is None else data
    body = before + chunk(b"IDAT", pixels) + after
    top = header(width, height, bytes([depth, color, 0, 0, interlace]))
    return PNG_START + top + body + chunk(b"IEND", b"")


def header(width: int, height: int, rest: bytes = b"\x08\0\0\0\0") -> bytes:
    return chunk(b"IHDR", struct.pack("!II", width, height) + rest)


def profile(data: bytes) -> bytes:
    return chunk(b"iCCP", b"p\0\0" + data)


def chunk(kind: bytes, data: bytes) -> bytes:
    total = zlib.crc32(kind + data)
    return struct.pack("!I", len(data)) + kind + data + struct.pack("!I", total)


def deflated(size_bytes: int) -> bytes:
    """Compress that many zeros without ever holding them."""
    packer = zlib.compressobj(1)
    parts = [packer.compress(_ZEROS) for _ in range(size_bytes // len(_ZEROS))]
    parts.append(packer.compress(bytes(size_bytes % len(_ZEROS))))
    return b"".join(parts) + packer.flush()


# GIF


def gifs() -> Iterator[tuple[str, bytes]]:
    huge = b"GIF89a" + struct.pack("<HHBBB", 65535, 65535, 0, 0, 0)
    yield "gif-65535-squared", huge + gif_frame(65535, 65535)
    small = b"GIF89a" + struct.pack("<HHBBB", 8, 8, 0x80, 0, 0) + b"\0\0\0\xff\xff\xff"
    yield "gif-2000-frames", small + gif_frame(1, 1) * 2000 + b";"
    yield "gif-frame-larger-than-screen", small + gif_frame(60_000, 60_000) + b";"
    yield "gif-frame-outside", small + gif_frame(8, 8, left=65_000) + b";"
    yield "gif-code-size-255", small + gif_frame(8, 8, code_bits=255) + b";"
    yield "gif-code-size-0", small + gif_frame(8, 8, code_bits=0) + b";"
    yield "gif-without-frames", small + b";"
    yield "gif-without-end", small + gif_frame(8, 8)
    yield "gif-block-cut", small + gif_frame(8, 8)[:-3]
    yield "gif-endless-comment", small + b"\x21\xfe" + (b"\xff" + b"c" * 255) * 9000
    yield "gif-garbage-codes", small + gif_frame(8, 8, data=b"\xff" * 200) + b";"
    yield "gif-header-only", small[:13]


def gif_frame(
    width: int,
    height: int,
    *,
    left: int = 0,
    code_bits: int = 2,
    data: bytes = b"\x44\x01",
) -> bytes:
    place = struct.pack("<HHHHB", left, 0, width, height, 0)
    return b"," + place + bytes([code_bits, len(data)]) + data + b"\0"


# JPEG


def jpegs() -> Iterator[tuple[str, bytes]]:
    good = saved(Image.radial_gradient("L").convert("RGB"), "JPEG")
    frame = good.index(b"\xff\xc0")
    scan = good.index(b"\xff\xda")
    yield "jpeg-65535-squared", with_size(good, frame, 65535, height=65535)
    yield "jpeg-7000-squared-little-data", with_size(good, frame, 7000, height=7000)
    yield "jpeg-zero-wide", with_size(good, frame, 0, height=256)
    yield "jpeg-zero-high", with_size(good, frame, 256, height=0)
    yield "jpeg-no-components", good[: frame + 9] + b"\0" + good[frame + 10 :]
    yield "jpeg-12-bits", good[: frame + 4] + b"\x0c" + good[frame + 5 :]
    yield "jpeg-arithmetic", good[: frame + 1] + b"\xc9" + good[frame + 2 :]
    yield "jpeg-sampling-15", good[: frame + 11] + b"\xff" + good[frame + 12 :]
    yield "jpeg-without-scan", good[:scan] + b"\xff\xd9"
    yield "jpeg-without-tables", good[:2] + good[frame:]
    yield "jpeg-cut-in-the-middle", good[: len(good) // 2]
    yield "jpeg-start-only", good[:3]
    yield "jpeg-segment-of-length-0", good[:2] + b"\xff\xe2\0\0" + good[2:]
    yield "jpeg-100000-restarts", good[: scan + 14] + b"\xff\xd0" * 100_000
    yield "jpeg-two-frames", good[:frame] + good[frame:scan] * 2 + good[scan:]
    yield "jpeg-garbage-scan", good[: scan + 14] + noise(50_000)
    yield "jpeg-profile-of-255-parts", good[:2] + icc_part(1, 255) + good[2:]
    yield "jpeg-profile-parts-loop", good[:2] + icc_part(1, 1) * 255 + good[2:]
    yield "jpeg-many-photoshop-blocks", good[:2] + photoshop() * 300 + good[2:]
    layered = saved(Image.radial_gradient("L"), "JPEG", progressive=True)
    last = layered.rindex(b"\xff\xda")
    yield "jpeg-scan-bomb", scan_bomb()
    yield "jpeg-5000-scans", layered[:-2] + layered[last:-2] * 5000 + b"\xff\xd9"


def scan_bomb() -> bytes:
    """Have 42 megapixels walked over 401 times by 190 kB."""
    flat = saved(Image.new("L", (6500, 6500), 90), "JPEG", progressive=True)
    last = flat.rindex(b"\xff\xda")
    return flat[:-2] + flat[last:-2] * 400 + b"\xff\xd9"


def with_size(jpeg: bytes, frame: int, width: int, *, height: int) -> bytes:
    return jpeg[: frame + 5] + struct.pack("!HH", height, width) + jpeg[frame + 9 :]


def icc_part(number: int, count: int) -> bytes:
    return segment(0xE2, b"ICC_PROFILE\0" + bytes([number, count]) + bytes(100))


def photoshop() -> bytes:
    return segment(0xED, b"Photoshop 3.0\0" + b"8BIM\x03\xed\0\0\xff\xff\xff\xff")


def segment(marker: int, data: bytes) -> bytes:
    return bytes([0xFF, marker]) + struct.pack("!H", len(data) + 2) + data


# EXIF, in a JPEG that is fine otherwise


def exifs() -> Iterator[tuple[str, bytes]]:
    loop = directory([(0x8769, 4, 1, 8)], follow=8)
    yield "exif-directory-inside-itself", with_exif(loop)
    yield "exif-gps-inside-itself", with_exif(directory([(0x8825, 4, 1, 8)]))
    yield "exif-count-of-4-billion", with_exif(directory([(0x010E, 2, 2**32 - 1, 8)]))
    yield "exif-type-99", with_exif(directory([(0x010E, 99, 7, 8)]))
    yield "exif-orientation-99", with_exif(directory([(0x0112, 3, 1, 99)]))
    yield "exif-orientation-is-text", with_exif(directory([(0x0112, 2, 4, 0x41414141)]))
    many = directory([(n, 2, 60_000, 0) for n in range(5000)])
    yield "exif-5000-overlapping-values", with_exif(many)
    yield "exif-offset-outside", with_exif(b"II*\0\xff\xff\xff\x7f")
    yield "exif-empty", with_exif(b"")
    yield "exif-noise", with_exif(b"MM\0*\0\0\0\x08" + noise(2000))
    half = struct.pack("<IIIIII", 1, 0, 2**32 - 1, 1, 0, 0)
    gps = directory([(1, 2, 2, 0x53), (2, 5, 3, 64)], at=26)
    place = directory([(0x8825, 4, 1, 26)]) + gps[8:] + half
    yield "exif-place-divided-by-zero", with_exif(place)
    yield (
        "exif-direction-override",
        with_exif(
            directory([(0x010E, 2, 12, 26)]) + "\u202egnp.exe".encode(),
        ),
    )


def with_exif(block: bytes) -> bytes:
    good = saved(Image.radial_gradient("L").convert("RGB"), "JPEG")
    return good[:2] + segment(0xE1, (b"Exif\0\0" + block)[:65_000]) + good[2:]


def directory(
    entries: list[tuple[int, int, int, int]],
    *,
    at: int = 8,
    follow: int = 0,
) -> bytes:
    """Write a little-endian TIFF header and one directory."""
    rows = b"".join(struct.pack("<HHII", *entry) for entry in entries)
    body = struct.pack("<H", len(entries)) + rows + struct.pack("<I", follow)
    return b"II*\0" + struct.pack("<I", 8) + bytes(at - 8 if at < 8 else 0) + body


# TIFF


def tiffs() -> Iterator[tuple[str, bytes]]:
    yield "tiff-40000-squared", tiff(40_000, 40_000, compression=4)
    yield "tiff-7000-squared-fax", tiff(7000, 7000, compression=4, bits=1)
    yield "tiff-2-to-the-32-wide", tiff(2**32 - 1, 1)
    yield "tiff-bits-255", tiff(8, 8, bits=255)
    yield "tiff-compression-60000", tiff(8, 8, compression=60_000)
    yield "tiff-directory-loop", tiff(8, 8, follow=8)
    yield "tiff-next-directory-outside", tiff(8, 8, follow=2**31)
    yield "tiff-strip-outside", tiff(8, 8, offset=2**31)
    yield "tiff-65535-samples", tiff(8, 8, extra=[(277, 3, 1, 65535)])
    yield "tiff-tiles-of-0", tiff(8, 8, extra=[(322, 3, 1, 0), (323, 3, 1, 0)])
    yield "tiff-tiles-of-60000", tiff(9, 9, extra=[(322, 4, 1, 60000)] * 2)
    yield "tiff-many-strips", tiff(8, 8, extra=[(273, 4, 2**30, 0)])
    yield "tiff-deflate-bomb", tiff(7000, 7000, compression=8, data=deflated(9**9))
    yield "tiff-65535-entries", directory([(n, 4, 1, 8) for n in range(65_535)])
    yield "tiff-directory-cut", tiff(8, 8)[:40]
    yield "tiff-header-only", b"MM\0*\0\0\0\x08"
    yield "tiff-big-offset-2-to-the-63", b"II+\0\x08\0\0\0" + struct.pack("<Q", 2**63)
    yield (
        "tiff-big-2-to-the-64-entries",
        (b"II+\0\x08\0\0\0" + struct.pack("<QQ", 16, 2**64 - 1)),
    )
    yield "tiff-old-jpeg", tiff(8, 8, compression=6, extra=[(513, 4, 1, 0)])


def tiff(
    width: int,
    height: int,
    *,
    bits: int = 8,
    compression: int = 1,
    follow: int = 0,
    offset: int = 0,
    extra: list[tuple[int, int, int, int]] | None = None,
    data: bytes = bytes(64),
) -> bytes:
    overridden = {entry[0] for entry in extra or []}
    start = 8 + 2 + 12 * 12 + 4
    plain = [
        (256, 4, 1, width),
        (257, 4, 1, height),
        (258, 3, 1, bits),
        (259, 3, 1, compression),
        (262, 3, 1, 1),
        (273, 4, 1, offset or start),
        (277, 3, 1, 1),
        (278, 4, 1, height),
        (279, 4, 1, len(data)),
    ]
    entries = [entry for entry in plain if entry[0] not in overridden]
    head = directory(sorted(entries + (extra or [])), follow=follow)
    return head.ljust(start, b"\0") + data


# WebP, BMP, AVIF


def webps() -> Iterator[tuple[str, bytes]]:
    lossless = b"\x2f" + struct.pack("<I", 16382 | 16382 << 14) + bytes(9)
    yield "webp-16383-squared", riff((b"VP8L", lossless))
    canvas = struct.pack("<I", 0x10) + b"\xff" * 6
    yield "webp-2-to-the-24-squared", riff((b"VP8X", canvas))
    yield (
        "webp-7000-squared-no-data",
        riff(
            (b"VP8L", b"\x2f" + struct.pack("<I", 6999 | 6999 << 14)),
        ),
    )
    good = saved(Image.radial_gradient("L").convert("RGB"), "WEBP")
    yield "webp-length-lies", good[:4] + b"\xff\xff\xff\xff" + good[8:]
    yield "webp-cut-in-the-middle", good[: len(good) // 2]
    yield "webp-garbage", good[:40] + noise(500)
    yield "webp-header-only", good[:12]
    outside = struct.pack("<I", 0xFFFFFF) * 4
    moving = struct.pack("<I", 0x02) + b"\x07\0\0\x07\0\0"
    yield "webp-frame-outside", riff((b"VP8X", moving), (b"ANMF", outside))


def riff(*chunks: tuple[bytes, bytes]) -> bytes:
    body = b"".join(
        kind + struct.pack("<I", len(data)) + data + bytes(len(data) % 2)
        for kind, data in chunks
    )
    return b"RIFF" + struct.pack("<I", len(body) + 4) + b"WEBP" + body


def bmps() -> Iterator[tuple[str, bytes]]:
    yield "bmp-2-to-the-31-squared", bmp(2**31 - 1, 2**31 - 1)
    yield "bmp-negative-width", bmp(-64, 64)
    yield "bmp-lowest-height", bmp(64, -(2**31))
    yield "bmp-zero", bmp(0, 0)
    yield "bmp-bits-77", bmp(8, 8, bits=77)
    yield "bmp-run-length-overflow", bmp(8, 8, bits=8, compression=1, data=b"\xff" * 99)
    yield "bmp-run-length-jump", bmp(8, 8, bits=8, compression=1, data=b"\0\2\xff\xff")
    yield "bmp-without-pixels", bmp(7000, 7000, data=b"")
    yield "bmp-4-billion-colors", bmp(8, 8, bits=8, colors=2**32 - 1)


def bmp(
    width: int,
    height: int,
    *,
    bits: int = 24,
    compression: int = 0,
    colors: int = 0,
    data: bytes = bytes(192),
) -> bytes:
    info = struct.pack("<IiiHH", 40, width, height, 1, bits)
    info += struct.pack("<IIiiII", compression, 0, 0, 0, colors, 0)
    return b"BM" + struct.pack("<IHHI", 54 + len(data), 0, 0, 54) + info + data


def avifs() -> Iterator[tuple[str, bytes]]:
    good = saved(Image.radial_gradient("L").convert("RGB"), "AVIF")
    brand = b"avif\0\0\0\0avifmif1miaf"
    yield "avif-brand-only", box(b"ftyp", brand)
    yield "avif-cut-in-the-middle", good[: len(good) // 2]
    yield "avif-garbage-data", good[:-200] + noise(200)
    size = good.index(b"ispe") + 8
    yield (
        "avif-16384-squared",
        good[:size] + struct.pack("!II", 16384, 16384) + (good[size + 8 :]),
    )
    yield "avif-2-to-the-32-wide", good[:size] + b"\xff" * 8 + good[size + 8 :]
    nested = b""
    for _ in range(2000):
        nested = box(b"meta", bytes(4) + nested)
    yield "avif-boxes-2000-deep", box(b"ftyp", brand) + nested
    yield "avif-box-of-size-0", box(b"ftyp", brand) + b"\0\0\0\0meta"
    yield (
        "avif-box-of-2-to-the-64",
        (box(b"ftyp", brand) + b"\0\0\0\1meta" + b"\xff" * 8),
    )


def box(kind: bytes, data: bytes) -> bytes:
    return struct.pack("!I", len(data) + 8) + kind + data


# two things at once, and none at all


def polyglots() -> Iterator[tuple[str, bytes]]:
    gif = b"GIF89a" + struct.pack("<HHBBB", 8, 8, 0x80, 0, 0) + b"\0\0\0\xff\xff\xff"
    yield "gif-and-archive", gif + gif_frame(1, 1) + b";PK\x03\x04" + noise(300)
    jpeg = saved(Image.radial_gradient("L"), "JPEG")
    page = b"<html><script>location='https://example.org'</script>"
    yield "jpeg-and-page", jpeg[:2] + segment(0xFE, page) + jpeg[2:] + page
    yield "png-and-drawing", PNG_START + b"<svg xmlns='http://www.w3.org/2000/svg'/>"
    yield "playlist-as-mp4", b"#EXTM3U\n#EXTINF:9,\nfile:///etc/passwd\n"
    yield "film-with-playlist", box(b"ftyp", b"isom\0\0\2\0") + b"#EXTM3U\nfile:///\n"
    yield "page", b"<!doctype html>" + page
    yield "bmp-and-script", b"BM/*" + page


def no_pictures() -> Iterator[tuple[str, bytes]]:
    yield "empty", b""
    yield "one-byte", b"\xff"
    yield "zeros", bytes(1_000_000)
    yield "noise", noise(100_000)
    yield "program", b"\x7fELF" + noise(200)
    yield "document", b"%PDF-1.7\n1 0 obj\n<</OpenAction 1 0 R>>"
    yield "archive", b"PK\x03\x04" + noise(100)
    yield "postscript", b"%!PS-Adobe-3.0\n(%pipe%id) (w) file\n"
    yield "drawing", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"


def noise(size_bytes: int) -> bytes:
    return random.Random(size_bytes).randbytes(size_bytes)


def saved(picture: Image.Image, name: str, **options: object) -> bytes:
    file = io.BytesIO()
    picture.save(file, name, **options)
    return file.getvalue()
