"""A good picture of every kind comes out of the jail with the hash of its pixels."""

import io
import struct
import zlib
from functools import cache

import numpy as np
import pytest
from PIL import Image

from tests.files.hostile_media import chunk, header
from tests.vectors.pictures import KINDS as KINDS_OF_VECTORS
from tests.vectors.pictures import picture as picture_of_vectors
from tipline.hashing.distance import pdq_distance
from tipline.hashing.pdq import CANONICAL_RECIPE, FULL_SIZE_RECIPE, pdq_of_rgb

WIDTH, HEIGHT = 640, 480
SIDE = (512, 512)
BACKWARDS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}


def drawn(width=WIDTH, height=HEIGHT, seed=2) -> Image.Image:
    """Draw soft blots of many colors, as a photograph has soft parts."""
    dots = np.random.default_rng(seed).integers(0, 255, (24, 32, 3), dtype=np.uint8)
    blots = Image.fromarray(dots)
    return blots.resize((width, height), Image.Resampling.BICUBIC)


SCENE = drawn()


def saved(picture, name, **options) -> bytes:
    file = io.BytesIO()
    picture.save(file, name, **options)
    return file.getvalue()


def expected(upright: Image.Image, recipe: str) -> bytes:
    shown = upright.convert("RGB")
    if recipe == CANONICAL_RECIPE:
        shown = shown.resize(SIDE, Image.Resampling.BILINEAR)
    return pdq_of_rgb(np.asarray(shown), recipe=recipe).value


def inspect(decoder, content: bytes):
    return decoder.inspect([content], size_bytes=len(content))


def distance(found, upright: Image.Image) -> int:
    """The larger of the two recipes' distances."""
    assert [made.recipe for made in found.hashes] == [
        CANONICAL_RECIPE,
        FULL_SIZE_RECIPE,
    ]
    return max(
        pdq_distance(made.value, expected(upright, made.recipe))
        for made in found.hashes
    )


def oriented(orientation: int) -> bytes:
    exif = Image.Exif()
    exif[0x0112] = orientation
    return exif.tobytes()


def see_through() -> Image.Image:
    """The scene, fading to nothing from left to right."""
    fading = np.tile(np.linspace(255, 0, WIDTH).astype(np.uint8), (HEIGHT, 1))
    clear = SCENE.copy()
    clear.putalpha(Image.fromarray(fading))
    return clear


def on_white(clear: Image.Image) -> Image.Image:
    canvas = Image.new("RGBA", clear.size, "white")
    return Image.alpha_composite(canvas, clear.convert("RGBA")).convert("RGB")


def deep_gray() -> Image.Image:
    return Image.fromarray(np.asarray(SCENE.convert("L"), dtype=np.uint16) * 257)


def png_of_16_bit_rgb() -> bytes:
    values = (np.asarray(SCENE, dtype=np.uint16) * 257).astype(">u2")
    rows = b"".join(b"\0" + row.tobytes() for row in values)
    return (
        b"\x89PNG\r\n\x1a\n"
        + header(WIDTH, HEIGHT, b"\x10\x02\0\0\0")
        + chunk(b"IDAT", zlib.compress(rows, 1))
        + chunk(b"IEND", b"")
    )


@cache
def few_colors() -> Image.Image:
    return SCENE.quantize(64)


def holes_in_palette() -> tuple[bytes, Image.Image]:
    file = saved(few_colors(), "PNG", transparency=bytes([0] * 20 + [255] * 44))
    return file, on_white(Image.open(io.BytesIO(file)).convert("RGBA"))


def color_key() -> tuple[bytes, Image.Image]:
    hard = SCENE.point(lambda value: value & 0xC0)
    key = hard.getpixel((WIDTH // 2, HEIGHT // 2))
    values = np.asarray(hard)
    shown = np.where((values == key).all(axis=2, keepdims=True), 255, values)
    shown = Image.fromarray(shown.astype(np.uint8))
    return saved(hard, "PNG", transparency=key), shown


GRAY = SCENE.convert("L")
BLACK_AND_WHITE = SCENE.convert("1")
CMYK = SCENE.convert("CMYK")
CLEAR = see_through()
FLOATS = GRAY.convert("F").point(lambda value: value * (1 / 255) + 0)
TWO_FRAMES = {"save_all": True, "append_images": [drawn(seed=9)], "duration": 90}

# what it is -> how to draw: media type, file, what a viewer shows, frames
KINDS = {
    "jpeg": lambda: ("jpeg", saved(SCENE, "JPEG"), SCENE, 1),
    "jpeg-progressive": lambda: (
        "jpeg",
        saved(SCENE, "JPEG", progressive=True),
        SCENE,
        1,
    ),
    "jpeg-gray": lambda: ("jpeg", saved(GRAY, "JPEG"), GRAY, 1),
    "jpeg-cmyk": lambda: ("jpeg", saved(CMYK, "JPEG", quality=90), SCENE, 1),
    "png": lambda: ("png", saved(SCENE, "PNG"), SCENE, 1),
    "png-gray": lambda: ("png", saved(GRAY, "PNG"), GRAY, 1),
    "png-1-bit": lambda: ("png", saved(BLACK_AND_WHITE, "PNG"), BLACK_AND_WHITE, 1),
    "png-16-bit-gray": lambda: ("png", saved(deep_gray(), "PNG"), GRAY, 1),
    "png-16-bit-color": lambda: ("png", png_of_16_bit_rgb(), SCENE, 1),
    "png-alpha": lambda: ("png", saved(CLEAR, "PNG"), on_white(CLEAR), 1),
    "png-gray-alpha": lambda: (
        "png",
        saved(CLEAR.convert("LA"), "PNG"),
        on_white(CLEAR.convert("LA")),
        1,
    ),
    "png-palette": lambda: ("png", saved(few_colors(), "PNG"), few_colors(), 1),
    "png-palette-alpha": lambda: ("png", *holes_in_palette(), 1),
    "png-color-key": lambda: ("png", *color_key(), 1),
    "png-animated": lambda: ("png", saved(SCENE, "PNG", **TWO_FRAMES), SCENE, 2),
    "gif": lambda: ("gif", saved(few_colors(), "GIF"), few_colors(), 1),
    "gif-animated": lambda: (
        "gif",
        saved(few_colors(), "GIF", **TWO_FRAMES),
        few_colors(),
        2,
    ),
    "webp": lambda: ("webp", saved(SCENE, "WEBP", quality=90), SCENE, 1),
    "webp-lossless": lambda: ("webp", saved(SCENE, "WEBP", lossless=True), SCENE, 1),
    "webp-alpha": lambda: (
        "webp",
        saved(CLEAR, "WEBP", lossless=True),
        on_white(CLEAR),
        1,
    ),
    "webp-animated": lambda: ("webp", saved(SCENE, "WEBP", **TWO_FRAMES), SCENE, 2),
    "tiff": lambda: ("tiff", saved(SCENE, "TIFF"), SCENE, 1),
    "tiff-lzw": lambda: (
        "tiff",
        saved(SCENE, "TIFF", compression="tiff_lzw"),
        SCENE,
        1,
    ),
    "tiff-jpeg": lambda: ("tiff", saved(SCENE, "TIFF", compression="jpeg"), SCENE, 1),
    "tiff-fax": lambda: (
        "tiff",
        saved(BLACK_AND_WHITE, "TIFF", compression="group4"),
        BLACK_AND_WHITE,
        1,
    ),
    "tiff-cmyk": lambda: ("tiff", saved(CMYK, "TIFF"), SCENE, 1),
    "tiff-16-bit": lambda: ("tiff", saved(deep_gray(), "TIFF"), GRAY, 1),
    "tiff-32-bit": lambda: ("tiff", saved(GRAY.convert("I"), "TIFF"), GRAY, 1),
    "tiff-floats": lambda: ("tiff", saved(FLOATS, "TIFF"), GRAY, 1),
    "tiff-palette": lambda: ("tiff", saved(few_colors(), "TIFF"), few_colors(), 1),
    "tiff-alpha": lambda: ("tiff", saved(CLEAR, "TIFF"), on_white(CLEAR), 1),
    "tiff-pages": lambda: ("tiff", saved(SCENE, "TIFF", **TWO_FRAMES), SCENE, 2),
    "bmp": lambda: ("bmp", saved(SCENE, "BMP"), SCENE, 1),
    "bmp-palette": lambda: ("bmp", saved(few_colors(), "BMP"), few_colors(), 1),
    "avif": lambda: ("avif", saved(SCENE, "AVIF", quality=90), SCENE, 1),
    "avif-alpha": lambda: (
        "avif",
        saved(CLEAR, "AVIF", quality=90),
        on_white(CLEAR),
        1,
    ),
    "avif-animated": lambda: ("avif", saved(SCENE, "AVIF", **TWO_FRAMES), SCENE, 2),
}


@pytest.mark.parametrize("kind", KINDS)
def test_a_good_picture_is_hashed_as_a_viewer_shows_it(kind, decoder):
    media_type, content, shown, frames = KINDS[kind]()
    found = inspect(decoder, content)
    assert (found.outcome, found.reason) == ("ok", None)
    assert found.media_type == f"image/{media_type}"
    assert (found.width, found.height, found.frames) == (WIDTH, HEIGHT, frames)
    assert [made.quality for made in found.hashes] == [100, 100]
    assert distance(found, shown) <= 8


@pytest.mark.parametrize("orientation", BACKWARDS)
@pytest.mark.parametrize("name", ["JPEG", "PNG", "WEBP", "TIFF", "AVIF"])
def test_a_turned_picture_is_hashed_upright(name, orientation, decoder):
    lying = SCENE.transpose(BACKWARDS[orientation])
    found = inspect(decoder, saved(lying, name, exif=oriented(orientation)))
    assert (found.width, found.height) == (WIDTH, HEIGHT)
    assert distance(found, SCENE) <= 8


def test_orientation_in_xmp_does_not_turn_the_picture(decoder):
    packet = b'<x:xmpmeta><rdf tiff:Orientation="6"/></x:xmpmeta>'
    found = inspect(decoder, saved(SCENE, "JPEG", xmp=packet))
    assert (found.width, found.height) == (WIDTH, HEIGHT)
    assert distance(found, SCENE) <= 8


def test_a_large_photograph_is_decoded_small_and_hashes_the_same(decoder):
    large = drawn(4000, 3000)
    found = inspect(decoder, saved(large, "JPEG"))
    assert (found.width, found.height) == (4000, 3000)
    assert distance(found, large) <= 4


@pytest.mark.parametrize(
    "kind", ["cloud", "disks", "mosaic", "rings", "stripes", "checks", "flat"]
)
@pytest.mark.parametrize("size", [(300, 200), (640, 480), (1301, 1100), (2100, 2060)])
def test_a_jpeg_is_hashed_within_four_bits_of_its_colors(kind, size, decoder):
    """Also where brightness alone would not do, as for stripes and checks."""
    drawn_plane = KINDS_OF_VECTORS[kind](3, *size).astype(np.uint8)
    grain = np.random.default_rng(1).integers(0, 9, (size[1], size[0], 3))
    pixels = (drawn_plane[:, :, None] * 0.9 + grain).astype(np.uint8)
    content = saved(Image.fromarray(pixels), "JPEG", quality=90)
    assert distance(inspect(decoder, content), Image.open(io.BytesIO(content))) <= 4


@pytest.mark.parametrize("seed", [3, 4])
@pytest.mark.parametrize("size", [(640, 480), (512, 640)])
def test_a_jpeg_that_rings_beyond_black_and_white_is_hashed_likewise(
    size, seed, decoder
):
    planes = [KINDS_OF_VECTORS["checks"](seed * 7 + color, *size) for color in range(3)]
    pixels = np.stack(planes, axis=2).astype(np.uint8)
    content = saved(Image.fromarray(pixels), "JPEG", quality=50)
    assert distance(inspect(decoder, content), Image.open(io.BytesIO(content))) <= 4


def soft(seed, width, height) -> Image.Image:
    """Draw slopes of brightness with a little unrest, as in a sky or on a wall."""
    source = np.random.default_rng(seed)
    down, across = np.mgrid[0:height, 0:width] / [[[height]], [[width]]]
    slope = np.hypot(down - source.random(), across - source.random())
    unrest = source.normal(0, 1, (12, 12)).astype(np.float32)
    large = Image.fromarray(unrest).resize((width, height), Image.Resampling.BICUBIC)
    plane = slope * source.uniform(80, 260) + np.asarray(large) * source.uniform(1, 20)
    planes = [plane * source.uniform(0.5, 1) for _ in range(3)]
    return Image.fromarray(np.clip(np.stack(planes, 2), 0, 255).astype(np.uint8))


@pytest.mark.parametrize(
    ("seed", "quality"), [(125, 85), (200, 55), (294, 55), (669, 55)]
)
def test_a_jpeg_that_is_soft_all_over_is_hashed_likewise(seed, quality, decoder):
    """Brightness alone would be 6 or 8 bits off."""
    content = saved(soft(seed, 560, 500), "JPEG", quality=quality)
    assert distance(inspect(decoder, content), Image.open(io.BytesIO(content))) <= 4


def test_a_soft_jpeg_that_is_decoded_to_a_half_is_hashed_likewise(decoder):
    """By brightness alone it was 6 bits off, the only one of 5,870 pairs."""
    drawn = Image.fromarray(picture_of_vectors(452).rgb())
    large = drawn.resize((1024, 1052), Image.Resampling.BICUBIC)
    content = saved(large, "JPEG", quality=86)
    assert distance(inspect(decoder, content), Image.open(io.BytesIO(content))) <= 4


@pytest.mark.parametrize(
    ("name", "mode"),
    [("PNG", "RGBA"), ("TIFF", "CMYK"), ("JPEG", "RGB")],
)
def test_fifty_megapixels_fit_into_the_jail(name, mode, decoder):
    picture = Image.linear_gradient("L").convert(mode).resize((10_000, 5000))
    options = {"PNG": {"compress_level": 1}, "TIFF": {"compression": "packbits"}}
    found = inspect(decoder, saved(picture, name, **options.get(name, {})))
    assert (found.outcome, found.reason, len(found.hashes)) == ("ok", None, 2)


def test_one_pixel_more_is_too_many(decoder):
    picture = Image.new("1", (10_001, 5000))
    found = inspect(decoder, saved(picture, "PNG"))
    assert found.reason == "too-many-pixels"
    assert (found.width, found.height) == (10_001, 5000)


def test_where_and_when_a_picture_was_taken_comes_out_as_text(decoder):
    exif = Image.Exif()
    exif[0x010F] = "Example Cameras"
    exif[0x010E] = "line one\nline two \u202e"
    exif.get_ifd(0x8769)[0x9003] = "2026:03:01 12:30:00"
    gps = exif.get_ifd(0x8825)
    gps[1], gps[2] = "S", (33.0, 51.0, 24.48)
    gps[3], gps[4] = "E", (151.0, 12.0, 54.0)
    found = inspect(decoder, saved(SCENE, "JPEG", exif=exif.tobytes()))
    assert found.exif["Make"] == "Example Cameras"
    assert found.exif["ImageDescription"].startswith("line one\ufffdline two")
    assert found.exif["DateTimeOriginal"] == "2026:03:01 12:30:00"
    assert found.exif["GPSLatitude"] == "-33.856800"
    assert found.exif["GPSLongitude"] == "151.215000"


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("JPEG", {}),
        ("PNG", {}),
        ("WEBP", {}),
        ("AVIF", {}),
        ("TIFF", {}),
        ("TIFF", {"compression": "tiff_lzw"}),
    ],
)
def test_every_format_with_exif_tells_it(name, options, decoder):
    exif = Image.Exif()
    exif[0x010F] = "Example Cameras"
    content = saved(SCENE, name, exif=exif.tobytes(), **options)
    assert inspect(decoder, content).exif == {"Make": "Example Cameras"}


def test_a_truncated_photograph_still_says_who_took_it(decoder):
    exif = Image.Exif()
    exif[0x010F] = "Example Cameras"
    whole = saved(SCENE, "JPEG", exif=exif.tobytes())
    found = inspect(decoder, whole[: len(whole) // 2])
    assert (found.outcome, found.reason) == ("refused", "truncated")
    assert (found.media_type, found.width, found.height) == ("image/jpeg", 640, 480)
    assert found.exif["Make"] == "Example Cameras"
    assert found.hashes == ()


def test_more_exif_than_an_answer_carries_is_cut(decoder):
    exif = Image.Exif()
    for tag in range(0xC000, 0xC258):
        exif[tag] = "x" * 50
    found = inspect(decoder, saved(SCENE, "JPEG", exif=exif.tobytes()))
    assert found.outcome == "ok"
    assert len(found.exif) == 200


def test_the_bytes_may_come_in_pieces_of_any_size(decoder):
    content = saved(SCENE, "PNG")
    pieces = [content[:1], b"", *(content[at : at + 7] for at in range(1, 99, 7))]
    rest = content[len(b"".join(pieces)) :]
    found = decoder.inspect([*pieces, rest], size_bytes=len(content))
    assert found == inspect(decoder, content)


def test_a_tiff_of_either_byte_order_is_counted(decoder):
    for order, mark in (("<", b"II*\0"), (">", b"MM\0*")):
        content = mark + struct.pack(order + "I", 8) + struct.pack(order + "H", 0)
        assert inspect(decoder, content + bytes(4)).media_type == "image/tiff"
